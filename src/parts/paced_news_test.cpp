#include "parts/paced_news.hpp"

#include "parts/testing/part_bench.hpp"

namespace pinbridge {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::PartBench;

class PacedNewsTest : public ::testing::Test {
 protected:
  void change() { news_.tell(PartHost(bench_.bench(), PartId{0})); }
  std::size_t told() const { return bench_.part_news.size(); }

  PartBench bench_{{{"part", "wokwi-vcc", {}}}, {}};
  PacedNews news_{milliseconds(50)};
};

TEST_F(PacedNewsTest, TheFirstChangeIsToldAtOnceAndTheLastAlways) {
  change();
  EXPECT_EQ(told(), 1U);
  change();
  change();
  EXPECT_EQ(told(), 1U);
  bench_.advance(milliseconds(50));
  EXPECT_EQ(told(), 2U);
  bench_.advance(seconds(1));
  EXPECT_EQ(told(), 2U);
}

TEST_F(PacedNewsTest, ChangesThatDoNotEndAreToldOnceAWindow) {
  for (int i = 0; i < 1000; ++i) {
    change();
    bench_.advance(milliseconds(1));
  }
  EXPECT_EQ(told(), 1U + 20U);
}

TEST_F(PacedNewsTest, WhileNothingChangesNothingRuns) {
  change();
  bench_.advance(milliseconds(50));
  EXPECT_EQ(bench_.bench().timers().next_due(), Time::max());
  change();
  EXPECT_EQ(told(), 2U) << "it is quiet: told at once";
}

}  // namespace
}  // namespace pinbridge
