#include "cli/event_format.hpp"

#include <ctime>
#include <string_view>

#include "base/pin_name.hpp"
#include "base/printable.hpp"

namespace pinbridge::cli {
namespace {

constexpr std::string_view kSpecifiers = "oleEcSUL%nt";

std::string seconds(Duration time) {
  return fmt::format("{}.{:09}", time.count() / 1'000'000'000, time.count() % 1'000'000'000);
}

/// ISO 8601, as gpiomon writes it.
std::string calendar(Duration since_epoch, bool local) {
  const std::time_t whole = since_epoch.count() / 1'000'000'000;
  std::tm parts{};
  local ? localtime_r(&whole, &parts) : gmtime_r(&whole, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}{}", parts.tm_year + 1900,
                     parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                     since_epoch.count() % 1'000'000'000, local ? "" : "Z");
}

}  // namespace

std::string_view event_name(PinEvent event) {
  switch (event) {
    case PinEvent::rising:
      return "rising";
    case PinEvent::falling:
      return "falling";
    case PinEvent::highz:
      return "highz";
    case PinEvent::conflict:
      break;
  }
  return "conflict";
}

PinEvent event_of(const std::string& state) {
  if (state == "high") return PinEvent::rising;
  if (state == "low") return PinEvent::falling;
  return state == "highz" ? PinEvent::highz : PinEvent::conflict;
}

Result<EventFormat> EventFormat::parse(std::string format) {
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    ++i;
    if (i < format.size() && kSpecifiers.find(format[i]) != std::string_view::npos) continue;
    return make_error(
        ErrorCode::invalid,
        "\"{}\" is not a specifier of the format; the specifiers are %o %c %l %e %E %S %U %L %% "
        "%n %t",
        format.substr(i - 1, 2));
  }
  return EventFormat(std::move(format));
}

std::string EventFormat::write(const std::string& pin, PinEvent event, Time time,
                               const Clock& clock) const {
  const Duration monotonic = time.time_since_epoch();
  const Duration realtime = monotonic + clock.realtime_offset;
  const auto [part, short_name] = split_pin_name(pin);
  const auto field = [&](char specifier) -> std::string {
    switch (specifier) {
      case 'o':
        return printable(short_name);
      case 'c':
        return printable(part);
      case 'l':
        return printable(pin);
      case 'e':
        return std::to_string(static_cast<int>(event));
      case 'E':
        return std::string(event_name(event));
      case 'S':
        return seconds(clock.realtime ? realtime : monotonic);
      case 'U':
        return calendar(realtime, false);
      case 'L':
        return calendar(realtime, true);
      case 'n':
        return "\n";
      case 't':
        return "\t";
      default:
        return "%";
    }
  };
  std::string line;
  for (std::size_t i = 0; i < format_.size(); ++i) {
    if (format_[i] == '%') {
      line += field(format_[++i]);
    } else {
      line += format_[i];
    }
  }
  return line;
}

}  // namespace pinbridge::cli
