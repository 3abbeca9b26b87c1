#pragma once

#include <cstdint>
#include <string>

namespace pinbridge::parts {

/// Which characters an HD44780U has in its ROM.
enum class Hd44780Rom : std::uint8_t {
  a00,  ///< with Japanese and Greek ones
  a02,  ///< with Western European and Cyrillic ones
};

/// The first of the eight characters that a guest defines. They have no character in Unicode, so
/// character n is written as the private one U+E000 + n.
inline constexpr char32_t kFirstDrawnCharacter = 0xE000;

/// The glyph of a character code, as one code point: a blank for a blank, and the nearest one where
/// Unicode needs two (A00's "to the minus one" and x with a bar).
char32_t hd44780_character(Hd44780Rom rom, std::uint8_t code);

/// Adds the character to a text in UTF-8. It is in the first plane, as all of the ROM are.
void append_utf8(std::string& text, char32_t character);

}  // namespace pinbridge::parts
