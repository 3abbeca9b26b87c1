#include "trace/vcd_writer.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/check.hpp"
#include "trace/level_digit.hpp"
#include "trace/timescale.hpp"

namespace pinbridge::trace {
namespace {

/// A signal's identifier: a number in the digits '!' to '~', the format's printable ones.
std::string code_of(std::size_t index) {
  constexpr std::size_t kDigits = '~' - '!' + 1;
  std::string code;
  do {
    code += static_cast<char>('!' + index % kDigits);
    index /= kDigits;
  } while (index != 0);
  return code;
}

/// Readers part words at spaces and take other things than ASCII amiss.
std::string plain(std::string name) {
  for (char& c : name) {
    if (c <= 0x20 || c > 0x7e) c = '_';
  }
  return name.empty() ? "_" : name;
}

}  // namespace

VcdWriter::VcdWriter(const std::string& date, const std::vector<Signal>& signals, Duration unit)
    : unit_(unit), ticks_(unit) {
  text_ = fmt::format("$date {} $end\n$version Pinbridge $end\n$timescale {} $end\n", date,
                      timescale_text(unit));
  std::string scope;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    if (i == 0 || signals[i].scope != scope) {
      if (i != 0) text_ += "$upscope $end\n";
      scope = signals[i].scope;
      text_ += fmt::format("$scope module {} $end\n", plain(scope));
    }
    codes_.push_back(code_of(i));
    text_ += fmt::format("$var wire 1 {} {} $end\n", codes_[i], plain(signals[i].name));
  }
  if (!signals.empty()) text_ += "$upscope $end\n";
  // Not in $dumpvars, which sigrok passes over.
  text_ += "$enddefinitions $end\n#0\n";
  for (std::size_t i = 0; i < signals.size(); ++i) write(i, signals[i].level);
}

void VcdWriter::change(std::size_t signal, Level level, Duration time) {
  PB_CHECK(signal < codes_.size());
  go_to(time);
  ticks_.add(time);
  write(signal, level);
}

void VcdWriter::end(Duration time) {
  go_to(time);
}

std::string VcdWriter::take() {
  return std::exchange(text_, {});
}

void VcdWriter::write(std::size_t signal, Level level) {
  text_ += fmt::format("{}{}\n", level_digit(level), codes_[signal]);
}

void VcdWriter::go_to(Duration time) {
  PB_CHECK(time >= latest_);
  latest_ = time;
  const std::int64_t units = time / unit_;
  if (units == time_) return;
  time_ = units;
  text_ += fmt::format("#{}\n", units);
}

}  // namespace pinbridge::trace
