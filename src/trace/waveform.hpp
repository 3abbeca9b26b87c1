#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "net/level.hpp"

namespace pinbridge::trace {

struct LevelChange {
  Duration time;  ///< from the waveform's start
  Level level;    ///< low, high, or highz for nothing that drives

  bool operator==(const LevelChange&) const = default;
};

/// One signal over time, in the order of time. It is highz before its first change.
struct Track {
  std::string name;  ///< PART:PIN in files of ours; empty in a list of pulses
  std::vector<LevelChange> changes;
};

struct Waveform {
  std::vector<Track> tracks;
  Duration length{};  ///< until the end of the last level
};

/// A value change dump (IEEE 1364-2005, section 18): all signals of one bit, each named by its
/// scope and itself, as "b0:1.l". An x counts as z. Fails, with the number of the line, where the
/// text is none or time runs backwards.
Result<Waveform> read_vcd(const std::string& text);

/// A table whose first column is the time in seconds, and whose first row has the names. The
/// levels are 0, 1, z or x.
Result<Waveform> read_csv(const std::string& text);

/// A list of pulses: in each line a level (0, 1 or z) for each signal, and how long they last, as
/// "1 500us" or "10 2ms". A # begins a comment.
Result<Waveform> read_pulses(const std::string& text);

/// By the suffix of the file that the text is from: .vcd, .csv, or a list of pulses.
Result<Waveform> read_waveform(const std::string& path, const std::string& text);

}  // namespace pinbridge::trace
