#include "links/stream/stream_link.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/testing/log_capture.hpp"
#include "base/testing/temp_folder.hpp"
#include "base/unique_fd.hpp"
#include "loop/testing/loop_stepper.hpp"

namespace pinbridge::stream {
namespace {

using pinbridge::testing::settle;
using pinbridge::testing::step_until;
using ::testing::SizeIs;

std::span<const std::byte> as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}

/// Keeps what it receives, and ends the connection at an "x".
class Notes final : public Conversation {
 public:
  Notes(std::string& received, int& living) : received_(received), living_(living) { ++living_; }
  ~Notes() override { --living_; }
  Result<void> receive(std::span<const std::byte> bytes) override {
    for (const std::byte byte : bytes) received_ += static_cast<char>(byte);
    if (received_.ends_with("x")) return make_error(ErrorCode::invalid, "an x");
    return {};
  }

 private:
  std::string& received_;
  int& living_;
};

class StreamLinkTest : public ::testing::Test {
 protected:
  StreamLinkTest() {
    link_.emplace(loop_, path_, StreamLink::Options{.chip = "chip", .begin = [this](Send send) {
                                                      send_ = std::move(send);
                                                      return std::make_unique<Notes>(received_,
                                                                                     living_);
                                                    }});
    EXPECT_TRUE(link_->start());
  }

  UniqueFd connect() {
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.string().copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return fd;
  }
  UniqueFd connect_and_begin() {
    UniqueFd fd = connect();
    EXPECT_TRUE(step_until(loop_, [&] { return living_ == 1; }));
    return fd;
  }
  static void write(const UniqueFd& fd, std::string_view text) {
    EXPECT_EQ(::write(fd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  pinbridge::testing::TempFolder folder_;
  pinbridge::testing::LogCapture log_;
  std::filesystem::path path_ = folder_.path() / "s";
  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  std::string received_;
  int living_ = 0;
  Send send_;
  std::optional<StreamLink> link_;
};

TEST_F(StreamLinkTest, CarriesBytesBothWays) {
  const UniqueFd peer = connect_and_begin();
  write(peer, "hello");
  EXPECT_TRUE(step_until(loop_, [&] { return received_ == "hello"; }));
  send_(as_bytes("world"));
  char answer[5];
  EXPECT_EQ(::read(peer.get(), answer, sizeof answer), 5);
  EXPECT_EQ(std::string_view(answer, 5), "world");
}

TEST_F(StreamLinkTest, AnotherPeerMayConnectAfterOneHasLeft) {
  for (int i = 0; i < 3; ++i) {
    const UniqueFd peer = connect_and_begin();
    EXPECT_TRUE(link_->has_peer());
    ::shutdown(peer.get(), SHUT_RDWR);
    EXPECT_TRUE(step_until(loop_, [&] { return living_ == 0; }));
    EXPECT_FALSE(link_->has_peer());
  }
}

TEST_F(StreamLinkTest, ASecondPeerIsRefusedOnceInTheLog) {
  const UniqueFd peer = connect_and_begin();
  for (int i = 0; i < 2; ++i) {
    const UniqueFd second = connect();
    char byte = 0;
    EXPECT_TRUE(
        step_until(loop_, [&] { return ::recv(second.get(), &byte, 1, MSG_DONTWAIT) == 0; }));
  }
  EXPECT_THAT(log_.warnings("a second QEMU is refused"), SizeIs(1));
  write(peer, "still here");
  EXPECT_TRUE(step_until(loop_, [&] { return received_ == "still here"; }));
}

TEST_F(StreamLinkTest, APeerThatWasKilledAndStartedAgainIsNotTakenForASecond) {
  connect_and_begin().reset();
  const UniqueFd next = connect();
  write(next, "next");
  EXPECT_TRUE(step_until(loop_, [&] { return received_ == "next"; }));
  EXPECT_EQ(living_, 1);
}

TEST_F(StreamLinkTest, AnErrorEndsTheConnectionAndIsLogged) {
  const UniqueFd peer = connect_and_begin();
  write(peer, "abcx");
  EXPECT_TRUE(step_until(loop_, [&] { return living_ == 0; }));
  EXPECT_THAT(log_.warnings("chip: the connection to QEMU is closed: an x"), SizeIs(1));
  char byte = 0;
  EXPECT_EQ(::read(peer.get(), &byte, 1), 0);
}

TEST_F(StreamLinkTest, ReadsNothingMoreFromAPeerThatDoesNotTakeWhatItIsSent) {
  const UniqueFd peer = connect_and_begin();
  const std::string much(std::size_t{4} << 20U, 'm');
  send_(as_bytes(much));
  write(peer, "a");
  EXPECT_TRUE(step_until(loop_, [&] { return received_ == "a"; }));
  write(peer, "b");
  settle(loop_);
  EXPECT_EQ(received_, "a");
  std::string taken;
  std::string chunk(std::size_t{64} << 10U, '\0');
  EXPECT_TRUE(step_until(loop_, [&] {
    const ssize_t size = ::recv(peer.get(), chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (size > 0) taken.append(chunk, 0, static_cast<std::size_t>(size));
    return taken.size() == much.size() && received_ == "ab";
  }));
  EXPECT_EQ(taken, much);
}

TEST_F(StreamLinkTest, EndsItsConversationWithItself) {
  const UniqueFd peer = connect_and_begin();
  link_.reset();
  EXPECT_EQ(living_, 0);
  settle(loop_);
  char byte = 0;
  EXPECT_EQ(::read(peer.get(), &byte, 1), 0);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

}  // namespace
}  // namespace pinbridge::stream
