#pragma once

#include <cstddef>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "net/level.hpp"
#include "trace/shared_ticks.hpp"

namespace pinbridge::trace {

/// One pin of a recording.
struct WaveformSignal {
  std::string scope;  ///< the part
  std::string name;   ///< the pin, or its label
  Level level;        ///< at time 0
};

/// Writes the levels of signals over time to a file. The bytes are returned in pieces; the owner of
/// the writer stores or sends them.
class WaveformWriter {
 public:
  WaveformWriter() = default;
  WaveformWriter(const WaveformWriter&) = delete;
  WaveformWriter& operator=(const WaveformWriter&) = delete;
  virtual ~WaveformWriter() = default;

  /// The signal of that index goes to `level`. `time` counts from 0 and is never less than before.
  virtual void change(std::size_t signal, Level level, Duration time) = 0;

  /// The recording lasts until `time`, the time of the last level's end. To be called once, last.
  virtual void end(Duration time) = 0;

  /// All bytes since the last call.
  virtual std::string take() = 0;

  /// The edges that have the same time in the file as an earlier edge. nullptr if the format keeps
  /// exact times.
  virtual const SharedTicks* shared_ticks() const { return nullptr; }

  /// Why the recording cannot become longer, if it cannot.
  virtual Result<void> status() const { return {}; }
};

}  // namespace pinbridge::trace
