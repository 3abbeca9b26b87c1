#include "trace/measurement.hpp"

#include <gtest/gtest.h>

namespace pinbridge::trace {
namespace {

using namespace std::chrono_literals;

/// A square wave: low for `low`, then high for `high`, `cycles` times from 0.
Statistics of_square(Duration low, Duration high, int cycles, Duration end) {
  Measurement measurement(Level::low, Time());
  Time time;
  for (int i = 0; i < cycles; ++i) {
    measurement.change(Level::high, time + low);
    measurement.change(Level::low, time + low + high);
    time += low + high;
  }
  return measurement.at(Time(end));
}

TEST(Measurement, OfASquareWave) {
  const auto measured = of_square(30ms, 10ms, 5, 1s);
  EXPECT_EQ(measured.rising, 5U);
  EXPECT_EQ(measured.falling, 5U);
  EXPECT_DOUBLE_EQ(*measured.frequency, 25);
  EXPECT_DOUBLE_EQ(measured.duty, 0.25);
  EXPECT_EQ(measured.period->min, 40ms);
  EXPECT_EQ(measured.period->max, 40ms);
  EXPECT_EQ(measured.period->count, 4U);
  EXPECT_EQ(measured.high->mean, 10ms);
  EXPECT_EQ(measured.low->mean, 30ms);
}

TEST(Measurement, OfPeriodsThatDiffer) {
  Measurement measurement(Level::low, Time());
  for (const auto time : {10ms, 20ms, 50ms}) {
    measurement.change(Level::high, Time(time));
    measurement.change(Level::low, Time(time + 1ms));
  }
  const auto measured = measurement.at(Time(60ms));
  EXPECT_EQ(measured.period->min, 10ms);
  EXPECT_EQ(measured.period->mean, 20ms);
  EXPECT_EQ(measured.period->max, 30ms);
}

TEST(Measurement, WithoutAWholePeriodHasNoFrequency) {
  Measurement measurement(Level::high, Time(1s));
  measurement.change(Level::highz, Time(1s + 250ms));
  const auto measured = measurement.at(Time(2s));
  EXPECT_FALSE(measured.frequency);
  EXPECT_FALSE(measured.high);  // it began before
  EXPECT_EQ(measured.falling, 1U);
  EXPECT_DOUBLE_EQ(measured.duty, 0.25);
}

TEST(Measurement, OfAPinThatStaysHigh) {
  const auto measured = Measurement(Level::high, Time()).at(Time(1s));
  EXPECT_EQ(measured.rising + measured.falling, 0U);
  EXPECT_DOUBLE_EQ(measured.duty, 1);
}

TEST(Measurement, OfNoTimeHasNoDuty) {
  EXPECT_DOUBLE_EQ(Measurement(Level::high, Time(1s)).at(Time(1s)).duty, 0);
}

}  // namespace
}  // namespace pinbridge::trace
