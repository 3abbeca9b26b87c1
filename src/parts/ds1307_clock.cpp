#include "parts/ds1307_clock.hpp"

#include <algorithm>

#include "base/number.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::size_t kSeconds = 0;
constexpr std::size_t kMinutes = 1;
constexpr std::size_t kHours = 2;
constexpr std::size_t kWeekday = 3;
constexpr std::size_t kDay = 4;
constexpr std::size_t kMonth = 5;
constexpr std::size_t kYear = 6;

constexpr unsigned kHalted = 0x80;
constexpr unsigned kTwelveHours = 0x40;
constexpr unsigned kAfternoon = 0x20;
constexpr int kCentury = 2000;
constexpr int kWeek = 7;

std::uint8_t to_bcd(unsigned number) {
  return static_cast<std::uint8_t>(number / 10 << 4U | number % 10);
}
/// What the digits of a BCD byte make, at most `most`: the chip does not define what others mean.
unsigned from_bcd(unsigned byte, unsigned least, unsigned most) {
  return std::clamp((byte >> 4U) * 10 + (byte & 0x0FU), least, most);
}

std::uint8_t hour_register(unsigned hour, bool twelve) {
  constexpr unsigned kNoon = 12;
  if (!twelve) return to_bcd(hour);
  const unsigned shown = hour % kNoon == 0 ? kNoon : hour % kNoon;
  return static_cast<std::uint8_t>(kTwelveHours | (hour >= kNoon ? kAfternoon : 0U) |
                                   to_bcd(shown));
}
unsigned hour_of(unsigned byte) {
  constexpr unsigned kNoon = 12;
  if ((byte & kTwelveHours) == 0) return from_bcd(byte & 0x3FU, 0, 23);
  return from_bcd(byte & 0x1FU, 1, kNoon) % kNoon + ((byte & kAfternoon) != 0 ? kNoon : 0);
}

/// Reads a text from its start: numbers of fixed width and single characters.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  /// Digits only. -1 and no progress where they are not there.
  int number(std::size_t width) {
    if (text_.size() < width) return -1;
    const auto value = parse_number<int>(text_.substr(0, width));
    if (!value || text_.front() == '-') return -1;
    text_.remove_prefix(width);
    return *value;
  }
  bool take(char wanted) {
    if (!text_.starts_with(wanted)) return false;
    text_.remove_prefix(1);
    return true;
  }
  void skip_digits() {
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') text_.remove_prefix(1);
  }
  bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
};

