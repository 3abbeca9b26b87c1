#include "bench/timer_queue.hpp"

#include <string>

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

using std::chrono::milliseconds;

class TimerQueueTest : public ::testing::Test {
 protected:
  std::function<void()> note(char name) {
    return [this, name] { ran_ += name; };
  }
  void run_all() {
    while (queue_.next_due() != Time::max()) queue_.take_next()();
  }

  TimerQueue queue_;
  std::string ran_;
};

TEST_F(TimerQueueTest, RunsInOrderOfTimeAndThenOfAdding) {
  queue_.add(Time(milliseconds(2)), note('c'));
  queue_.add(Time(milliseconds(1)), note('a'));
  queue_.add(Time(milliseconds(1)), note('b'));
  EXPECT_EQ(queue_.next_due(), Time(milliseconds(1)));
  run_all();
  EXPECT_EQ(ran_, "abc");
}

TEST_F(TimerQueueTest, CancelledTimersDoNotRun) {
  const TimerId id = queue_.add(Time(milliseconds(1)), note('a'));
  queue_.add(Time(milliseconds(1)), note('b'));
  queue_.cancel(id);
  queue_.cancel(id);
  queue_.cancel(TimerId{});
  run_all();
  EXPECT_EQ(ran_, "b");
}

TEST_F(TimerQueueTest, ATimerMayAddAndCancelOthers) {
  TimerId later = queue_.add(Time(milliseconds(3)), note('x'));
  queue_.add(Time(milliseconds(1)), [&] {
    queue_.cancel(later);
    queue_.add(Time(milliseconds(2)), note('y'));
  });
  run_all();
  EXPECT_EQ(ran_, "y");
}

}  // namespace
}  // namespace pinbridge
