#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "trace/waveform_writer.hpp"

namespace pinbridge::trace {

/// Writes the levels of pins as a Value Change Dump (IEEE 1364-2005, 18), in the form that GTKWave,
/// Surfer and sigrok alike read: one-bit wires, every value at time 0.
///
/// A level is `0`, `1`, `z` (highz) or `x` (conflict).
/// A time is rounded down to a multiple of the timescale. Edges that then have the same time are
/// written in their order; readers show the last level of a time.
class VcdWriter : public WaveformWriter {
 public:
  using Signal = WaveformSignal;

  /// `date` is for people, in ASCII. What a name may not have in it becomes '_'. `unit` is the
  /// timescale, as parse_timescale() returns it.
  VcdWriter(const std::string& date, const std::vector<Signal>& signals, Duration unit);

  void change(std::size_t signal, Level level, Duration time) override;
  void end(Duration time) override;
  /// It ends with a newline.
  std::string take() override;
  const SharedTicks* shared_ticks() const override { return &ticks_; }

 private:
  void write(std::size_t signal, Level level);
  void go_to(Duration time);

  Duration unit_;
  std::string text_;
  std::vector<std::string> codes_;
  SharedTicks ticks_;
  std::int64_t time_ = 0;  ///< in units
  Duration latest_{};
};

}  // namespace pinbridge::trace
