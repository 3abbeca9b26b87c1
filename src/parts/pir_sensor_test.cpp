#include <gtest/gtest.h>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {
namespace {

using std::chrono::milliseconds;

class PirTest : public ::testing::Test {
 protected:
  void start(const std::string& retrigger) {
    bench_ = std::make_unique<PartBench>(
        std::vector<PartBench::Item>{
            {"p",
             "wokwi-pir-motion-sensor",
             {{"delayTime", "2"}, {"inhibitTime", "1"}, {"retrigger", retrigger}}}},
        std::vector<PartBench::Connection>{});
  }
  void motion(std::int64_t value) { EXPECT_TRUE(bench_->control("p", "motion", value)); }
  Level after(int ms) {
    bench_->advance(milliseconds(ms));
    return bench_->level("p:OUT");
  }

  std::unique_ptr<PartBench> bench_;
};

TEST_F(PirTest, OutIsHighForItsTimeAndThenInhibited) {
  start("1");
  EXPECT_EQ(bench_->level("p:OUT"), Level::low);
  motion(1);
  motion(0);
  EXPECT_EQ(after(1999), Level::high);
  EXPECT_EQ(after(2), Level::low);
  motion(1);
  motion(0);
  EXPECT_EQ(after(1), Level::low) << "inhibited";
  EXPECT_EQ(after(1000), Level::low);
  motion(1);
  EXPECT_EQ(after(1), Level::high);
}

TEST_F(PirTest, MotionThatLastsKeepsItHigh) {
  start("1");
  motion(1);
  EXPECT_EQ(after(2500), Level::high);
  motion(0);
  EXPECT_EQ(after(1600), Level::low);
}

TEST_F(PirTest, WithoutRetriggerItFallsAndRisesAgain) {
  start("0");
  motion(1);
  EXPECT_EQ(after(1500), Level::high);
  motion(1);
  EXPECT_EQ(after(600), Level::low) << "2.1 s after the first motion";
  EXPECT_EQ(after(1000), Level::high) << "the motion lasts";
}

}  // namespace
}  // namespace pinbridge::testing
