#include "app/socket_path.hpp"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace pinbridge::app {
namespace {

namespace fs = std::filesystem;

class SocketPathTest : public ::testing::Test {
 protected:
  SocketPathTest() {
    std::string pattern = (fs::temp_directory_path() / "pinbridge-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    setenv("XDG_RUNTIME_DIR", directory_.c_str(), 1);
    unsetenv("PINBRIDGE_SOCKET");
  }
  ~SocketPathTest() override { fs::remove_all(directory_); }

  fs::path directory_;
};

TEST_F(SocketPathTest, IsTheGivenOneElseTheEnvironmentsElseTheUsersOwn) {
  EXPECT_EQ(socket_path(""), directory_ / "pinbridge/pinbridge.sock");
  setenv("PINBRIDGE_SOCKET", "/elsewhere/s", 1);
  EXPECT_EQ(socket_path(""), "/elsewhere/s");
  EXPECT_EQ(socket_path("/given"), "/given");
  EXPECT_EQ(socket_path("given"), fs::current_path() / "given");
}

TEST_F(SocketPathTest, TheUsersOwnDirectoryIsMadePrivate) {
  const fs::path socket = socket_path("");
  ASSERT_TRUE(prepare_socket_directory(socket));
  ASSERT_TRUE(prepare_socket_directory(socket));
  struct stat status{};
  ASSERT_EQ(stat(socket.parent_path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700U);
}

TEST_F(SocketPathTest, ADirectoryThatOthersMayEnterIsRefused) {
  const fs::path socket = socket_path("");
  fs::create_directory(socket.parent_path());
  fs::permissions(socket.parent_path(), fs::perms::owner_all | fs::perms::others_exec);
  const auto prepared = prepare_socket_directory(socket);
  ASSERT_FALSE(prepared);
  EXPECT_THAT(prepared.error().message,
              ::testing::HasSubstr("private directory of yours (mode 0700)"));
}

TEST_F(SocketPathTest, AChipsSocketStandsBesideTheClients) {
  EXPECT_EQ(chip_socket_path("/run/s", "vm"), "/run/s.vm");
  EXPECT_EQ(chip_socket_path("/run/s", "../x"), "/run/s...%2Fx");
  EXPECT_EQ(chip_socket_path("/run/s", "a%2Fx_y"), "/run/s.a%252Fx_y");
}

}  // namespace
}  // namespace pinbridge::app
