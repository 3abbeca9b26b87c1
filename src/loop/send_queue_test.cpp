#include "loop/send_queue.hpp"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include "loop/event_loop.hpp"

namespace pinbridge {
namespace {

Time now;

Time virtual_now() {
  return now;
}

/// Notes its name when it sends, which takes virtual time.
class Noting : public Sender {
 public:
  Noting(std::string& log, char name, Duration takes) : log_(log), name_(name), takes_(takes) {}

  void send() override {
    log_ += name_;
    now += takes_;
    if (on_send) on_send();
  }

  std::function<void()> on_send;

 private:
  std::string& log_;
  char name_;
  Duration takes_;
};

class SendQueueTest : public ::testing::Test {
 protected:
  // Earlier than the real clock, which began when the machine did: see run_what_is_due().
  SendQueueTest() { now = Time(std::chrono::milliseconds(1)); }

  std::shared_ptr<Noting> sender(char name, Duration takes = {}) {
    return std::make_shared<Noting>(log, name, takes);
  }

  /// What happens on the loop without more time: a timer that is due, and parts of a round.
  void run_what_is_due() {
    // A timer of virtual time is always due by the real clock, and waits again.
    for (int i = 0; i < 100; ++i) io.poll_one();
  }

  /// News is gathered by a sender `n`.
  void gather() {
    log += '*';
    queue.add(sender('n'));
  }

  boost::asio::io_context io;
  std::string log;
  SendQueue queue{io, [this] { gather(); }, virtual_now};
};

TEST_F(SendQueueTest, SendsInOrder) {
  queue.add(sender('a'));
  queue.add(sender('b'));
  EXPECT_EQ(log, "");
  queue.send();
  EXPECT_EQ(log, "ab");
  queue.send();
  EXPECT_EQ(log, "ab");
}

TEST_F(SendQueueTest, LetsTheOthersSendWhenOneThrows) {
  const auto broken = sender('a');
  broken->on_send = [] { throw std::runtime_error("broken"); };
  queue.add(broken);
  queue.add(sender('b'));
  queue.send();
  EXPECT_EQ(log, "ab");
}

TEST_F(SendQueueTest, ARoundThatTakesLittleDelaysNothing) {
  queue.add(sender('a', SendQueue::kLongRound - Duration(1)));
  queue.send();
  queue.add(sender('b'));
  queue.send();
  EXPECT_EQ(log, "ab");
}

TEST_F(SendQueueTest, AfterARoundThatTookLongMessagesWaitForTheNextOne) {
  queue.add(sender('l', SendQueue::kLongRound));
  queue.send();
  const Time next = now + SendQueue::kLongRound * (SendQueue::kShare - 1);
  queue.add(sender('a'));
  // Turns come all the time.
  for (; now < next; now += SendQueue::kQuiet / 2) {
    queue.send();
    run_what_is_due();
    EXPECT_EQ(log, "l");
  }
  now = next;
  run_what_is_due();
  EXPECT_EQ(log, "la");
}

TEST_F(SendQueueTest, MessagesDoNotWaitWhileNothingHappens) {
  queue.add(sender('l', SendQueue::kLongRound));
  queue.send();
  queue.add(sender('a'));
  queue.send();
  run_what_is_due();
  EXPECT_EQ(log, "l");
  now += SendQueue::kQuiet;
  run_what_is_due();
  EXPECT_EQ(log, "la");
}

TEST_F(SendQueueTest, NoMessageWaitsLongerThanTheLongestDelay) {
  queue.add(sender('l', SendQueue::kLongestDelay));
  queue.send();
  now += SendQueue::kLongestDelay;
  queue.add(sender('a'));
  queue.send();
  EXPECT_EQ(log, "la");
}

TEST_F(SendQueueTest, ARoundThatTakesLongLeavesTheLoopToOthers) {
  for (const char name : {'a', 'b', 'c'}) queue.add(sender(name, SendQueue::kPart));
  boost::asio::post(io, [this] { log += '.'; });
  queue.send();
  EXPECT_EQ(log, "a");
  queue.add(sender('d'));
  queue.send();
  EXPECT_EQ(log, "a");
  io.poll_one();
  io.poll_one();
  EXPECT_EQ(log, "a.b");
  io.poll_one();
  EXPECT_EQ(log, "a.bc");
  now += SendQueue::kLongestDelay;
  run_what_is_due();
  EXPECT_EQ(log, "a.bcd");
}

TEST_F(SendQueueTest, NewsIsGatheredWhenItsRoundBegins) {
  queue.note_news();
  EXPECT_FALSE(queue.empty());
  EXPECT_EQ(log, "");
  queue.send();
  EXPECT_EQ(log, "*n");
  EXPECT_TRUE(queue.empty());
  queue.send();
  EXPECT_EQ(log, "*n");
}

TEST_F(SendQueueTest, NewsThatWaitsForARoundIsGatheredOnce) {
  queue.add(sender('l', SendQueue::kLongRound));
  queue.send();
  for (int i = 0; i < 3; ++i) {
    queue.note_news();
    queue.send();
  }
  EXPECT_EQ(log, "l");
  now += SendQueue::kQuiet;
  run_what_is_due();
  EXPECT_EQ(log, "l*n");
}

TEST_F(SendQueueTest, WhatHasPriorityWaitsForNoRound) {
  queue.add(sender('l', SendQueue::kLongRound));
  queue.send();
  queue.add(sender('a'));
  queue.add(sender('f'), Priority::first);
  queue.send();
  EXPECT_EQ(log, "lf");
  now += SendQueue::kQuiet;
  run_what_is_due();
  EXPECT_EQ(log, "lfa");
}

TEST_F(SendQueueTest, WhatHasPriorityIsSentBetweenThePartsOfARound) {
  for (const char name : {'a', 'b'}) queue.add(sender(name, SendQueue::kPart));
  queue.send();
  queue.add(sender('f'), Priority::first);
  queue.send();
  EXPECT_EQ(log, "af");
  run_what_is_due();
  EXPECT_EQ(log, "afb");
}

TEST_F(SendQueueTest, KeepsASenderAliveUntilItHasSent) {
  auto made = sender('a');
  const std::weak_ptr<Noting> seen = made;
  queue.add(std::move(made));
  EXPECT_FALSE(seen.expired());
  queue.send();
  EXPECT_TRUE(seen.expired());
}

/// With the real clock: a round may be divided after any sender.
class SendingLoopTest : public ::testing::Test {
 protected:
  std::shared_ptr<Noting> sender(char name) {
    return std::make_shared<Noting>(log, name, Duration{});
  }

