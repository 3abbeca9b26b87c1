#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "api/capture.hpp"
#include "trace/shared_ticks.hpp"
#include "trace/timescale.hpp"
#include "trace/vcd_writer.hpp"

namespace pinbridge::server {

/// A capture as a waveform, piece by piece: a million edges must not hold up the bench.
class VcdStream {
 public:
  static constexpr std::size_t kEdgesAPiece = 4096;
  static constexpr std::size_t kEdgesMeasured = 65'536;

  explicit VcdStream(api::CaptureExcerpt excerpt) : excerpt_(std::move(excerpt)) {}

  /// Reads the times of the next kEdgesMeasured edges, to choose the timescale. Returns whether
  /// there are more to read.
  bool measure();

  /// The next piece of text; empty once all is out. Only after measure() has read all times.
  std::string next();

 private:
  api::CaptureExcerpt excerpt_;
  trace::SharedTicks ticks_{trace::kDefaultTimescale};
  std::size_t measured_ = 0;
  std::optional<trace::VcdWriter> writer_;
  std::size_t next_edge_ = 0;
  bool ended_ = false;
};

}  // namespace pinbridge::server
