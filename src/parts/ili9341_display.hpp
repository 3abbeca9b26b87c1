#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pinbridge::parts {

/// The ILI9341, controller of color displays of 240×320 pixels: its memory and its commands,
/// without a bus. A color has 16 bits: 5 of red, 6 of green, 5 of blue. Of colors with 18 bits,
/// the lowest bits of red and blue are dropped.
class Ili9341Display {
 public:
  static constexpr int kWidth = 240;
  static constexpr int kHeight = 320;

  Ili9341Display() { reset(); }

  void command(std::uint8_t byte);
  /// A parameter of the last command, or part of a pixel.
  void data(std::uint8_t byte);
  /// The next byte that the controller reads after the last command; 0 where it has none.
  std::uint8_t read();
  /// Whether the last command is one that is read.
  bool is_read() const { return reads_; }
  /// A software or hardware reset. The memory keeps its pixels.
  void reset();

  /// Whether its pixels are visible: it does not sleep, and is on.
  bool is_on() const { return awake_ && on_; }
  /// The color of a pixel as it is seen on the glass, upright with the connector at the bottom: x
  /// from the left, y from the top. 0 while the display is off.
  std::uint16_t color(int x, int y) const;
  /// All colors, row by row from the top left, as runs with commas between them: "f800" is one red
  /// pixel, "f800*240" a row of them.
  std::string pixels() const;

 private:
  /// The window of the memory that is written, in the orientation that was chosen.
  struct Span {
    int first;
    int last;
    int now;
  };

  /// The pages of the glass that scroll; those above and below are fixed.
  struct ScrollArea {
    int first;
    int count;
    int by;  ///< how many pages of the area are above its first visible one; less than count
  };

  static constexpr std::size_t kMostParameters = 6;

  void execute();
  /// Two parameters, the higher byte first.
  int number_at(std::size_t parameter) const;
  void set_span(Span& span) const;
  void set_scroll_area();
  void scroll_to(int page);
  /// The page of the memory that is seen at this place from the top.
  int page_seen_at(int y) const;
  void begin_pixels();
  void take_pixel_byte(std::uint8_t byte);
  void store(std::uint16_t color);
  /// The index of the present pixel in the memory; nullopt outside it.
  std::optional<std::size_t> present_pixel() const;
  std::uint16_t stored(std::size_t index) const { return memory_.empty() ? 0 : memory_[index]; }
  void advance();
  std::vector<std::uint8_t> answer(std::uint8_t command) const;
  std::uint8_t read_pixel_byte();

  std::vector<std::uint16_t> memory_;  ///< empty until the first pixel is written: all are 0
  std::uint8_t command_ = 0;
  std::array<std::uint8_t, kMostParameters> parameters_{};
  std::size_t parameter_count_ = 0;
  std::uint32_t pixel_ = 0;  ///< the bytes of a pixel so far
  int pixel_bytes_ = 0;      ///< how many
  std::vector<std::uint8_t> answer_;
  std::size_t answered_ = 0;
  bool reads_ = false;

  Span columns_{};
  Span pages_{};
  ScrollArea scrolls_{};
  std::uint8_t orientation_ = 0;  ///< the memory access control
  std::uint8_t pixel_format_ = 0;
  bool awake_ = false;
  bool on_ = false;
  bool inverted_ = false;
};

}  // namespace pinbridge::parts
