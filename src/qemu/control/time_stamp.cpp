#include "qemu/control/time_stamp.hpp"

#include <charconv>
#include <cstdint>

namespace pinbridge::qemu {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

/// Reads numbers and marks from the beginning of a text, until one is invalid.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  /// A number of `digits` digits, 0 for one or more, followed by `mark`.
  std::int64_t number(std::size_t digits, char mark) {
    std::int64_t value = 0;
    const char* const begin = text_.data();
    const auto [end, error] = std::from_chars(begin, begin + text_.size(), value);
    const auto size = static_cast<std::size_t>(end - begin);
    if (error != std::errc{} || text_.front() == '-' || (digits != 0 && size != digits) ||
        size == text_.size() || *end != mark) {
      good_ = false;
      text_ = {};
      return 0;
    }
    text_.remove_prefix(size + 1);
    return value;
  }

  bool good() const { return good_; }
  std::string_view rest() const { return text_; }

 private:
  std::string_view text_;
  bool good_ = true;
};

constexpr std::size_t kMicrosecondDigits = 6;
/// What the loop's time, in ns, has room for.
constexpr std::chrono::year kFirstYear{1970};
constexpr std::chrono::year kLastYear{2199};
constexpr seconds kLastSecond = std::chrono::sys_days(kLastYear / 12 / 31).time_since_epoch();

/// "1234@1700000000.123456:", with the thread's number.
std::optional<StampedLine> with_thread(std::string_view line) {
  Scanner scanner(line);
  scanner.number(0, '@');
  const seconds since_epoch{scanner.number(0, '.')};
  const microseconds and_more{scanner.number(kMicrosecondDigits, ':')};
  if (!scanner.good() || since_epoch > kLastSecond) return std::nullopt;
  return StampedLine{scanner.rest(), WallTime(since_epoch) + and_more};
}

/// "2026-01-31T12:00:00.123456Z ", or "2026-01-31T12:00:00Z " in the first microsecond of a second:
/// GLib leaves a fraction of zero out.
std::optional<StampedLine> of_iso_8601(std::string_view line) {
  Scanner scanner(line);
  const std::chrono::year year{static_cast<int>(scanner.number(4, '-'))};
  const std::chrono::month month{static_cast<unsigned>(scanner.number(2, '-'))};
  const std::chrono::day day{static_cast<unsigned>(scanner.number(2, 'T'))};
  const std::chrono::hours hours{scanner.number(2, ':')};
  const std::chrono::minutes minutes{scanner.number(2, ':')};
  const bool is_whole = scanner.rest().size() > 2 && scanner.rest()[2] == 'Z';
  const seconds sec{scanner.number(2, is_whole ? 'Z' : '.')};
  const microseconds and_more{is_whole ? 0 : scanner.number(kMicrosecondDigits, 'Z')};
  const std::chrono::year_month_day date(year, month, day);
  if (!scanner.good() || !date.ok() || year < kFirstYear || year > kLastYear ||
      !scanner.rest().starts_with(' ')) {
    return std::nullopt;
  }
  return StampedLine{scanner.rest().substr(1),
                     std::chrono::sys_days(date) + hours + minutes + sec + and_more};
}

}  // namespace

/// If the thread is preempted between the clocks, they are read once more.
WallClock::WallClock() {
  constexpr Duration kAtOnce = std::chrono::microseconds(5);
  constexpr int kMostTries = 8;
  for (int i = 0; i < kMostTries; ++i) {
    const Time before = std::chrono::steady_clock::now();
    ahead_ = std::chrono::system_clock::now().time_since_epoch() - before.time_since_epoch();
    if (std::chrono::steady_clock::now() - before < kAtOnce) return;
  }
}

StampedLine split_time_stamp(std::string_view line) {
  if (const auto stamped = with_thread(line)) return *stamped;
  if (const auto stamped = of_iso_8601(line)) return *stamped;
  return {line, std::nullopt};
}

}  // namespace pinbridge::qemu
