#include "loop/unix_listener.hpp"

#include <cerrno>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/closer.hpp"
#include "base/testing/blocked_closer.hpp"
#include "base/testing/lingering_socket.hpp"

namespace pinbridge {
namespace {

namespace fs = std::filesystem;

class UnixListenerTest : public ::testing::Test {
 protected:
  UnixListenerTest() {
    std::string pattern = (fs::temp_directory_path() / "pinbridge-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
  }
  ~UnixListenerTest() override { fs::remove_all(directory_); }

  std::string why_not(const fs::path& path) {
    const auto opened = UnixListener::open(io_, path);
    return opened ? "" : opened.error().message;
  }

  boost::asio::io_context io_;
  fs::path directory_;
};

TEST_F(UnixListenerTest, ListensForItsOwnerOnlyAndLeavesNothingBehind) {
  {
    const auto opened = UnixListener::open(io_, directory_ / "s");
    ASSERT_TRUE(opened);
    struct stat status{};
    ASSERT_EQ(stat((directory_ / "s").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600U);
  }
  EXPECT_FALSE(fs::exists(directory_ / "s"));
}

TEST_F(UnixListenerTest, IsRefusedWhileAnotherListensThere) {
  const auto first = UnixListener::open(io_, directory_ / "s");
  ASSERT_TRUE(first);
  EXPECT_EQ(why_not(directory_ / "s"), "another program listens on " + (directory_ / "s").string() +
                                           "; end it, or name another socket");
}

TEST_F(UnixListenerTest, ReplacesASocketThatADeadProcessLeft) {
  {
    UnixListener::Protocol::acceptor dead(
        io_, UnixListener::Protocol::endpoint((directory_ / "s").string()));
  }
  ASSERT_TRUE(fs::exists(directory_ / "s"));
  EXPECT_EQ(why_not(directory_ / "s"), "");
}

TEST_F(UnixListenerTest, ItsEndLeavesTheSocketThatAnotherMadeInItsPlace) {
  auto first = UnixListener::open(io_, directory_ / "s");
  ASSERT_TRUE(first);
  fs::remove(directory_ / "s");
  const auto second = UnixListener::open(io_, directory_ / "s");
  ASSERT_TRUE(second) << second.error().message;
  {
    const UnixListener ended = std::move(*first);
  }
  EXPECT_TRUE(fs::exists(directory_ / "s"));
}

TEST_F(UnixListenerTest, NeverRemovesAFileThatIsNotASocket) {
  std::ofstream(directory_ / "file") << "precious";
  EXPECT_NE(why_not(directory_ / "file").find("is not a socket"), std::string::npos);
  EXPECT_TRUE(fs::exists(directory_ / "file"));
}

TEST_F(UnixListenerTest, ReportsWhatIsWrongWithThePath) {
  EXPECT_NE(why_not(directory_ / "none" / "s").find("No such file or directory"),
            std::string::npos);
  EXPECT_NE(why_not(directory_ / std::string(120, 'x')).find("longer than the 107 bytes"),
            std::string::npos);
}

/// A client of the listener.
UniqueFd connect_to(const fs::path& path) {
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.native().copy(address.sun_path, sizeof address.sun_path - 1);
  EXPECT_EQ(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  return socket;
}

TEST_F(UnixListenerTest, PeersCannotPassDescriptorsNotEvenBeforeTheyAreAccepted) {
  UniqueFd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!refuse_descriptors(probe.get())) GTEST_SKIP() << "before Linux 6.16";
  const auto listener = UnixListener::open(io_, directory_ / "s");
  ASSERT_TRUE(listener);
  const UniqueFd peer = connect_to(directory_ / "s");
  EXPECT_LT(testing::send_fd(peer.get(), peer.get()), 0);
  EXPECT_EQ(errno, EPERM);
}

TEST_F(UnixListenerTest, PeersThatAreToPassDescriptorsCan) {
  auto listener = UnixListener::open(io_, directory_ / "s", UnixListener::Accepts::descriptors);
  ASSERT_TRUE(listener);
  bool accepted = false;
  listener->accept({.on_peer =
                        [&](UnixSocket socket) {
                          accepted = true;
                          EXPECT_TRUE(brings_descriptors(socket.native_handle(), 2));
                        },
                    .on_pause = {}});
  const UniqueFd peer = connect_to(directory_ / "s");
  EXPECT_GT(testing::send_fd(peer.get(), peer.get()), 0);
  while (!accepted) io_.run_one();
}

TEST_F(UnixListenerTest, ItsEndDoesNotCloseDescriptorsOfPeersThatWereNotAccepted) {
  testing::BlockedCloser blocked(closer());
  testing::LingeringSocket lingering;
  {
    const auto listener =
        UnixListener::open(io_, directory_ / "s", UnixListener::Accepts::descriptors);
    ASSERT_TRUE(listener);
    const UniqueFd peer = connect_to(directory_ / "s");
    lingering.pass_over(peer.get());
  }
  EXPECT_EQ(closer().waiting(), 1 + 1U);
}

}  // namespace
}  // namespace pinbridge
