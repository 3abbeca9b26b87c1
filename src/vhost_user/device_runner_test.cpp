#include "vhost_user/device_runner.hpp"

#include <algorithm>
#include <thread>

#include <boost/asio/post.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include "links/virtio_gpio/testing/link_test.hpp"

namespace pinbridge::vhost_user {
namespace {

using namespace virtio_gpio::wire;
using testing::Qemu;

/// How a guest's work shares the loop with others.
class DeviceRunnerTest : public testing::LinkTest {
 protected:
  DeviceRunnerTest() { lines_.keep_no_log(); }

  /// A guest whose queue never gets empty: each value that it drives brings another request.
  void keep_busy(Qemu& qemu, const std::function<bool()>& as_long_as) {
    EXPECT_EQ(qemu.ask(VIRTIO_GPIO_MSG_SET_DIRECTION, 0, VIRTIO_GPIO_DIRECTION_OUT), "OK 0");
    lines_.on_drive = [this, &qemu, as_long_as](LineOffset, bool) {
      ++drives_;
      if (!as_long_as()) return;
      qemu.queues[0].driver.make_available(0);
      qemu.kick(0);
    };
    qemu.put_request(VIRTIO_GPIO_MSG_SET_VALUE, 0, 1);
  }

  int drives_ = 0;
};

TEST_F(DeviceRunnerTest, AGuestThatNeverPausesLeavesTheLoopToOthersAgainAndAgain) {
  auto qemu = running_qemu();
  int turns = 0;
  int most_between = 0;
  keep_busy(*qemu, [&] { return turns < 300; });
  std::function<void()> other = [&] {
    most_between = std::max(most_between, std::exchange(drives_, 0));
    if (++turns < 300) boost::asio::post(loop_.io(), other);
  };
  other();
  EXPECT_TRUE(until([&] { return turns >= 300; }));
  testing::settle(loop_);
  EXPECT_GT(most_between, 0);
  EXPECT_LE(most_between, 2000) << "and not more each time";
}

TEST_F(DeviceRunnerTest, ABufferTakenBeforeItsKickDoesNotKeepTheNextOneFromBeingSeen) {
  auto qemu = running_qemu();
  EXPECT_EQ(qemu->ask(VIRTIO_GPIO_MSG_SET_DIRECTION, 3, VIRTIO_GPIO_DIRECTION_IN), "OK 0");
  qemu->queue_event_buffer(3);
  // The request takes the buffer, which precedes it. The kick arrives afterwards.
  EXPECT_EQ(qemu->ask(VIRTIO_GPIO_MSG_SET_IRQ_TYPE, 3, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING), "OK 0");
  EXPECT_EQ(qemu->take_event(), "3 INVALID");
  qemu->kick_if_wanted(1);
  testing::settle(loop_);
  qemu->unmask(3);
  testing::settle(loop_);
  lines_.put(3, true);
  EXPECT_EQ(qemu->take_event(), "3 VALID");
}

/// A guest on a CPU of its own, which sleeps until its interrupt. A missed interrupt or a missed
/// kick stops it.
class GuestThread {
 public:
  GuestThread(Qemu& qemu, bool event_index, int requests)
      : qemu_(qemu), event_index_(event_index), requests_(requests) {}

  /// How many values it got signalled, each at its own output.
  int run() {
    ask(VIRTIO_GPIO_MSG_SET_DIRECTION, VIRTIO_GPIO_DIRECTION_OUT);
    ask(VIRTIO_GPIO_MSG_SET_IRQ_TYPE, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH);
    for (int i = 1; i <= requests_; ++i) {
      qemu_.unmask(0);
      if (!ask(VIRTIO_GPIO_MSG_SET_VALUE, static_cast<std::uint32_t>(i % 2)) || !wait_for(1)) {
        return i - 1;
      }
      // Long enough, now and then, for a spin to end.
      if (i % 16 == 0) std::this_thread::sleep_for(std::chrono::microseconds(i / 16 * 37 % 500));
    }
    return requests_;
  }

 private:
  bool ask(std::uint16_t type, std::uint32_t value) {
    qemu_.put_request(type, 0, value);
    return wait_for(0);
  }
  bool wait_for(unsigned index) {
    auto& [driver, base, kick, call, error] = qemu_.queues[index];
    while (!driver.take_used()) {
      if (event_index_ && driver.ask_for_interrupt()) continue;
      pollfd entry{call.get(), POLLIN, 0};
      if (::poll(&entry, 1, 10'000) != 1) return false;
      Qemu::take_signals(call);
    }
    return true;
  }

  Qemu& qemu_;
  bool event_index_;
  int requests_;
};

class KicksTest : public ::testing::TestWithParam<std::tuple<bool, bool>> {};

TEST_P(KicksTest, NoneIsLostBetweenAGuestsCpuAndTheLoop) {
  const bool spin = std::get<0>(GetParam());
  const bool event_index = std::get<1>(GetParam());
  constexpr int kRequests = 2000;
  EventLoop loop({.longest = spin ? std::chrono::microseconds(200) : Duration::zero()});
  const testing::LogCapture log;
  const testing::TempFolder folder;
  testing::FakeLines lines(1);
  lines.keep_no_log();
  virtio_gpio::VirtioGpioLink link(loop, lines, folder.path() / "vm", {.chip = "vm"});
  ASSERT_TRUE(link.start());
  Qemu qemu(loop, folder.path() / "vm");
  qemu.realize();
  qemu.start(event_index ? Qemu::kAll
                         : Qemu::kAll & ~testing::bit(virtio::wire::VIRTIO_F_EVENT_IDX));
  ASSERT_TRUE(qemu.front_end.is_served());

  int signalled = 0;
  std::thread guest([&] {
    signalled = GuestThread(qemu, event_index, kRequests).run();
    boost::asio::post(loop.io(), [&] { loop.stop(); });
  });
  loop.run();
  guest.join();
  EXPECT_EQ(signalled, kRequests);
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutSpinningAndEventIndex, KicksTest,
                         ::testing::Combine(::testing::Bool(), ::testing::Bool()));

TEST_F(DeviceRunnerTest, AGuestThatTakesMoreThanItsShareForLongIsReportedOnce) {
  auto qemu = running_qemu();
  keep_busy(*qemu, [] { return true; });
  EXPECT_TRUE(until([this] { return !log_.warnings("vm: the guest sends requests").empty(); }));
  lines_.on_drive = {};
  EXPECT_EQ(log_.warnings().size(), 1U);
}

TEST_F(DeviceRunnerTest, RequestsThatAreSlowLeaveTheLoopToOthersAfterTheirShare) {
  auto qemu = running_qemu();
  keep_busy(*qemu, [] { return true; });
  const auto request = lines_.on_drive;
  lines_.on_drive = [request](LineOffset line, bool level) {
    // A large board: each edge takes a while.
    const auto began = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - began < std::chrono::microseconds(200)) {
    }
    request(line, level);
  };
  for (int i = 0; i < 20; ++i) {
    drives_ = 0;
    bool others = false;
    boost::asio::post(loop_.io(), [&] { others = true; });
    EXPECT_TRUE(until([&] { return others; }));
    EXPECT_LE(drives_, 20) << "500 us a turn, four turns at most";
  }
  lines_.on_drive = {};
}

}  // namespace
}  // namespace pinbridge::vhost_user
