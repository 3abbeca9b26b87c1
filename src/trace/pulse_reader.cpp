#include "base/period.hpp"
#include "trace/level_digit.hpp"
#include "trace/line_reader.hpp"
#include "trace/waveform.hpp"

namespace pinbridge::trace {
namespace {

constexpr const char* kForm = "write levels and a duration, such as: 1 500us";

/// Appends one line's levels, which last for `length`.
Result<void> append(Waveform& waveform, std::string_view levels, Duration length) {
  if (waveform.tracks.empty()) waveform.tracks.resize(levels.size());
  if (levels.size() != waveform.tracks.size()) {
    return make_error(ErrorCode::invalid, "\"{}\" has {} levels, and the lines before have {}",
                      levels, levels.size(), waveform.tracks.size());
  }
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const auto level = level_to_drive(levels[i]);
    if (!level) {
      return make_error(ErrorCode::invalid, "\"{}\" is not a level; the levels are 0, 1 and z",
                        levels[i]);
    }
    auto& changes = waveform.tracks[i].changes;
    if (changes.empty() || changes.back().level != *level) {
      changes.push_back({waveform.length, *level});
    }
  }
  if (length > Duration::max() - waveform.length) {
    return make_error(ErrorCode::invalid, "the pulses last longer than 292 years");
  }
  waveform.length += length;
  return {};
}

}  // namespace

Result<Waveform> read_pulses(const std::string& text) {
  Waveform waveform;
  LineReader lines(text);
  for (std::string_view line; lines.next(line);) {
    line = line.substr(0, line.find('#'));
    const std::string_view levels = take_word(line);
    if (levels.empty()) continue;
    const auto length = parse_duration(std::string(take_word(line)));
    if (!length) return lines.error(fmt::format("{}; {}", length.error().message, kForm));
    if (!take_word(line).empty()) return lines.error(kForm);
    if (const auto done = append(waveform, levels, *length); !done) {
      return lines.error(done.error().message);
    }
  }
  if (waveform.tracks.empty()) return lines.error(fmt::format("there are no pulses; {}", kForm));
  return waveform;
}

}  // namespace pinbridge::trace