  /// Runs until a last sender has sent.
  void run_to_the_end() {
    const auto last = sender('|');
    last->on_send = [this] { loop.stop(); };
    loop.send_after_turn(last);
    loop.run();
  }

  EventLoop loop;
  std::string log;
};

TEST_F(SendingLoopTest, SendsWhenTheTurnIsOver) {
  loop.turn([this] {
    loop.send_after_turn(sender('a'));
    log += '.';
  });
  EXPECT_EQ(log, ".a");
}

TEST_F(SendingLoopTest, SendsOnceForTurnsThatComeTogether) {
  {
    const EventLoop::TurnGroup group(loop);
    loop.turn([this] { loop.send_after_turn(sender('a')); });
    loop.turn_at(Time::min(), [this] { loop.send_after_turn(sender('b')); });
    EXPECT_EQ(log, "");
  }
  run_to_the_end();
  EXPECT_EQ(log, "ab|");
}

TEST_F(SendingLoopTest, SendsSoonWhatIsAddedOutsideOfATurn) {
  loop.send_after_turn(sender('a'));
  EXPECT_EQ(log, "");
  run_to_the_end();
  EXPECT_EQ(log, "a|");
}

TEST_F(SendingLoopTest, ASenderMayHaveMoreMessagesWhileItSends) {
  const auto first = sender('a');
  first->on_send = [this] { loop.send_after_turn(sender('b')); };
  loop.turn([&] { loop.send_after_turn(first); });
  EXPECT_EQ(log, "a");
  run_to_the_end();
  EXPECT_EQ(log, "ab|");
}

}  // namespace
}  // namespace pinbridge
