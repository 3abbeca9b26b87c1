#include "parts/hd44780.hpp"

namespace pinbridge::parts {
namespace {

constexpr std::uint8_t kBusyFlag = 0x80;
constexpr std::uint8_t kUpperHalf = 0xF0;
constexpr std::uint8_t kAddressMask = 0x7F;
constexpr std::uint8_t kCgramMask = 0x3F;

constexpr int kCells = 80;
constexpr int kCellsOfTwo = kCells / 2;
constexpr std::uint8_t kSecondLine = 0x40;

constexpr bool has(std::uint8_t instruction, std::uint8_t bit) {
  return (instruction & bit) != 0;
}

}  // namespace

void Hd44780::write(Register target, std::uint8_t bus, Time now) {
  if (now < busy_until_ && !at_lower_half_) ++early_;
  std::uint8_t byte = bus;
  if (four_bit_) {
    at_lower_half_ = !at_lower_half_;
    if (at_lower_half_) {
      upper_half_ = bus & kUpperHalf;
      return;
    }
    byte = static_cast<std::uint8_t>(upper_half_ | (bus >> 4U));
  }
  busy_until_ = now + kInstructionTime;
  if (target == Register::data) {
    store(byte);
  } else {
    execute(byte, now);
  }
}

std::uint8_t Hd44780::read(Register source, Time now) const {
  std::uint8_t byte = 0;
  if (source == Register::data) {
    byte = in_cgram_ ? cgram_[address_] : ddram_[address_];
  } else {
    byte = static_cast<std::uint8_t>((now < busy_until_ ? kBusyFlag : 0U) | address_);
  }
  return at_lower_half_ ? static_cast<std::uint8_t>(byte << 4U) : byte;
}

void Hd44780::end_read(Register source, Time now) {
  if (four_bit_) at_lower_half_ = !at_lower_half_;
  if (at_lower_half_ || source == Register::instruction) return;
  move_address(forward_);
  busy_until_ = now + kInstructionTime;
}

/// An instruction is named by its highest bit, and those below are its operands.
void Hd44780::execute(std::uint8_t instruction, Time now) {
  if (has(instruction, 0x80)) {
    address_ = instruction & kAddressMask;
    in_cgram_ = false;
  } else if (has(instruction, 0x40)) {
    address_ = instruction & kCgramMask;
    in_cgram_ = true;
  } else if (has(instruction, 0x20)) {
    set_function(instruction);
  } else if (has(instruction, 0x10)) {
    const bool right = has(instruction, 0x04);
    if (has(instruction, 0x08)) {
      shift_display(!right);
    } else {
      move_address(right);
    }
  } else if (has(instruction, 0x08)) {
    on_ = has(instruction, 0x04);
    has_cursor_ = has(instruction, 0x02);
    blinks_ = has(instruction, 0x01);
  } else if (has(instruction, 0x04)) {
    forward_ = has(instruction, 0x02);
    shifts_ = has(instruction, 0x01);
  } else if (instruction != 0) {
    if (!has(instruction, 0x02)) clear();
    home();
    busy_until_ = now + kHomeTime;
  }
}

/// The font's bit does not affect the visible text.
void Hd44780::set_function(std::uint8_t instruction) {
  four_bit_ = !has(instruction, 0x10);
  two_lines_ = has(instruction, 0x08);
}

void Hd44780::clear() {
  ddram_.fill(' ');
  forward_ = true;
}

void Hd44780::home() {
  address_ = 0;
  in_cgram_ = false;
  shift_ = 0;
}

void Hd44780::store(std::uint8_t data) {
  if (in_cgram_) {
    cgram_[address_] = data;
  } else {
    ddram_[address_] = data;
    if (shifts_) shift_display(forward_);
  }
  move_address(forward_);
}

/// The end of one line is next to the beginning of the other.
void Hd44780::move_address(bool forward) {
  const std::uint8_t end_of_first = two_lines_ ? 0x27 : 0x4F;
  const std::uint8_t start_of_last = two_lines_ ? kSecondLine : 0x00;
  const std::uint8_t end_of_last = two_lines_ ? 0x67 : 0x4F;
  const int step = forward ? 1 : -1;
  if (in_cgram_) {
    address_ = static_cast<std::uint8_t>((address_ + step) & kCgramMask);
  } else if (forward && address_ == end_of_last) {
    address_ = 0;
  } else if (forward && address_ == end_of_first) {
    address_ = start_of_last;
  } else if (!forward && address_ == 0) {
    address_ = end_of_last;
  } else if (!forward && address_ == start_of_last) {
    address_ = end_of_first;
  } else {
    address_ = static_cast<std::uint8_t>((address_ + step) & kAddressMask);
  }
}

void Hd44780::shift_display(bool left) {
  shift_ = (shift_ + (left ? 1 : kCells - 1)) % kCells;
}

std::optional<std::uint8_t> Hd44780::address_at(int line, int column) const {
  if (!two_lines_ && line > 0) return std::nullopt;
  const int length = two_lines_ ? kCellsOfTwo : kCells;
  return static_cast<std::uint8_t>(line * kSecondLine + (column + shift_) % length);
}

std::optional<std::uint8_t> Hd44780::cursor() const {
  if (!on_ || in_cgram_ || !(has_cursor_ || blinks_)) return std::nullopt;
  return address_;
}

}  // namespace pinbridge::parts
