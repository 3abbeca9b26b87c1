#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

using std::chrono::nanoseconds;

/// Sends bits as the data sheet has them; with a scale, so many times longer.
void send(PartBench& bench, const std::string& pin, std::initializer_list<std::uint32_t> pixels,
          int scale = 1) {
  for (const std::uint32_t pixel : pixels) {
    for (int bit = 23; bit >= 0; --bit) {
      const bool one = ((pixel >> static_cast<unsigned>(bit)) & 1U) != 0;
      bench.drive(pin, strong(true));
      bench.advance(nanoseconds(one ? 800 : 400) * scale);
      bench.drive(pin, strong(false));
      bench.advance(nanoseconds(one ? 450 : 850) * scale);
    }
  }
  bench.advance(std::chrono::microseconds(60) * scale);
}

TEST(Neopixels, EachLightTakesTheFirstBitsAndPassesOnTheRest) {
  PartBench bench({{"a", "wokwi-neopixel", {}}, {"b", "wokwi-led-strip", {{"pixels", "2"}}}},
                  {{"a:DOUT", "b:DIN"}});
  // Green, red, blue.
  send(bench, "a:DIN", {0x00FF00, 0x800000, 0x0000FF});
  EXPECT_EQ(bench.value("a", "pixels"), "ff0000");
  EXPECT_EQ(bench.value("b", "pixels"), "008000,0000ff");
  send(bench, "a:DIN", {0x010203});
  EXPECT_EQ(bench.value("a", "pixels"), "020103");
  EXPECT_EQ(bench.value("b", "pixels"), "008000,0000ff") << "not sent again";
}

TEST(Neopixels, WithATimeScaleASlowGuestLightsThem) {
  PartBench bench({{"r", "wokwi-led-ring", {{"pixels", "1"}, {"timeScale", "1000"}}}}, {});
  send(bench, "r:DIN", {0xFF0000}, 1000);
  EXPECT_EQ(bench.value("r", "pixels"), "00ff00");
}

TEST(Neopixels, AMatrixHasRowsTimesColumns) {
  PartBench bench({{"m", "wokwi-led-matrix", {{"rows", "2"}, {"cols", "3"}}}}, {});
  EXPECT_EQ(bench.value("m", "pixels"), "000000,000000,000000,000000,000000,000000");
}

}  // namespace
}  // namespace pinbridge::testing
