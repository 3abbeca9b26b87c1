#include "base/closer.hpp"

#include <array>
#include <atomic>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include "base/testing/blocked_closer.hpp"
#include "base/testing/lingering_socket.hpp"

namespace pinbridge {
namespace {

using testing::BlockedCloser;
using testing::LingeringSocket;
using testing::UnixPair;

/// A pipe that shows when its writing end is closed.
class Probe {
 public:
  Probe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    reader_.reset(ends[0]);
    writer_.reset(ends[1]);
  }
  int take() { return writer_.release(); }
  /// Waits for the close.
  bool is_closed() {
    char none = 0;
    return ::read(reader_.get(), &none, 1) == 0;
  }

 private:
  UniqueFd reader_;
  UniqueFd writer_;
};

TEST(Closer, Closes) {
  Closer closer;
  Probe probe;
  closer.close(probe.take());
  EXPECT_TRUE(probe.is_closed());
}

TEST(Closer, ClosesWhatWaitsWhenItIsDestroyed) {
  Probe probe;
  {
    Closer closer;
    closer.close(probe.take());
  }
  EXPECT_TRUE(probe.is_closed());
}

TEST(Closer, InterruptsASocketThatLingers) {
  Closer closer;
  LingeringSocket socket;
  Probe after;
  closer.close(socket.take());
  closer.close(after.take());
  EXPECT_TRUE(after.is_closed()) << "the close before it takes an hour";
}

TEST(Closer, InterruptsSocketsThatLingerInTheQueueOfAnother) {
  Closer closer;
  std::array<LingeringSocket, 3> lingering;
  UnixPair pair;
  for (LingeringSocket& each : lingering) each.pass_over(pair.far.get());
  Probe after;
  closer.close(pair.near.release());
  closer.close(after.take());
  EXPECT_TRUE(after.is_closed()) << "the close before it takes three hours";
}

TEST(Closer, IsFullBehindACloseThatBlocks) {
  Closer closer;
  BlockedCloser blocked(closer);
  EXPECT_FALSE(closer.is_full());
  Probe after;
  for (std::size_t i = 1; i < Closer::kMostWaiting; ++i) closer.close(::dup(STDIN_FILENO));
  closer.close(after.take());
  EXPECT_TRUE(closer.is_full());
  blocked.end();
  EXPECT_TRUE(after.is_closed());
  while (closer.waiting() > 0) std::this_thread::yield();
  EXPECT_FALSE(closer.is_full());
}

TEST(Closer, RunsActionsOnlyIfItHasStarted) {
  std::atomic<bool> ran = false;
  Closer idle;
  idle.run([&] { ran = true; });
  EXPECT_EQ(idle.waiting(), 0U);
  EXPECT_FALSE(ran);
  Closer started;
  Probe before;
  Probe after;
  started.close(before.take());
  started.run([&] { ran = true; });
  started.close(after.take());
  EXPECT_TRUE(after.is_closed());
  EXPECT_TRUE(ran);
}

TEST(Closer, UnmapsMemory) {
  Closer closer;
  constexpr std::size_t kLength = 4096;
  void* begin = ::mmap(nullptr, kLength, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(begin, MAP_FAILED);
  Probe after;
  closer.unmap(begin, kLength);
  closer.close(after.take());
  EXPECT_TRUE(after.is_closed());
  EXPECT_NE(::msync(begin, kLength, MS_ASYNC), 0);
}

}  // namespace
}  // namespace pinbridge
