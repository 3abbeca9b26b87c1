#include "loop/spin_policy.hpp"

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// A loop in virtual time: a guest brings work at given gaps, the loop spins as the policy decides.
class Simulation {
 public:
  explicit Simulation(SpinPolicy::Limits limits = {}) : policy_(limits) {}

  /// One more work after `gap`; true if a spin was there to find it.
  bool work_after(Duration gap) {
    const Time due = now_ + gap;
    while (now_ < due && policy_.should_spin(now_)) {
      now_ += microseconds(1);
      spun_ += microseconds(1);
    }
    const bool found = now_ >= due;
    now_ = due;
    policy_.work_arrived(now_);
    return found;
  }

  void work(int count, Duration gap) {
    for (int i = 0; i < count; ++i) work_after(gap);
  }

  SpinPolicy& policy() { return policy_; }
  Time now() const { return now_; }
  Duration spun() const { return spun_; }

 private:
  SpinPolicy policy_;
  Time now_{seconds(1)};
  Duration spun_{};
};

TEST(SpinPolicy, DoesNotSpinBeforeAnyWork) {
  Simulation guest;
  EXPECT_FALSE(guest.policy().should_spin(guest.now()));
}

TEST(SpinPolicy, SpinsAfterARunOfWorkThatComesCloseTogether) {
  Simulation guest;
  guest.work(10, microseconds(40));
  EXPECT_TRUE(guest.work_after(microseconds(40)));
  EXPECT_TRUE(guest.work_after(microseconds(40)));
}

TEST(SpinPolicy, EndsASpinAtTheBoundAfterTheLastWork) {
  Simulation guest({.longest = microseconds(100)});
  guest.work(50, microseconds(90));
  const Duration before = guest.spun();
  guest.work_after(seconds(1));
  EXPECT_LE(guest.spun() - before, microseconds(102));
}

TEST(SpinPolicy, LearnsFromShortGapsToGiveUpSoonerThanTheBound) {
  Simulation guest({.longest = microseconds(200)});
  guest.work(100, microseconds(20));
  const Duration before = guest.spun();
  guest.work_after(seconds(1));
  EXPECT_LE(guest.spun() - before, microseconds(85));
}

TEST(SpinPolicy, BridgesOneLongGapAmongShortOnes) {
  Simulation guest({.longest = microseconds(200)});
  guest.work(100, microseconds(40));
  EXPECT_TRUE(guest.work_after(microseconds(120)));
}

TEST(SpinPolicy, NeverSpinsForAGuestThatWorksSlowerThanTheBound) {
  Simulation guest;
  guest.work(1000, milliseconds(1));
  EXPECT_EQ(guest.spun(), Duration::zero());
}

TEST(SpinPolicy, SpinsLessThanOnePercentForABlinkingLed) {
  Simulation guest;
  for (int blink = 0; blink < 1000; ++blink) {
    guest.work_after(milliseconds(50));
    guest.work(6, microseconds(100));  // open, direction, value, close: one gpioset
  }
  EXPECT_LT(guest.spun() * 100, guest.now() - Time{seconds(1)});
}

TEST(SpinPolicy, DoesNotSpinForBurstsThatAreTooShortForLong) {
  Simulation guest;
  for (int burst = 0; burst < 1000; ++burst) {
    guest.work_after(microseconds(800));
    guest.work(5, microseconds(50));
  }
  EXPECT_LT(guest.spun() * 100, guest.now() - Time{seconds(1)});
}

TEST(SpinPolicy, SpinsAgainForARunAfterManyFruitlessSpins) {
  Simulation guest;
  for (int burst = 0; burst < 1000; ++burst) {
    guest.work_after(milliseconds(5));
    guest.work(5, microseconds(50));
  }
  guest.work(300, microseconds(50));
  EXPECT_TRUE(guest.work_after(microseconds(50)));
}

TEST(SpinPolicy, SpinsMostOfTheTimeForAGuestThatIsInterruptedNowAndThen) {
  Simulation guest;
  // As during a boot: much that looks like a run but is not one.
  for (int burst = 0; burst < 100; ++burst) {
    guest.work_after(milliseconds(5));
    guest.work(5, microseconds(50));
  }
  int found = 0;
  for (int round = 0; round < 100; ++round) {
    guest.work_after(microseconds(400));
    for (int i = 0; i < 49; ++i) found += guest.work_after(microseconds(70)) ? 1 : 0;
  }
  EXPECT_GT(found, 80 * 49);
}

TEST(SpinPolicy, CountsAnInterruptOfTheGuestAsTheStartOfItsResponse) {
  Simulation guest;
  for (int i = 0; i < 20; ++i) {
    guest.work_after(microseconds(60));
    guest.policy().work_expected(guest.now() + microseconds(900));
    guest.work_after(microseconds(1000));
  }
  guest.policy().work_expected(guest.now() + microseconds(900));
  EXPECT_TRUE(guest.policy().should_spin(guest.now() + microseconds(950)));
}

TEST(SpinPolicy, ZeroSwitchesItOff) {
  Simulation guest({.longest = Duration::zero()});
  guest.work(1000, Duration::zero());
  EXPECT_FALSE(guest.policy().should_spin(guest.now()));
  EXPECT_FALSE(guest.policy().enabled());
}

}  // namespace
}  // namespace pinbridge
