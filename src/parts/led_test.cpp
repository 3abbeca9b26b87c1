#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using testing::PartBench;

TEST(Led, IsLitOnlyWhileItsAnodeIsHighAndItsCathodeLow) {
  PartBench bench({{"led", "wokwi-led", {{"color", "red"}}}}, {});
  EXPECT_EQ(bench.value("led", "lit"), "0");
  bench.drive("led:A", strong(true));
  EXPECT_EQ(bench.value("led", "lit"), "0") << "a cathode that floats carries no current";
  bench.drive("led:C", strong(false));
  EXPECT_EQ(bench.value("led", "lit"), "1");
  bench.drive("led:C", strong(true));
  EXPECT_EQ(bench.value("led", "lit"), "0");
  bench.drive("led:A", strong(false));
  bench.drive("led:C", strong(true));
  EXPECT_EQ(bench.value("led", "lit"), "0") << "backwards";
}

TEST(Led, IsLitThroughAResistorOnEitherSide) {
  for (const auto& [resistor_at, other, driven] :
       {std::tuple{"led:A", "led:C", "r:2"}, std::tuple{"led:C", "led:A", "led:A"}}) {
    const bool anode = std::string_view(resistor_at) == "led:A";
    PartBench bench({{"led", "wokwi-led", {}},
                     {"r", "wokwi-resistor", {{"value", "220"}}},
                     {"gnd", "wokwi-gnd", {}}},
                    {{resistor_at, "r:1"}, {anode ? other : "r:2", "gnd:GND"}});
    bench.drive(driven, strong(true));
    EXPECT_EQ(bench.value("led", "lit"), "1") << "resistor at " << resistor_at;
  }
}

}  // namespace
}  // namespace pinbridge::parts
