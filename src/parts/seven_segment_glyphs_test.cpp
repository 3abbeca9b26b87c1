#include "parts/seven_segment_glyphs.hpp"

#include <string>

#include <gtest/gtest.h>

namespace pinbridge::parts {
namespace {

/// "abged" as the segments that it names.
std::string read(std::string_view segments) {
  std::uint8_t bits = 0;
  for (const char c : segments) bits = static_cast<std::uint8_t>(bits | (1U << (c - 'a')));
  return std::string(seven_segment_glyph(bits));
}

TEST(SevenSegmentGlyphs, ReadDigits) {
  EXPECT_EQ(read("abcdef") + read("bc") + read("abdeg") + read("abcdg") + read("bcfg"), "01234");
  EXPECT_EQ(read("acdfg") + read("acdefg") + read("abc") + read("abcdefg") + read("abcdfg"),
            "56789");
}

TEST(SevenSegmentGlyphs, ReadSevenAndNineInBothWaysOfWriting) {
  EXPECT_EQ(read("abcf"), "7");
  EXPECT_EQ(read("abcfg"), "9");
}

TEST(SevenSegmentGlyphs, ReadHexadecimalDigits) {
  EXPECT_EQ(
      read("abcefg") + read("cdefg") + read("adef") + read("bcdeg") + read("adefg") + read("aefg"),
      "AbCdEF");
}

TEST(SevenSegmentGlyphs, ReadWordsOfInstruments) {
  EXPECT_EQ(read("bcefg") + read("adefg") + read("def") + read("abefg"), "HELP");
  EXPECT_EQ(read("adefg") + read("eg") + read("eg"), "Err");
  EXPECT_EQ(read("bcdef") + read("ceg") + read("g") + read("d") + read("") + read("abfg"),
            "Un-_ °");
}

TEST(SevenSegmentGlyphs, APatternWithoutACharacterIsAQuestionMark) {
  EXPECT_EQ(read("adg"), "?");
  EXPECT_EQ(read("cf"), "?");
}

}  // namespace
}  // namespace pinbridge::parts
