#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parts/ili9341_display.hpp"
#include "parts/testing/spi_controller.hpp"

namespace pinbridge::testing {
namespace {

using parts::Ili9341Display;
using ::testing::ElementsAre;
using ::testing::StartsWith;

constexpr int kRed = 0xF800;
constexpr int kGreen = 0x07E0;

class Ili9341DisplayTest : public ::testing::Test {
 protected:
  Ili9341DisplayTest() {
    send(0x11, {});
    send(0x29, {});
    send(0x3A, {0x55});
  }
  void send(int command, std::initializer_list<int> data) {
    display_.command(static_cast<std::uint8_t>(command));
    for (const int byte : data) display_.data(static_cast<std::uint8_t>(byte));
  }
  void set_window(int command, int first, int last) {
    send(command, {first >> 8, first & 0xFF, last >> 8, last & 0xFF});
  }
  void pixel(int color) {
    display_.data(static_cast<std::uint8_t>(color >> 8));
    display_.data(static_cast<std::uint8_t>(color));
  }
  void put(int x, int y, int color) {
    set_window(0x2A, x, x);
    set_window(0x2B, y, y);
    send(0x2C, {});
    pixel(color);
  }

  Ili9341Display display_;
};

// What libraries write for each of the four rotations, and where they expect the first pixel.
TEST_F(Ili9341DisplayTest, EachRotationBeginsInItsCorner) {
  const std::tuple<int, int, int> rotations[] = {
      {0x48, 0, 0}, {0x28, 239, 0}, {0x88, 239, 319}, {0xE8, 0, 319}};
  for (const auto& [orientation, x, y] : rotations) {
    send(0x36, {orientation});
    put(0, 0, kRed);
    put(1, 0, kGreen);
    EXPECT_EQ(display_.color(x, y), kRed) << orientation;
    const bool landscape = (orientation & 0x20) != 0;
    const int right_x = landscape ? x : x + (x == 0 ? 1 : -1);
    const int right_y = landscape ? y + (y == 0 ? 1 : -1) : y;
    EXPECT_EQ(display_.color(right_x, right_y), kGreen) << orientation;
    put(0, 0, 0);
    put(1, 0, 0);
  }
}

TEST_F(Ili9341DisplayTest, AWindowIsFilledRowByRowAndBeginsAgain) {
  send(0x36, {0x48});
  set_window(0x2A, 10, 11);
  set_window(0x2B, 20, 21);
  send(0x2C, {});
  for (int color = 1; color <= 3; ++color) pixel(color);
  send(0x3C, {});
  pixel(4);
  pixel(5);
  EXPECT_EQ(display_.color(10, 20), 5);
  EXPECT_EQ(display_.color(11, 20), 2);
  EXPECT_EQ(display_.color(10, 21), 3);
  EXPECT_EQ(display_.color(11, 21), 4);
}

TEST_F(Ili9341DisplayTest, ScrollsBetweenItsFixedPages) {
  send(0x36, {0x48});
  put(0, 9, 1);
  put(0, 10, 2);
  put(0, 11, 3);
  put(0, 299, 4);
  put(0, 300, 5);
  const auto seen = [this] {
    std::vector<int> colors;
    for (const int y : {9, 10, 298, 299, 300}) colors.push_back(display_.color(0, y));
    return colors;
  };
  EXPECT_THAT(seen(), ElementsAre(1, 2, 0, 4, 5));
  // 10 pages above are fixed, 20 below; page 11 of the memory comes first between them.
  send(0x33, {0, 10, 290 >> 8, 290 & 0xFF, 0, 20});
  send(0x37, {0, 11});
  EXPECT_THAT(seen(), ElementsAre(1, 3, 4, 2, 5));
  send(0x37, {300 >> 8, 300 & 0xFF});
  EXPECT_THAT(seen(), ElementsAre(1, 3, 4, 2, 5)) << "no page of the area";
  send(0x13, {});
  EXPECT_THAT(seen(), ElementsAre(1, 2, 0, 4, 5)) << "normal mode";
}

TEST_F(Ili9341DisplayTest, AScrollAreaWithoutAllPagesIsIgnored) {
  send(0x36, {0x48});
  put(0, 5, kRed);
  send(0x33, {0, 10, 0, 20, 0, 20});
  send(0x37, {0, 5});
  EXPECT_EQ(display_.color(0, 0), kRed) << "all pages scroll, as after a reset";
}

TEST_F(Ili9341DisplayTest, ColorsHave18BitsToo) {
  send(0x36, {0x48});
  send(0x3A, {0x66});
  set_window(0x2A, 0, 0);
  set_window(0x2B, 0, 0);
  send(0x2C, {0xFC, 0x00, 0x00});
  EXPECT_EQ(display_.color(0, 0), kRed);
}

TEST_F(Ili9341DisplayTest, WithoutBlueFirstRedAndBlueAreExchangedAndInversionInverts) {
  send(0x36, {0x40});
  put(0, 0, kRed);
  EXPECT_EQ(display_.color(0, 0), 0x001F);
  send(0x21, {});
  EXPECT_EQ(display_.color(0, 0), 0xFFE0);
}

TEST_F(Ili9341DisplayTest, PixelsOutsideTheMemoryAreDropped) {
  send(0x36, {0x48});
  set_window(0x2A, 239, 300);
  set_window(0x2B, 319, 65'535);
  send(0x2C, {});
  for (int i = 0; i < 62; ++i) pixel(kRed);
  pixel(kGreen);
  EXPECT_EQ(display_.color(239, 319), kRed);
  EXPECT_EQ(display_.pixels(), "0000*76799,f800");
}

TEST_F(Ili9341DisplayTest, AWindowThatEndsBeforeItBeginsChangesNothing) {
  send(0x36, {0x48});
  set_window(0x2A, 5, 5);
  set_window(0x2A, 7, 6);
  set_window(0x2B, 5, 5);
  send(0x2C, {});
  pixel(kRed);
  EXPECT_EQ(display_.color(5, 5), kRed);
}

TEST_F(Ili9341DisplayTest, ItIsBlackWhileItSleepsOrIsOff) {
  send(0x36, {0x48});
  put(0, 0, kRed);
  EXPECT_THAT(display_.pixels(), StartsWith("f800,0000*"));
  for (const int command : {0x28, 0x10}) {
    send(command, {});
    EXPECT_EQ(display_.pixels(), "0000*76800");
    send(command + 1, {});
    EXPECT_THAT(display_.pixels(), StartsWith("f800,"));
  }
  send(0x01, {});
  EXPECT_FALSE(display_.is_on()) << "after a reset";
}

TEST_F(Ili9341DisplayTest, RegistersAndPixelsAreRead) {
  send(0x36, {0x48});
  put(0, 0, 0xF81F);
  const auto read = [&](int command, int count) {
    send(command, {});
    std::vector<int> bytes(static_cast<std::size_t>(count));
    for (int& byte : bytes) byte = display_.read();
    return bytes;
  };
  EXPECT_THAT(read(0x0B, 1), ElementsAre(0x48));
  EXPECT_THAT(read(0x0C, 1), ElementsAre(0x55));
  EXPECT_THAT(read(0x0A, 1), ElementsAre(0x9C));
  EXPECT_THAT(read(0xD3, 5), ElementsAre(0, 0, 0x93, 0x41, 0)) << "zeros at the end";
  EXPECT_THAT(read(0x2E, 4), ElementsAre(0, 0xF8, 0, 0xF8));
}

class Ili9341Test : public ::testing::Test {
 protected:
  void send(int command, const std::vector<std::uint8_t>& data = {}) {
    bus_.select(true);
    bench_.drive("lcd:D/C", strong(false));
    bus_.exchange(static_cast<std::uint8_t>(command));
    bench_.drive("lcd:D/C", strong(true));
    bus_.exchange(data);
    bus_.select(false);
  }
  std::string pixels() { return bench_.value("lcd", "pixels"); }

  PartBench bench_{{{"lcd", "wokwi-ili9341", {}}}, {}};
  SpiController bus_{bench_, {"lcd:CS", "lcd:SCK", "lcd:MOSI", "lcd:MISO"}};
};

TEST_F(Ili9341Test, CommandsAndDataComeOverSpi) {
  EXPECT_EQ(bench_.value("lcd", "display"), "0");
  send(0x11);
  send(0x29);
  EXPECT_EQ(bench_.value("lcd", "display"), "1");
  send(0x3A, {0x55});
  send(0x36, {0x48});
  send(0x2C, {0xF8, 0x00, 0xF8, 0x00, 0x07, 0xE0});
  EXPECT_EQ(pixels(), "f800*2,07e0,0000*76797");
}

TEST_F(Ili9341Test, MisoIsDrivenOnlyWhileARegisterIsRead) {
  bus_.select(true);
  EXPECT_EQ(bench_.level("lcd:MISO"), Level::highz);
  bench_.drive("lcd:D/C", strong(false));
  bus_.exchange(0x0C);
  bench_.drive("lcd:D/C", strong(true));
  EXPECT_EQ(bus_.exchange(0x00), 0x66);
  bus_.select(false);
  EXPECT_EQ(bench_.level("lcd:MISO"), Level::highz);
}

TEST_F(Ili9341Test, RstLowResetsItAndHoldsItThere) {
  send(0x11);
  send(0x29);
  bench_.drive("lcd:RST", strong(false));
  EXPECT_EQ(bench_.value("lcd", "display"), "0");
  send(0x11);
  send(0x29);
  EXPECT_EQ(bench_.value("lcd", "display"), "0");
  bench_.drive("lcd:RST", strong(true));
  send(0x11);
  send(0x29);
  EXPECT_EQ(bench_.value("lcd", "display"), "1");
}

TEST_F(Ili9341Test, ManyPixelsAreFewNotifications) {
  send(0x11);
  send(0x29);
  bench_.advance(std::chrono::seconds(1));
  bench_.part_news.clear();
  send(0x2C, std::vector<std::uint8_t>(1000, 0xFF));
  EXPECT_THAT(bench_.part_news, ElementsAre("lcd"));
  bench_.advance(std::chrono::milliseconds(200));
  EXPECT_THAT(bench_.part_news, ElementsAre("lcd", "lcd"));
}

}  // namespace
}  // namespace pinbridge::testing
