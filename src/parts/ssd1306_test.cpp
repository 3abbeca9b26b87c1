#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parts/ssd1306_display.hpp"
#include "parts/testing/i2c_controller.hpp"
#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using testing::I2cController;
using testing::PartBench;

class Ssd1306DisplayTest : public ::testing::Test {
 protected:
  void commands(std::initializer_list<int> bytes) {
    for (const int byte : bytes) display_.command(static_cast<std::uint8_t>(byte));
  }
  int lit() const {
    int count = 0;
    for (int y = 0; y < Ssd1306Display::kHeight; ++y) {
      for (int x = 0; x < Ssd1306Display::kWidth; ++x) count += display_.is_lit(x, y) ? 1 : 0;
    }
    return count;
  }

  Ssd1306Display display_;
};

TEST_F(Ssd1306DisplayTest, AByteIsEightPixelsOfAColumn) {
  commands({0xA1, 0xC8, 0xAF, 0x20, 0x00, 0x21, 5, 6, 0x22, 1, 1});
  display_.data(0x81);
  EXPECT_TRUE(display_.is_lit(5, 8));
  EXPECT_TRUE(display_.is_lit(5, 15));
  EXPECT_EQ(lit(), 2);
}

TEST_F(Ssd1306DisplayTest, TheWindowIsFilledRowByRowOrColumnByColumn) {
  commands({0xA1, 0xC8, 0xAF, 0x20, 0x00, 0x21, 0, 1, 0x22, 0, 1});
  for (int i = 0; i < 3; ++i) display_.data(1);
  EXPECT_TRUE(display_.is_lit(0, 8)) << "the third byte is in the second page";
  commands({0x20, 0x01, 0x21, 0, 1, 0x22, 2, 3});
  for (int i = 0; i < 3; ++i) display_.data(1);
  EXPECT_TRUE(display_.is_lit(0, 24));
  EXPECT_TRUE(display_.is_lit(1, 16)) << "the third byte is in the second column";
}

TEST_F(Ssd1306DisplayTest, InPageModeTheColumnGoesRoundInItsPage) {
  commands({0xA1, 0xC8, 0xAF, 0xB2, 0x0F, 0x17});
  display_.data(1);
  display_.data(1);
  EXPECT_TRUE(display_.is_lit(127, 16));
  EXPECT_TRUE(display_.is_lit(0, 16));
}

TEST_F(Ssd1306DisplayTest, OffInvertedAndAllLit) {
  EXPECT_EQ(lit(), 0);
  commands({0xAF, 0xA7});
  EXPECT_EQ(lit(), 128 * 64);
  commands({0xA6, 0xA5});
  EXPECT_EQ(lit(), 128 * 64);
  commands({0xAE});
  EXPECT_EQ(lit(), 0);
}

TEST_F(Ssd1306DisplayTest, WithoutRemappingThePictureIsTurnedByHalf) {
  commands({0xAF, 0xB0});
  display_.data(1);
  EXPECT_TRUE(display_.is_lit(127, 63));
  commands({0xA1, 0xC8, 0x40 | 1});
  EXPECT_TRUE(display_.is_lit(0, 63)) << "the start line moves it up";
}

TEST_F(Ssd1306DisplayTest, ArgumentsOfUnmodelledCommandsAreNoCommands) {
  commands({0xAF, 0x26, 0xAE, 0xAE, 0xAE, 0xAE, 0xAE, 0xAE, 0x8D, 0xAE, 0xA8, 0xAE});
  EXPECT_TRUE(display_.is_on());
}

TEST(Ssd1306, TakesCommandsAndPixelsFromItsBus) {
  for (const auto& [type, scl, sda] : std::vector<std::array<const char*, 3>>{
           {"wokwi-ssd1306", "d:CLK", "d:DATA"}, {"board-ssd1306", "d:SCL", "d:SDA"}}) {
    PartBench bench({{"d", type, {}}}, {});
    I2cController bus(bench, scl, sda);
    EXPECT_EQ(bus.send(0x3C, {0x00, 0xA1, 0xC8, 0x81, 0x40, 0xAF}), 7U);
    EXPECT_EQ(bus.send(0x3C, {0x80, 0xB0, 0x40, 0x01, 0x02}), 6U);
    EXPECT_EQ(bench.value("d", "display"), "1");
    EXPECT_EQ(bench.value("d", "contrast"), "64");
    const std::string pixels = bench.value("d", "pixels");
    ASSERT_EQ(pixels.size(), 2048U);
    EXPECT_EQ(pixels[0], '8') << "the pixel at the top left";
    EXPECT_EQ(pixels[32], '4') << "and the one below, to the right";
    EXPECT_EQ(pixels.find_first_not_of('0', 33), std::string::npos);
  }
}

TEST(Ssd1306, ClientsAreNotifiedOfManyChangesOnceInAWindow) {
  PartBench bench({{"d", "board-ssd1306", {{"i2cAddress", "0x3d"}}}}, {});
  I2cController bus(bench, "d:SCL", "d:SDA");
  EXPECT_EQ(bus.send(0x3C, {0}), 0U);
  for (int i = 0; i < 20; ++i) bus.send(0x3D, {0x40, 0xFF});
  EXPECT_EQ(bench.part_news.size(), 1U);
  bench.advance(std::chrono::milliseconds(60));
  EXPECT_EQ(bench.part_news.size(), 2U);
}

}  // namespace
}  // namespace pinbridge::parts
