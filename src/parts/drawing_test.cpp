#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using testing::PartBench;

TEST(Drawing, WiresThatMeetInAJunctionAreOne) {
  PartBench bench({{"j", "wokwi-junction", {}}, {"vcc", "wokwi-vcc", {}}, {"led", "wokwi-led", {}}},
                  {{"vcc:VCC", "j:J"}, {"j:J", "led:A"}});
  EXPECT_EQ(bench.level("led:A"), Level::high);
}

TEST(Drawing, ATextHasNoPins) {
  PartBench bench({{"t", "wokwi-text", {{"text", "two\nlines"}}}}, {});
  EXPECT_EQ(bench.bench().pins().count(), 0U);
}

}  // namespace
}  // namespace pinbridge::parts
