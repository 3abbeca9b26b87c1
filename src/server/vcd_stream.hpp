#pragma once

#include <cstddef>
#include <string>

#include "api/capture.hpp"
#include "trace/vcd_writer.hpp"

namespace pinbridge {

/// A capture as a waveform, piece by piece: a million edges must not hold up the bench.
class VcdStream {
 public:
  static constexpr std::size_t kEdgesAPiece = 4096;

  explicit VcdStream(CaptureExcerpt excerpt);

  /// The next piece of text; empty once all is out.
  std::string next();

 private:
  CaptureExcerpt excerpt_;
  VcdWriter writer_;
  std::size_t next_edge_ = 0;
  bool ended_ = false;
};

}  // namespace pinbridge