std::optional<sys_days> scan_date(Scanner& scan) {
  const int year = scan.number(4);
  if (year < 0 || !scan.take('-')) return {};
  const int month = scan.number(2);
  if (month < 0 || !scan.take('-')) return {};
  const int day = scan.number(2);
  if (day < 0) return {};
  const year_month_day date{std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return {};
  return sys_days(date);
}

std::optional<seconds> scan_time(Scanner& scan) {
  const int hour = scan.number(2);
  if (hour < 0 || hour > 23 || !scan.take(':')) return {};
  const int minute = scan.number(2);
  if (minute < 0 || minute > 59) return {};
  int second = 0;
  if (scan.take(':')) {
    second = scan.number(2);
    if (second < 0 || second > 59) return {};
    if (scan.take('.')) scan.skip_digits();
  }
  return hours(hour) + minutes(minute) + seconds(second);
}

/// How far a zone is ahead of UTC.
std::optional<seconds> scan_zone(Scanner& scan) {
  if (scan.done() || scan.take('Z')) return seconds(0);
  const bool ahead = scan.take('+');
  if (!ahead && !scan.take('-')) return {};
  const int hour = scan.number(2);
  scan.take(':');
  const int minute = scan.number(2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return {};
  const seconds shift = hours(hour) + minutes(minute);
  return ahead ? shift : -shift;
}

}  // namespace

std::optional<CivilTime> parse_iso_time(std::string_view text) {
  Scanner scan(text);
  const auto date = scan_date(scan);
  if (!date) return {};
  if (scan.done()) return CivilTime(*date);
  if (!scan.take('T') && !scan.take(' ')) return {};
  const auto time = scan_time(scan);
  if (!time) return {};
  const auto zone = scan_zone(scan);
  if (!zone || !scan.done()) return {};
  return CivilTime(*date) + *time - *zone;
}

CivilTime Ds1307Clock::at(Time now) const {
  if (halted_) return clock_;
  return clock_ + std::chrono::duration_cast<seconds>(now - since_);
}

Ds1307Clock::Registers Ds1307Clock::registers(Time now) const {
  const CivilTime time = at(now);
  const auto date = std::chrono::floor<days>(time);
  const year_month_day civil(date);
  const auto of_day = static_cast<unsigned>((time - date).count());
  constexpr unsigned kMinute = 60;
  constexpr unsigned kHour = 3600;
  // The chip's 1 is Sunday, unless the guest counts otherwise.
  const auto weekday = static_cast<int>(std::chrono::weekday(date).c_encoding());
  Registers registers{};
  registers[kSeconds] =
      static_cast<std::uint8_t>(to_bcd(of_day % kMinute) | (halted_ ? kHalted : 0U));
  registers[kMinutes] = to_bcd(of_day / kMinute % kMinute);
  registers[kHours] = hour_register(of_day / kHour, twelve_hours_);
  registers[kWeekday] = static_cast<std::uint8_t>((weekday + weekday_shift_) % kWeek + 1);
  registers[kDay] = to_bcd(static_cast<unsigned>(civil.day()));
  registers[kMonth] = to_bcd(static_cast<unsigned>(civil.month()));
  registers[kYear] = to_bcd(static_cast<unsigned>(static_cast<int>(civil.year()) % 100));
  return registers;
}

std::uint8_t Ds1307Clock::read(std::size_t address, Time now) const {
  const std::size_t place = address % kSize;
  return place < kControl ? registers(now)[place] : memory_[place];
}

void Ds1307Clock::write(std::size_t address, std::uint8_t byte, Time now) {
  const std::size_t place = address % kSize;
  if (place >= kControl) {
    constexpr unsigned kControlBits = 0x93;
    memory_[place] = place == kControl ? static_cast<std::uint8_t>(byte & kControlBits) : byte;
    return;
  }
  if (!written_) written_ = registers(now);
  (*written_)[place] = byte;
  second_written_ = second_written_ || place == kSeconds;
}

void Ds1307Clock::commit(Time now) {
  if (!written_) return;
  const bool ran = !halted_;
  set(*written_);
  // A second begins when its register is written, and else goes on.
  since_ = second_written_ || !ran ? now : now - (now - since_) % seconds(1);
  written_.reset();
  second_written_ = false;
}

void Ds1307Clock::set(const Registers& registers) {
  using std::chrono::day;
  using std::chrono::month;
  using std::chrono::year;
  halted_ = (registers[kSeconds] & kHalted) != 0;
  twelve_hours_ = (registers[kHours] & kTwelveHours) != 0;
  const year_month_day first(year(kCentury + static_cast<int>(from_bcd(registers[kYear], 0, 99))),
                             month(from_bcd(registers[kMonth], 1, 12)), day(1));
  // Day by day a guest may write 31 before it writes the month.
  const year_month_day last(sys_days(first.year() / first.month() / std::chrono::last));
  const auto wanted = from_bcd(registers[kDay], 1, static_cast<unsigned>(last.day()));
  const sys_days date = sys_days(first) + days(wanted - 1);
  clock_ = CivilTime(date) + hours(hour_of(registers[kHours])) +
           minutes(from_bcd(registers[kMinutes], 0, 59)) +
           seconds(from_bcd(registers[kSeconds] & ~kHalted, 0, 59));
  const auto weekday = static_cast<int>(std::chrono::weekday(date).c_encoding());
  weekday_shift_ =
      (static_cast<int>(from_bcd(registers[kWeekday], 1, kWeek)) - 1 - weekday + kWeek) % kWeek;
}

}  // namespace pinbridge::parts
