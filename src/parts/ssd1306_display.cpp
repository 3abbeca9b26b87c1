#include "parts/ssd1306_display.hpp"

#include <string_view>

namespace pinbridge::parts {
namespace {

constexpr int kLineMask = 0x3F;
constexpr int kColumnMask = 0x7F;
constexpr int kPageMask = 0x07;

}  // namespace

/// How many bytes follow a command.
std::size_t Ssd1306Display::arguments_of(std::uint8_t command) {
  switch (command) {
    case 0x26:
    case 0x27:
      return 6;
    case 0x29:
    case 0x2A:
      return 5;
    case 0x21:
    case 0x22:
    case 0xA3:
      return 2;
    case 0x20:
    case 0x81:
    case 0x8D:
    case 0xA8:
    case 0xD3:
    case 0xD5:
    case 0xD9:
    case 0xDA:
    case 0xDB:
      return 1;
    default:
      return 0;
  }
}

void Ssd1306Display::command(std::uint8_t byte) {
  given_[count_++] = byte;
  if (count_ <= arguments_of(given_[0])) return;
  count_ = 0;
  execute();
}

void Ssd1306Display::execute() {
  switch (given_[0]) {
    case 0x20:
      if (given_[1] <= 2) addressing_ = static_cast<Addressing>(given_[1]);
      return;
    case 0x21:
      return set_window(first_column_, last_column_, column_, kColumnMask);
    case 0x22:
      return set_window(first_page_, last_page_, page_, kPageMask);
    case 0x81:
      contrast_ = given_[1];
      return;
    case 0xD3:
      offset_ = given_[1] & kLineMask;
      return;
    default:
      return set_one(given_[0]);
  }
}

void Ssd1306Display::set_window(int& first, int& last, int& now, int mask) {
  first = now = given_[1] & mask;
  last = given_[2] & mask;
}

/// A command without arguments.
void Ssd1306Display::set_one(std::uint8_t byte) {
  const int low = byte & 0x0F;
  if (byte <= 0x0F) {
    column_ = (column_ & 0x70) | low;
  } else if (byte <= 0x1F) {
    column_ = ((low & 0x07) << 4) | (column_ & 0x0F);
  } else if (byte >= 0x40 && byte <= 0x7F) {
    start_line_ = byte & kLineMask;
  } else if (byte >= 0xB0 && byte <= 0xB7) {
    page_ = byte & kPageMask;
  } else if (byte == 0xA0 || byte == 0xA1) {
    remapped_ = byte == 0xA1;
  } else if (byte == 0xA4 || byte == 0xA5) {
    all_lit_ = byte == 0xA5;
  } else if (byte == 0xA6 || byte == 0xA7) {
    inverted_ = byte == 0xA7;
  } else if (byte == 0xAE || byte == 0xAF) {
    on_ = byte == 0xAF;
  } else if (byte == 0xC0 || byte == 0xC8) {
    from_the_last_ = byte == 0xC8;
  }
}

void Ssd1306Display::data(std::uint8_t byte) {
  ram_[static_cast<std::size_t>(page_) * kWidth + static_cast<std::size_t>(column_)] = byte;
  switch (addressing_) {
    case Addressing::page:
      column_ = (column_ + 1) & kColumnMask;
      return;
    case Addressing::horizontal:
      if (next_column()) next_page();
      return;
    case Addressing::vertical:
      if (next_page()) next_column();
      return;
  }
}

/// Returns whether it began again.
bool Ssd1306Display::next_column() {
  const bool again = column_ == last_column_;
  column_ = again ? first_column_ : (column_ + 1) & kColumnMask;
  return again;
}

bool Ssd1306Display::next_page() {
  const bool again = page_ == last_page_;
  page_ = again ? first_page_ : (page_ + 1) & kPageMask;
  return again;
}

bool Ssd1306Display::is_lit(int x, int y) const {
  if (!on_) return false;
  if (all_lit_) return true;
  const int column = remapped_ ? x : kWidth - 1 - x;
  const int com = from_the_last_ ? y : kHeight - 1 - y;
  const int line = (com + start_line_ + offset_) & kLineMask;
  const std::uint8_t byte =
      ram_[static_cast<std::size_t>(line / 8) * kWidth + static_cast<std::size_t>(column)];
  return (((byte >> (line % 8)) & 1U) != 0) != inverted_;
}

std::string Ssd1306Display::pixels() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr int kPixelsOfADigit = 4;
  std::string text;
  text.reserve(static_cast<std::size_t>(kWidth * kHeight / kPixelsOfADigit));
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; x += kPixelsOfADigit) {
      unsigned digit = 0;
      for (int i = 0; i < kPixelsOfADigit; ++i) digit = digit << 1U | (is_lit(x + i, y) ? 1U : 0U);
      text += kDigits[digit];
    }
  }
  return text;
}

}  // namespace pinbridge::parts
