#include "trace/csv_writer.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/check.hpp"
#include "trace/level_digit.hpp"

namespace pinbridge::trace {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace

CsvWriter::CsvWriter(const std::vector<WaveformSignal>& signals) : text_("time") {
  for (const WaveformSignal& signal : signals) {
    text_ += "," + field(signal.scope + ":" + signal.name);
    levels_ += level_digit(signal.level);
  }
  text_ += '\n';
}

void CsvWriter::change(std::size_t signal, Level level, Duration time) {
  PB_CHECK(signal < levels_.size() && time >= time_);
  if (time != time_) write_row();
  time_ = time;
  levels_[signal] = level_digit(level);
}

void CsvWriter::end(Duration time) {
  write_row();
  if (time == time_) return;
  time_ = time;
  write_row();
}

std::string CsvWriter::take() {
  return std::exchange(text_, {});
}

void CsvWriter::write_row() {
  text_ += fmt::format("{}.{:09}", time_.count() / kSecond, time_.count() % kSecond);
  for (const char level : levels_) {
    text_ += ',';
    text_ += level;
  }
  text_ += '\n';
}

}  // namespace pinbridge::trace
