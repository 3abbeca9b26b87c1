#include "parts/hd44780_rom.hpp"

#include <string_view>

namespace pinbridge::parts {
namespace {

constexpr std::uint8_t kDrawn = 0x10;  ///< codes below it, the eight characters twice
constexpr std::uint8_t kAscii = 0x20;
constexpr std::uint8_t kUpper = 0x80;
constexpr std::uint8_t kUpperText = 0xA0;

// Codes of half-width kana follow each other as Unicode's do.
constexpr std::uint8_t kKana = 0xA1;
constexpr char32_t kUnicodeKana = 0xFF61;
constexpr std::uint8_t kGreek = 0xE0;
constexpr std::u32string_view kA00Greek = U"αäβεμσρg√⁻jˣ¢£ñöpqθ∞ΩüΣπxy千万円÷ █";

constexpr std::u32string_view kA02Signs = U"►◄“”⇈⇊●↵↑↓→←≤≥▲▼";
constexpr std::u32string_view kA02Upper = U"БДЖЗИЙЛПУЦЧШЩЪЫЭα♪ΓπΣσ♫τ⍾ΘΩδ∞♥ε∩";
static_assert(kA00Greek.size() == 0x20 && kA02Signs.size() == 0x10 && kA02Upper.size() == 0x20);

char32_t a00_character(std::uint8_t code) {
  switch (code) {
    case 0x5C:
      return U'¥';
    case 0x7E:
      return U'→';
    case 0x7F:
      return U'←';
    default:
      break;
  }
  if (code < kAscii) return U' ';
  if (code < kUpper) return code;
  if (code < kKana) return U' ';
  if (code < kGreek) return kUnicodeKana + (code - kKana);
  return kA00Greek[code - kGreek];
}

/// Latin-1 above 0xA0, but for some.
char32_t a02_character(std::uint8_t code) {
  switch (code) {
    case 0x7F:
      return U'⌂';
    case 0xA0:
      return U'║';
    case 0xA8:
      return U'ƒ';
    case 0xAC:
      return U'Ю';
    case 0xAD:
      return U'Я';
    case 0xAF:
      return U'‘';
    case 0xB4:
      return U'₧';
    case 0xB8:
      return U'ω';
    case 0xD8:
      return U'Φ';
    default:
      break;
  }
  if (code < kAscii) return kA02Signs[code - kDrawn];
  if (code >= kUpper && code < kUpperText) return kA02Upper[code - kUpper];
  return code;
}

}  // namespace

char32_t hd44780_character(Hd44780Rom rom, std::uint8_t code) {
  if (code < kDrawn) return kFirstDrawnCharacter + code % 8;
  return rom == Hd44780Rom::a00 ? a00_character(code) : a02_character(code);
}

void append_utf8(std::string& text, char32_t character) {
  const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (character < 0x80) {
    add(character);
  } else if (character < 0x800) {
    add(0xC0U | (character >> 6U));
    add(0x80U | (character & 0x3FU));
  } else {
    add(0xE0U | (character >> 12U));
    add(0x80U | ((character >> 6U) & 0x3FU));
    add(0x80U | (character & 0x3FU));
  }
}

}  // namespace pinbridge::parts
