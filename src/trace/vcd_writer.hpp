#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "net/level.hpp"

namespace pinbridge {

/// Writes what pins were at as a Value Change Dump (IEEE 1364-2005, 18), in the form that GTKWave,
/// Surfer and sigrok alike read: one-bit wires, nanoseconds, every value at time 0.
///
/// A level is `0`, `1`, `z` (highz) or `x` (conflict). The text is given out piece by piece:
/// whoever owns the writer puts it where it belongs.
class VcdWriter {
 public:
  struct Signal {
    std::string scope;  ///< the part
    std::string name;   ///< the pin, or what it is called
    Level level;        ///< at time 0
  };

  /// `date` is for people, in ASCII. What a name may not have in it becomes '_'.
  VcdWriter(const std::string& date, const std::vector<Signal>& signals);

  /// The signal of that index goes to `level`. `time` counts from 0 and is never less than before.
  void change(std::size_t signal, Level level, Duration time);

  /// The recording lasts until `time`: so long is the last level held.
  void end(Duration time);

  /// All text since the last call; it ends with a newline.
  std::string take();

 private:
  void go_to(Duration time);

  std::string text_;
  std::vector<std::string> codes_;
  Duration time_{};
};

}  // namespace pinbridge
