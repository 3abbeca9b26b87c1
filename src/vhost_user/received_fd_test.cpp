#include "vhost_user/received_fd.hpp"

#include <thread>
#include <utility>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/mman.h>

#include "base/closer.hpp"
#include "base/testing/blocked_closer.hpp"
#include "base/testing/lingering_socket.hpp"

namespace pinbridge::vhost_user {
namespace {

TEST(ReceivedFd, KnowsMemoryAndEventfds) {
  const UniqueFd memory(::memfd_create("test", MFD_CLOEXEC));
  const UniqueFd event(::eventfd(0, EFD_CLOEXEC));
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  EXPECT_TRUE(is_memory(memory.get()));
  EXPECT_FALSE(is_event_fd(memory.get()));
  EXPECT_TRUE(is_event_fd(event.get()));
  EXPECT_FALSE(is_memory(event.get()));
  EXPECT_FALSE(is_memory(null.get()) || is_event_fd(null.get()));
}

TEST(ReceivedFd, DoesNotWaitForACloseThatBlocks) {
  testing::BlockedCloser blocked(closer());
  testing::LingeringSocket lingering;
  testing::UnixPair pair;
  lingering.pass_over(pair.far.get());
  {
    const ReceivedFd received(std::move(pair.near));
  }
  EXPECT_EQ(closer().waiting(), 1 + 1U);
}

TEST(ReceivedFd, ClosesMemoryAndEventfdsWhileAnotherCloseBlocks) {
  testing::BlockedCloser blocked(closer());
  const int memory = ::memfd_create("test", MFD_CLOEXEC);
  const int event = ::eventfd(0, EFD_CLOEXEC);
  close_received(memory);
  close_received(event);
  while (memory_closer().waiting() > 0) std::this_thread::yield();
  EXPECT_LT(::fcntl(memory, F_GETFD), 0);
  EXPECT_LT(::fcntl(event, F_GETFD), 0);
}

}  // namespace
}  // namespace pinbridge::vhost_user
