#include "links/virtio_gpio/kick.hpp"

#include <boost/asio/post.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "loop/testing/loop_stepper.hpp"

namespace pinbridge::vhost_user {
namespace {

class KickTest : public ::testing::Test {
 protected:
  /// Our end of a bell, whose other end goes to a Kick.
  UniqueFd bell_for(std::unique_ptr<Kick>& kick, std::function<void()> on_kick) {
    UniqueFd ours(::eventfd(0, EFD_CLOEXEC));
    UniqueFd theirs = as_event_fd(UniqueFd(::dup(ours.get()))).value();
    kick = std::make_unique<Kick>(loop_.io(), std::move(theirs), std::move(on_kick));
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

TEST(EventFd, OneThatIsFullIsRungWithoutBlocking) {
  const UniqueFd bell = as_event_fd(UniqueFd(::eventfd(0, EFD_CLOEXEC))).value();
  const std::uint64_t most = 0xfffffffffffffffe;
  ASSERT_EQ(::write(bell.get(), &most, sizeof most), 8);
  ring(bell);
  std::uint64_t count = 0;
  EXPECT_EQ(::read(bell.get(), &count, sizeof count), 8);
  EXPECT_EQ(count, most);
}

TEST_F(KickTest, AnyNumberOfRingsIsHeardOnce) {
  std::unique_ptr<Kick> kick;
  const UniqueFd bell = bell_for(kick, [this] { ++heard_; });
  for (int i = 0; i < 5; ++i) ring(bell);
  EXPECT_TRUE(testing::step_until(loop_, [this] { return heard_ > 0; }));
  testing::settle(loop_);
  EXPECT_EQ(heard_, 1);
  ring(bell);
  EXPECT_TRUE(testing::step_until(loop_, [this] { return heard_ == 2; }));
}

TEST_F(KickTest, OneThatRangBeforeAnybodyListenedIsHeard) {
  UniqueFd event_fd(::eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK));
  const Kick kick(loop_.io(), std::move(event_fd), [this] { ++heard_; });
  EXPECT_TRUE(testing::step_until(loop_, [this] { return heard_ == 1; }));
}

TEST_F(KickTest, AfterItsEndNothingIsHeard) {
  std::unique_ptr<Kick> kick;
  const UniqueFd bell = bell_for(kick, [this] { ++heard_; });
  ring(bell);
  kick.reset();
  testing::settle(loop_);
  EXPECT_EQ(heard_, 0);
}

TEST_F(KickTest, MayBeEndedByWhomItCalls) {
  std::unique_ptr<Kick> kick;
  const UniqueFd bell = bell_for(kick, [&] {
    ++heard_;
    boost::asio::post(loop_.io(), [&] { kick.reset(); });
  });
  ring(bell);
  EXPECT_TRUE(testing::step_until(loop_, [&] { return kick == nullptr; }));
  EXPECT_EQ(heard_, 1);
}

}  // namespace
}  // namespace pinbridge::vhost_user
