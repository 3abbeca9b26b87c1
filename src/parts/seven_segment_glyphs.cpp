#include "parts/seven_segment_glyphs.hpp"

#include <array>

namespace pinbridge::parts {
namespace {

constexpr std::uint8_t kA = 1;
constexpr std::uint8_t kB = 2;
constexpr std::uint8_t kC = 4;
constexpr std::uint8_t kD = 8;
constexpr std::uint8_t kE = 16;
constexpr std::uint8_t kF = 32;
constexpr std::uint8_t kG = 64;

struct Glyph {
  std::uint8_t segments;
  std::string_view text;
};

// 6, 7 and 9 are written with and without their tails, but a 6 without one is a b.
constexpr std::array kGlyphs{
    Glyph{0, " "},
    Glyph{kA | kB | kC | kD | kE | kF, "0"},
    Glyph{kB | kC, "1"},
    Glyph{kA | kB | kD | kE | kG, "2"},
    Glyph{kA | kB | kC | kD | kG, "3"},
    Glyph{kB | kC | kF | kG, "4"},
    Glyph{kA | kC | kD | kF | kG, "5"},
    Glyph{kA | kC | kD | kE | kF | kG, "6"},
    Glyph{kA | kB | kC, "7"},
    Glyph{kA | kB | kC | kF, "7"},
    Glyph{kA | kB | kC | kD | kE | kF | kG, "8"},
    Glyph{kA | kB | kC | kD | kF | kG, "9"},
    Glyph{kA | kB | kC | kF | kG, "9"},
    Glyph{kA | kB | kC | kE | kF | kG, "A"},
    Glyph{kA | kB | kC | kD | kE | kG, "a"},
    Glyph{kC | kD | kE | kF | kG, "b"},
    Glyph{kA | kD | kE | kF, "C"},
    Glyph{kD | kE | kG, "c"},
    Glyph{kB | kC | kD | kE | kG, "d"},
    Glyph{kA | kD | kE | kF | kG, "E"},
    Glyph{kA | kB | kD | kE | kF | kG, "e"},
    Glyph{kA | kE | kF | kG, "F"},
    Glyph{kA | kC | kD | kE | kF, "G"},
    Glyph{kB | kC | kE | kF | kG, "H"},
    Glyph{kC | kE | kF | kG, "h"},
    Glyph{kE | kF, "I"},
    Glyph{kC, "i"},
    Glyph{kB | kC | kD | kE, "J"},
    Glyph{kD | kE | kF, "L"},
    Glyph{kC | kE | kG, "n"},
    Glyph{kC | kD | kE | kG, "o"},
    Glyph{kA | kB | kE | kF | kG, "P"},
    Glyph{kE | kG, "r"},
    Glyph{kD | kE | kF | kG, "t"},
    Glyph{kB | kC | kD | kE | kF, "U"},
    Glyph{kC | kD | kE, "u"},
    Glyph{kB | kC | kD | kF | kG, "y"},
    Glyph{kG, "-"},
    Glyph{kD, "_"},
    Glyph{kD | kG, "="},
    Glyph{kA | kB | kF | kG, "°"},
    Glyph{kB | kF, "\""},
    Glyph{kF, "'"},
    Glyph{kB, "'"},
};

}  // namespace

std::string_view seven_segment_glyph(std::uint8_t segments) {
  for (const Glyph& glyph : kGlyphs) {
    if (glyph.segments == segments) return glyph.text;
  }
  return "?";
}

}  // namespace pinbridge::parts
