#include "vhost_user/kick.hpp"

#include <boost/asio/post.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "loop/testing/loop_stepper.hpp"
#include "vhost_user/event_fd.hpp"

namespace pinbridge::vhost_user {
namespace {

class KickTest : public ::testing::Test {
 protected:
  /// Our descriptor of an eventfd that a Kick waits for.
  UniqueFd event_fd_for(std::unique_ptr<Kick>& kick, std::function<void()> on_kick) {
    UniqueFd ours(::eventfd(0, EFD_CLOEXEC));
    ReceivedFd theirs = as_event_fd(UniqueFd(::dup(ours.get()))).value();
    kick = Kick::watch(loop_.io(), std::move(theirs), std::move(on_kick)).value();
    return ours;
  }

  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  int heard_ = 0;
};

TEST(EventFd, OnlyAnEventfdIsOne) {
  EXPECT_TRUE(as_event_fd(UniqueFd(::eventfd(0, EFD_CLOEXEC))));
  EXPECT_TRUE(as_event_fd(UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_SEMAPHORE))));
  EXPECT_FALSE(as_event_fd(UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC))));
  EXPECT_FALSE(as_event_fd(UniqueFd(::epoll_create1(EPOLL_CLOEXEC))));
  EXPECT_FALSE(as_event_fd(UniqueFd(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC))));
  EXPECT_FALSE(as_event_fd(UniqueFd()));
}

TEST(EventFd, AFileThatIsOnlyCalledLikeOneIsNone) {
  const std::string path = ::testing::TempDir() + "anon_inode:[eventfd]";
  UniqueFd file(::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  ASSERT_TRUE(file);
  EXPECT_FALSE(as_event_fd(std::move(file)));
  ::unlink(path.c_str());
}

/// The counter's maximum.
constexpr std::uint64_t kFull = 0xfffffffffffffffe;

TEST(EventFd, SignallingAddsOneEachTime) {
  const UniqueFd event_fd(::eventfd(0, EFD_CLOEXEC));
  for (int i = 0; i < 1000; ++i) signal_event(event_fd.get());
  std::uint64_t count = 0;
  EXPECT_EQ(::read(event_fd.get(), &count, sizeof count), 8);
  EXPECT_EQ(count, 1000U);
}

TEST(EventFd, SignallingAFullOneThatBlocksDoesNotWait) {
  const ReceivedFd event_fd = as_event_fd(UniqueFd(::eventfd(0, EFD_CLOEXEC))).value();
  ASSERT_EQ(::write(event_fd.get(), &kFull, sizeof kFull), 8);
  const int flags = ::fcntl(event_fd.get(), F_GETFL);
  ASSERT_EQ(::fcntl(event_fd.get(), F_SETFL, flags & ~O_NONBLOCK), 0);
  for (int i = 0; i < 3; ++i) signal_event(event_fd.get());
  std::uint64_t count = 0;
  EXPECT_EQ(::read(event_fd.get(), &count, sizeof count), 8);
  EXPECT_GE(count, kFull);
}

TEST_F(KickTest, APeerThatMakesItBlockAndEmptiesItDoesNotStopTheLoop) {
  std::unique_ptr<Kick> kick;
  const UniqueFd peer = event_fd_for(kick, [this] { ++heard_; });
  const int flags = ::fcntl(peer.get(), F_GETFL);
  ASSERT_EQ(::fcntl(peer.get(), F_SETFL, flags & ~O_NONBLOCK), 0);
  signal_event(peer.get());
  EXPECT_TRUE(testing::step_until(loop_, [this] { return heard_ == 1; }));
  std::uint64_t count = 0;
  signal_event(peer.get());
  ASSERT_EQ(::read(peer.get(), &count, sizeof count), 8);
  testing::settle(loop_);
  signal_event(peer.get());
  EXPECT_TRUE(testing::step_until(loop_, [this] { return heard_ == 2; }));
}

TEST_F(KickTest, TheCounterIsNeverReadAndEachKickIsNoticed) {
  std::unique_ptr<Kick> kick;
  const UniqueFd peer = event_fd_for(kick, [this] { ++heard_; });
  for (int i = 1; i <= 10; ++i) {
    signal_event(peer.get());
    EXPECT_TRUE(testing::step_until(loop_, [&] { return heard_ == i; }));
  }
  testing::settle(loop_);
  EXPECT_EQ(heard_, 10) << "the loop is not woken again by a kick that it has noticed";
  std::uint64_t count = 0;
  ASSERT_EQ(::read(peer.get(), &count, sizeof count), 8);
  EXPECT_EQ(count, 10U);
}

TEST_F(KickTest, AnyNumberOfPendingKicksIsReportedOnce) {
  std::unique_ptr<Kick> kick;
  const UniqueFd event_fd = event_fd_for(kick, [this] { ++heard_; });
  for (int i = 0; i < 5; ++i) signal_event(event_fd.get());
  EXPECT_TRUE(testing::step_until(loop_, [this] { return heard_ > 0; }));
  testing::settle(loop_);
  EXPECT_EQ(heard_, 1);
  signal_event(event_fd.get());
  EXPECT_TRUE(testing::step_until(loop_, [this] { return heard_ == 2; }));
}

TEST_F(KickTest, AKickBeforeTheStartIsReported) {
  UniqueFd event_fd(::eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK));
  const auto kick = Kick::watch(loop_.io(), std::move(event_fd), [this] { ++heard_; }).value();
  EXPECT_TRUE(testing::step_until(loop_, [this] { return heard_ == 1; }));
}

TEST_F(KickTest, NothingIsReportedAfterItsEnd) {
  std::unique_ptr<Kick> kick;
  const UniqueFd event_fd = event_fd_for(kick, [this] { ++heard_; });
  signal_event(event_fd.get());
  kick.reset();
  testing::settle(loop_);
  EXPECT_EQ(heard_, 0);
}

TEST_F(KickTest, MayBeEndedByWhomItCalls) {
  std::unique_ptr<Kick> kick;
  const UniqueFd event_fd = event_fd_for(kick, [&] {
    ++heard_;
    boost::asio::post(loop_.io(), [&] { kick.reset(); });
  });
  signal_event(event_fd.get());
  EXPECT_TRUE(testing::step_until(loop_, [&] { return kick == nullptr; }));
  EXPECT_EQ(heard_, 1);
}

}  // namespace
}  // namespace pinbridge::vhost_user
