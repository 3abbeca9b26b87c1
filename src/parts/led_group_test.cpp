#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using testing::PartBench;

TEST(LedGroup, OnAnotherBenchIsLitByWhatIsThere) {
  PartBench there({{"led", "wokwi-led", {}}}, {});
  PartBench bench({{"led", "wokwi-led", {}}}, {});
  bench.drive("led:A", strong(true));
  bench.drive("led:C", strong(false));
  EXPECT_EQ(bench.value("led", "lit"), "1");
  bench.bench().part(PartId{0}).attach(PartHost(there.bench(), PartId{0}));
  bench.bench().part(PartId{0}).settled();
  EXPECT_EQ(bench.value("led", "lit"), "0") << "its pins float there";
}

TEST(LedGroup, NoCurrentFlowsWhereDrivesFight) {
  PartBench bench({{"a", "wokwi-led", {}}, {"b", "wokwi-led", {}}}, {{"a:A", "b:A"}});
  bench.drive("a:C", strong(false));
  bench.drive("a:A", strong(true));
  EXPECT_EQ(bench.value("a", "lit"), "1");
  bench.drive("b:A", strong(false));
  EXPECT_EQ(bench.value("a", "lit"), "0");
}

}  // namespace
}  // namespace pinbridge::parts
