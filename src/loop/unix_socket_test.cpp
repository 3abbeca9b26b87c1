#include "loop/unix_socket.hpp"

#include <array>
#include <cerrno>
#include <string>

#include <boost/asio/io_context.hpp>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/closer.hpp"
#include "base/testing/blocked_closer.hpp"
#include "base/testing/lingering_socket.hpp"

namespace pinbridge {
namespace {

using ::testing::HasSubstr;
using testing::LingeringSocket;
using testing::send_fd;
using testing::UnixPair;

/// Two ends that can pass descriptors, as on every kernel before 6.16.
class UnixSocketTest : public ::testing::Test {
 protected:
  UnixSocketTest()
      : near_(UnixSocket::Base(io_, UnixSocket::protocol_type(), pair_.near.release())) {}

  /// What receive() returns: bytes, "waiting" or "error: …".
  std::string receive(std::size_t most = 100) {
    std::array<char, 100> buffer{};
    const auto size = near_.receive(std::as_writable_bytes(std::span(buffer).first(most)));
    if (!size) return "error: " + size.error().message;
    return *size ? std::string(buffer.data(), **size) : "waiting";
  }
  void send(const std::string& bytes) {
    EXPECT_EQ(::send(far(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  int far() const { return pair_.far.get(); }

  boost::asio::io_context io_;
  UnixPair pair_;
  UnixSocket near_;
};

TEST_F(UnixSocketTest, ReceivesBytesInOrder) {
  EXPECT_EQ(receive(), "waiting");
  send("one");
  send("two");
  EXPECT_EQ(receive(4), "onet");
  EXPECT_EQ(receive(), "wo");
  EXPECT_EQ(receive(), "waiting");
  pair_.far.reset();
  EXPECT_EQ(receive(), "");
}

TEST_F(UnixSocketTest, RefusesADescriptorWithoutClosingIt) {
  testing::BlockedCloser blocked(closer());
  LingeringSocket lingering;
  lingering.pass_over(far());
  EXPECT_THAT(receive(), HasSubstr("passed a descriptor"));
  near_.close();
  EXPECT_FALSE(near_.is_open());
  EXPECT_EQ(closer().waiting(), 1 + 1U);
}

TEST_F(UnixSocketTest, RefusesADescriptorBehindBytes) {
  send("bytes");
  LingeringSocket lingering;
  lingering.pass_over(far());
  EXPECT_THAT(receive(), HasSubstr("passed a descriptor"));
}

TEST_F(UnixSocketTest, RefusesADescriptorOutOfBand) {
  LingeringSocket lingering;
  lingering.pass_over(far(), MSG_OOB);
  EXPECT_THAT(receive(), HasSubstr("passed a descriptor"));
}

TEST_F(UnixSocketTest, DoesNotCloseUnreadDescriptorsWhereItEnds) {
  testing::BlockedCloser blocked(closer());
  LingeringSocket lingering;
  lingering.pass_over(far());
  {
    const UnixSocket ended = std::move(near_);
  }
  EXPECT_EQ(closer().waiting(), 1 + 1U);
  EXPECT_LT(::send(far(), "x", 1, MSG_NOSIGNAL), 0) << "the peer sees the end at once";
}

TEST_F(UnixSocketTest, ClosesAtOnceWithoutUnreadBytes) {
  const int fd = near_.native_handle();
  send("bytes");
  EXPECT_EQ(receive(), "bytes");
  near_.close();
  EXPECT_LT(::fcntl(fd, F_GETFD), 0);
}

TEST_F(UnixSocketTest, AssignmentClosesWhatItReplaces) {
  UnixPair other;
  near_ = UnixSocket(UnixSocket::Base(io_, UnixSocket::protocol_type(), other.near.release()));
  char none = 0;
  EXPECT_EQ(::recv(far(), &none, 1, MSG_DONTWAIT), 0);
  EXPECT_EQ(::send(other.far.get(), "new", 3, MSG_NOSIGNAL), 3);
  EXPECT_EQ(receive(), "new");
}

TEST_F(UnixSocketTest, TheKernelRefusesDescriptorsWhereItCan) {
  if (!refuse_descriptors(near_.native_handle())) GTEST_SKIP() << "before Linux 6.16";
  EXPECT_LT(send_fd(far(), far()), 0);
  EXPECT_EQ(errno, EPERM);
  send("bytes");
  EXPECT_EQ(receive(), "bytes");
}

TEST(BringsDescriptors, TakesNothing) {
  const UnixPair pair;
  const int near = pair.near.get();
  EXPECT_FALSE(brings_descriptors(near, 10));
  EXPECT_EQ(::send(pair.far.get(), "xyz", 3, MSG_NOSIGNAL), 3);
  EXPECT_FALSE(brings_descriptors(near, 10));
  EXPECT_GT(send_fd(pair.far.get(), near), 0);
  EXPECT_TRUE(brings_descriptors(near, 10));
  std::array<char, 3> bytes{};
  EXPECT_EQ(::recv(near, bytes.data(), bytes.size(), MSG_DONTWAIT), 3);
  EXPECT_TRUE(brings_descriptors(near, 1));
}

}  // namespace
}  // namespace pinbridge
