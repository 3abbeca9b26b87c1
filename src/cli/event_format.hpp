#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace pinbridge::cli {

/// What a pin's level went to. `rising` and `falling` are edges; the other two a guest cannot see.
enum class PinEvent : std::uint8_t { rising = 1, falling = 2, highz = 3, conflict = 4 };

/// "rising", "falling", "highz", "conflict".
std::string_view event_name(PinEvent event);

/// The event that a change to `state` (low, high, highz, conflict) is.
PinEvent event_of(const std::string& state);

/// How `pinbridge mon` writes an event, with the specifiers of libgpiod's gpiomon:
///
///   %o pin within its part   %c part           %l PART:PIN
///   %e number of the event   %E its word
///   %S seconds, 9 decimals   %U UTC            %L local time
///   %% %n %t                 percent, newline, tab
class EventFormat {
 public:
  static constexpr const char* kDefault = "%S\t%E\t\"%l\"";

  /// Fails with a sentence if the format has another specifier.
  static Result<EventFormat> parse(std::string format);

  /// `time` is of the host's CLOCK_MONOTONIC; %S is in the clock asked for, %U and %L always in
  /// calendar time. `realtime_offset` is how far CLOCK_REALTIME is ahead of CLOCK_MONOTONIC.
  struct Clock {
    bool realtime = false;
    Duration realtime_offset{};
  };
  std::string write(const std::string& pin, PinEvent event, Time time, const Clock& clock) const;

 private:
  explicit EventFormat(std::string format) : format_(std::move(format)) {}

  std::string format_;
};

}  // namespace pinbridge::cli
