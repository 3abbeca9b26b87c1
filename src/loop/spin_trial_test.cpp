#include "loop/spin_trial.hpp"

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

Duration processor_time{};

/// A guest whose works take this long, and so much of the processor, with polling and without.
struct Machine {
  Duration polling;
  Duration polling_processor;
  Duration sleeping;
  Duration sleeping_processor;
};

class SpinTrialTest : public ::testing::Test {
 protected:
  /// The share of works that were polled for.
  double share_of(const Machine& machine, int works) {
    int polled = 0;
    for (int i = 0; i < works; ++i) {
      const bool polls = trial_.polls();
      polled += polls ? 1 : 0;
      now_ += polls ? machine.polling : machine.sleeping;
      processor_time += polls ? machine.polling_processor : machine.sleeping_processor;
      trial_.work_arrived(now_, true);
      trial_.work_done(1);
    }
    return static_cast<double>(polled) / works;
  }

  SpinTrial trial_{[] { return processor_time; }};
  Time now_{seconds(1)};
};

constexpr int kFirst = 8 * SpinTrial::kWorks;
constexpr int kLong = 100'000;

TEST_F(SpinTrialTest, PollingThatMakesAGuestAThirdFasterIsTakenAtAnyCost) {
  const Machine machine{microseconds(60), microseconds(60), microseconds(90), microseconds(10)};
  share_of(machine, kFirst);
  EXPECT_GT(share_of(machine, kLong), 0.95);
}

TEST_F(SpinTrialTest, PollingThatGainsLittleForMuchIsLeft) {
  const Machine machine{microseconds(60), microseconds(50), microseconds(70), microseconds(11)};
  share_of(machine, kFirst);
  EXPECT_LT(share_of(machine, kLong), 0.05);
}

TEST_F(SpinTrialTest, PollingThatGainsLittleForLittleIsTaken) {
  const Machine machine{microseconds(60), microseconds(50), microseconds(70), microseconds(30)};
  share_of(machine, kFirst);
  EXPECT_GT(share_of(machine, kLong), 0.95);
}

TEST_F(SpinTrialTest, PollingThatMakesAGuestSlowerIsLeftHoweverCheap) {
  const Machine machine{microseconds(80), microseconds(5), microseconds(70), microseconds(30)};
  share_of(machine, kFirst);
  EXPECT_LT(share_of(machine, kLong), 0.05);
}

TEST_F(SpinTrialTest, AMachineThatChangesIsNoticed) {
  const Machine busy{microseconds(80), microseconds(80), microseconds(70), microseconds(10)};
  const Machine idle{microseconds(40), microseconds(40), microseconds(70), microseconds(10)};
  share_of(busy, kLong);
  share_of(idle, kLong);
  EXPECT_GT(share_of(idle, kLong), 0.95);
}

TEST_F(SpinTrialTest, TheGuestsOwnPausesAreNotMeasured) {
  const Machine machine{microseconds(60), microseconds(60), microseconds(90), microseconds(10)};
  for (int i = 0; i < 1000; ++i) {
    share_of(machine, 20);
    now_ += seconds(1);
    trial_.work_arrived(now_, false);
    trial_.work_done(1);
  }
  EXPECT_GT(share_of(machine, kLong), 0.95);
}

TEST_F(SpinTrialTest, WorksThatComeAloneAreNotPolledFor) {
  for (int i = 0; i < kLong; ++i) {
    now_ += seconds(1);
    trial_.work_arrived(now_, false);
    trial_.work_done(1);
    EXPECT_FALSE(trial_.polls());
  }
}

}  // namespace
}  // namespace pinbridge
