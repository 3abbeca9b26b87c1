#include "loop/unix_listener.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace pinbridge {
namespace {

namespace fs = std::filesystem;

class UnixListenerTest : public testing::Test {
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
    struct stat status {};
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

TEST_F(UnixListenerTest, NeverRemovesWhatIsNoSocket) {
  std::ofstream(directory_ / "file") << "precious";
  EXPECT_NE(why_not(directory_ / "file").find("is no socket"), std::string::npos);
  EXPECT_TRUE(fs::exists(directory_ / "file"));
}

TEST_F(UnixListenerTest, SaysWhatIsWrongWithThePath) {
  EXPECT_NE(why_not(directory_ / "none" / "s").find("No such file or directory"),
            std::string::npos);
  EXPECT_NE(why_not(directory_ / std::string(120, 'x')).find("longer than the 107 bytes"),
            std::string::npos);
}

}  // namespace
}  // namespace pinbridge
