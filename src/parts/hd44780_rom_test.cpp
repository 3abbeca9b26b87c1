#include "parts/hd44780_rom.hpp"

#include <gtest/gtest.h>

namespace pinbridge::parts {
namespace {

std::string read(Hd44780Rom rom, int first, int last) {
  std::string text;
  for (int code = first; code <= last; ++code) {
    append_utf8(text, hd44780_character(rom, static_cast<std::uint8_t>(code)));
  }
  return text;
}

TEST(Hd44780Rom, BothHaveAsciiButForAFew) {
  EXPECT_EQ(read(Hd44780Rom::a00, 0x20, 0x2F), R"( !"#$%&'()*+,-./)");
  EXPECT_EQ(read(Hd44780Rom::a00, 0x5A, 0x61), "Z[¥]^_`a");
  EXPECT_EQ(read(Hd44780Rom::a00, 0x7A, 0x7F), "z{|}→←");
  EXPECT_EQ(read(Hd44780Rom::a02, 0x5A, 0x61), R"(Z[\]^_`a)");
  EXPECT_EQ(read(Hd44780Rom::a02, 0x7A, 0x7F), "z{|}~⌂");
}

TEST(Hd44780Rom, A00HasKanaAndGreek) {
  EXPECT_EQ(read(Hd44780Rom::a00, 0xA0, 0xA6), " ｡｢｣､･ｦ");
  EXPECT_EQ(read(Hd44780Rom::a00, 0xB1, 0xB5), "ｱｲｳｴｵ");
  EXPECT_EQ(read(Hd44780Rom::a00, 0xDC, 0xE4), "ﾜﾝﾞﾟαäβεμ");
  EXPECT_EQ(read(Hd44780Rom::a00, 0xF2, 0xF7), "θ∞ΩüΣπ");
  EXPECT_EQ(read(Hd44780Rom::a00, 0xFA, 0xFF), "千万円÷ █");
  EXPECT_EQ(read(Hd44780Rom::a00, 0x10, 0x1F), std::string(16, ' '));
  EXPECT_EQ(read(Hd44780Rom::a00, 0x80, 0x8F), std::string(16, ' '));
}

TEST(Hd44780Rom, A02HasCyrillicAndLatin1) {
  EXPECT_EQ(read(Hd44780Rom::a02, 0x18, 0x1F), "↑↓→←≤≥▲▼");
  EXPECT_EQ(read(Hd44780Rom::a02, 0x80, 0x87), "БДЖЗИЙЛП");
  EXPECT_EQ(read(Hd44780Rom::a02, 0xA8, 0xB0), "ƒ©ª«ЮЯ®‘°");
  EXPECT_EQ(read(Hd44780Rom::a02, 0xD6, 0xDF), "Ö×ΦÙÚÛÜÝÞß");
  EXPECT_EQ(read(Hd44780Rom::a02, 0xFC, 0xFF), "üýþÿ");
}

TEST(Hd44780Rom, DrawnCharactersArePrivateOnesAndStandTwice) {
  for (const auto rom : {Hd44780Rom::a00, Hd44780Rom::a02}) {
    EXPECT_EQ(hd44780_character(rom, 0x00), U'\uE000');
    EXPECT_EQ(hd44780_character(rom, 0x07), U'\uE007');
    EXPECT_EQ(hd44780_character(rom, 0x08), U'\uE000');
    EXPECT_EQ(hd44780_character(rom, 0x0F), U'\uE007');
    EXPECT_EQ(read(rom, 3, 3), "\xEE\x80\x83");
  }
}

}  // namespace
}  // namespace pinbridge::parts
