#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace pinbridge::parts {

/// The SSD1306, controller of OLED displays of 128×64 pixels: its memory and its commands, without
/// a bus.
class Ssd1306Display {
 public:
  static constexpr int kWidth = 128;
  static constexpr int kHeight = 64;

  void command(std::uint8_t byte);
  void data(std::uint8_t byte);

  bool is_on() const { return on_; }
  /// 0 to 255.
  int contrast() const { return contrast_; }
  /// Whether a pixel is lit, as it is seen on the glass: x from the left, y from the top
  /// of a module that is mounted the usual way (segments remapped, scanned from COM63).
  bool is_lit(int x, int y) const;
  /// All pixels row by row, the left of eight in the highest bit: 2048 hexadecimal digits.
  std::string pixels() const;

 private:
  enum class Addressing : std::uint8_t { horizontal, vertical, page };

  static constexpr int kPages = kHeight / 8;
  static constexpr std::size_t kMostArguments = 6;

  void execute();
  void set_one(std::uint8_t byte);
  void set_window(int& first, int& last, int& now, int mask);
  static std::size_t arguments_of(std::uint8_t command);
  bool next_column();
  bool next_page();

  std::array<std::uint8_t, std::size_t{kWidth} * kPages> ram_{};
  std::array<std::uint8_t, kMostArguments + 1> given_{};  ///< a command and its arguments so far
  std::size_t count_ = 0;

  Addressing addressing_ = Addressing::page;
  int column_ = 0;
  int first_column_ = 0;
  int last_column_ = kWidth - 1;
  int page_ = 0;
  int first_page_ = 0;
  int last_page_ = kPages - 1;

  bool on_ = false;
  bool all_lit_ = false;
  bool inverted_ = false;
  bool remapped_ = false;       ///< segments
  bool from_the_last_ = false;  ///< COM scan direction
  int start_line_ = 0;
  int offset_ = 0;
  int contrast_ = 0x7F;
};

}  // namespace pinbridge::parts
