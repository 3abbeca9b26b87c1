#include <limits>
#include <unordered_map>

#include "base/number.hpp"
#include "trace/level_digit.hpp"
#include "trace/line_reader.hpp"
#include "trace/timescale.hpp"
#include "trace/waveform.hpp"

namespace pinbridge::trace {
namespace {

/// Scopes inside one another. Designs have some dozens.
constexpr std::size_t kMostNested = 1000;

/// Reads word by word: the format has no lines.
class VcdReader {
 public:
  explicit VcdReader(const std::string& text) : lines_(text) {}

  Result<Waveform> read() {
    for (std::string_view word = next(); !word.empty(); word = next()) {
      if (const auto done = take(word); !done) return lines_.error(done.error().message);
    }
    if (waveform_.tracks.empty()) return lines_.error("the file declares no signal of one bit");
    return std::move(waveform_);
  }

 private:
  /// The next word; empty at the end.
  std::string_view next() {
    for (;;) {
      const std::string_view word = take_word(line_);
      if (!word.empty() || !lines_.next(line_)) return word;
    }
  }

  /// The words of a declaration, up to its $end.
  std::vector<std::string> words() {
    std::vector<std::string> all;
    for (auto word = next(); !word.empty() && word != "$end"; word = next()) all.emplace_back(word);
    return all;
  }

  Result<void> take(std::string_view word) {
    if (word == "$timescale") return take_timescale();
    if (word == "$scope") {
      if (scopes_.size() == kMostNested) {
        return make_error(ErrorCode::invalid, "more than {} scopes are inside one another",
                          kMostNested);
      }
      const auto scope = words();
      scopes_.push_back(scope.empty() ? "" : scope.back());
    } else if (word == "$upscope") {
      words();
      if (!scopes_.empty()) scopes_.pop_back();
    } else if (word == "$var") {
      declare(words());
    } else if (word == "$date" || word == "$version" || word == "$comment" ||
               word == "$enddefinitions") {
      words();
    } else if (word.front() == '$') {
      return {};  // $dumpvars and the like, whose values follow
    } else if (word.front() == '#') {
      return go_to(word.substr(1));
    } else if (word.front() == 'b' || word.front() == 'B' || word.front() == 'r' ||
               word.front() == 'R') {
      next();  // the signal of a vector or a real
    } else {
      return change(word);
    }
    return {};
  }

  Result<void> take_timescale() {
    std::string text;
    for (const std::string& word : words()) text += word;
    const auto unit = parse_timescale(text);
    if (!unit) return unit.error();
    unit_ = *unit;
    return {};
  }

  /// TYPE SIZE CODE NAME [RANGE]
  void declare(const std::vector<std::string>& words) {
    if (words.size() < 4 || words[1] != "1") return;
    const std::string scope = scopes_.empty() ? "" : scopes_.back() + ":";
    tracks_[words[2]].push_back(waveform_.tracks.size());
    waveform_.tracks.push_back({scope + words[3], {}});
  }

  Result<void> go_to(std::string_view number) {
    const auto time = parse_number<std::int64_t>(number);
    if (!time || *time < 0 || *time > std::numeric_limits<std::int64_t>::max() / unit_.count()) {
      return make_error(ErrorCode::invalid, "\"#{}\" is not a time", number);
    }
    const Duration now = *time * unit_;
    if (now < waveform_.length) return make_error(ErrorCode::invalid, "the time runs backwards");
    waveform_.length = now;
    return {};
  }

  Result<void> change(std::string_view word) {
    const auto level = level_to_drive(word.front());
    if (!level) {
      return make_error(ErrorCode::invalid, "\"{}\" is not a value change", word);
    }
    const auto found = tracks_.find(std::string(word.substr(1)));
    if (found == tracks_.end()) return {};
    for (const std::size_t index : found->second) {
      auto& changes = waveform_.tracks[index].changes;
      const bool again = !changes.empty() && changes.back().time == waveform_.length;
      if (again) changes.pop_back();  // readers take the last value of a time
      if (changes.empty() || changes.back().level != *level) {
        changes.push_back({waveform_.length, *level});
      }
    }
    return {};
  }

  LineReader lines_;
  std::string_view line_;
  Duration unit_{1};
  std::vector<std::string> scopes_;
  std::unordered_map<std::string, std::vector<std::size_t>> tracks_;  ///< by a signal's code
  Waveform waveform_;
};

}  // namespace

Result<Waveform> read_vcd(const std::string& text) {
  return VcdReader(text).read();
}

Result<Waveform> read_waveform(const std::string& path, const std::string& text) {
  if (path.ends_with(".vcd")) return read_vcd(text);
  if (path.ends_with(".csv")) return read_csv(text);
  return read_pulses(text);
}

}  // namespace pinbridge::trace
