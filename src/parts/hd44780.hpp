#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/time.hpp"

namespace pinbridge::parts {

/// Hitachi's HD44780U, the controller of character LCDs: its memories, its address counter and its
/// bus, without pins. It receives the time with each call.
///
/// The busy flag follows its times: 37 µs for most instructions, 1.52 ms for clearing and homing,
/// 10 ms after power-up. A real one ignores writes meanwhile. This one executes and counts them,
/// because the time of an emulated guest runs unevenly, so a guest may be early without an error.
class Hd44780 {
 public:
  /// What the line RS selects: low is instruction, high is data.
  enum class Register : std::uint8_t { instruction, data };

  static constexpr Duration kInstructionTime = std::chrono::microseconds(37);
  static constexpr Duration kHomeTime = std::chrono::microseconds(1520);
  static constexpr Duration kPowerUpTime = std::chrono::milliseconds(10);

  /// As its reset leaves it: blank and off, with an 8-bit bus and one line.
  Hd44780() { ddram_.fill(' '); }

  void power_up(Time now) { busy_until_ = now + kPowerUpTime; }

  // The bus: D0 is bit 0. On a 4-bit bus, D4 to D7, a byte takes two cycles, upper half first.

  /// A write cycle ended with `bus` on the lines.
  void write(Register target, std::uint8_t bus, Time now);
  /// What it drives in a read cycle: busy flag and address, or data.
  std::uint8_t read(Register source, Time now) const;
  /// A read cycle ended. When data was read, the address counter moves.
  void end_read(Register source, Time now);

  bool has_four_bit_bus() const { return four_bit_; }

  // The display.

  bool is_on() const { return on_; }
  /// Whether the cursor is a blinking block, beside or instead of its underline.
  bool blinks() const { return blinks_; }
  /// The address of the character at this place, after shifts. `line` is 0 or 1, `column` 0 to 39;
  /// nullopt for the second line of a display that is set to one line.
  std::optional<std::uint8_t> address_at(int line, int column) const;
  std::uint8_t code_at(std::uint8_t address) const { return ddram_[address]; }
  /// The address of the cursor; nullopt where none is shown.
  std::optional<std::uint8_t> cursor() const;

  /// The number of instructions and data that were written while it was busy.
  std::int64_t early() const { return early_; }

 private:
  void execute(std::uint8_t instruction, Time now);
  void set_function(std::uint8_t instruction);
  void clear();
  void home();
  void store(std::uint8_t data);
  void move_address(bool forward);
  void shift_display(bool left);

  // As addresses count, with cells that a real one lacks between its lines: nothing shows them.
  std::array<std::uint8_t, 128> ddram_{};
  std::array<std::uint8_t, 64> cgram_{};
  std::uint8_t address_ = 0;
  bool in_cgram_ = false;

  bool four_bit_ = false;
  bool at_lower_half_ = false;  ///< of a byte on a 4-bit bus
  std::uint8_t upper_half_ = 0;

  bool two_lines_ = false;
  bool on_ = false;
  bool has_cursor_ = false;
  bool blinks_ = false;
  bool forward_ = true;  ///< the address counts up
  bool shifts_ = false;  ///< the display shifts with the cursor
  int shift_ = 0;        ///< to the left, of 80: twice round for two lines of 40

  Time busy_until_;
  std::int64_t early_ = 0;
};

}  // namespace pinbridge::parts
