#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace pinbridge::parts {

/// A date and a time of day, in seconds since 1970, without a time zone.
using CivilTime = std::chrono::sys_seconds;

/// "2024-02-29T12:30:00", with "Z", "+02:00" or "-05:30" behind it. Fractions of a second are
/// dropped, and a time zone is converted to UTC. nullopt for anything else.
std::optional<CivilTime> parse_iso_time(std::string_view text);

/// The clock and the memory of a DS1307, without a bus: 64 bytes, of which the first seven count
/// the time in BCD, from 2000 to 2099.
class Ds1307Clock {
 public:
  static constexpr std::size_t kSize = 64;

  Ds1307Clock(CivilTime start, Time now) : clock_(start), since_(now) {}

  /// What is at an address at that time.
  std::uint8_t read(std::size_t address, Time now) const;
  /// The bytes of the time take effect together, with commit().
  void write(std::size_t address, std::uint8_t byte, Time now);
  /// A transfer has ended.
  void commit(Time now);

  /// The control register.
  std::uint8_t control() const { return memory_[kControl]; }

 private:
  static constexpr std::size_t kControl = 7;
  using Registers = std::array<std::uint8_t, kControl>;

  CivilTime at(Time now) const;
  Registers registers(Time now) const;
  void set(const Registers& registers);

  CivilTime clock_;  ///< the time it had at since_
  Time since_;
  bool halted_ = false;
  bool twelve_hours_ = false;
  int weekday_shift_ = 0;             ///< the guest numbers the days of the week as it likes
  std::optional<Registers> written_;  ///< in this transfer
  bool second_written_ = false;
  std::array<std::uint8_t, kSize> memory_{};
};

}  // namespace pinbridge::parts
