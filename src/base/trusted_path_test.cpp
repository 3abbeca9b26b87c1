#include "base/trusted_path.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/testing/temp_folder.hpp"
#include "base/unique_fd.hpp"

namespace pinbridge {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr uid_t kStranger = 65534;

class TrustedPathTest : public ::testing::Test {
 protected:
  fs::path make_directory(const std::string& name, mode_t mode = 0700) {
    const fs::path path = folder_.path() / name;
    fs::create_directory(path);
    ::chmod(path.c_str(), mode);
    return path;
  }
  fs::path make_socket(const fs::path& path, mode_t mode = 0600) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ::chmod(path.c_str(), mode);
    return path;
  }
  static std::string refusal(const Result<void>& result) {
    return result ? "" : result.error().message;
  }

  testing::TempFolder folder_;
};

TEST_F(TrustedPathTest, ADirectoryIsMadeForItsUserOnly) {
  const fs::path path = folder_.path() / "private";
  EXPECT_TRUE(make_private_directory(path));
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
  EXPECT_TRUE(make_private_directory(path)) << "it is there already";
}

TEST_F(TrustedPathTest, ADirectoryThatOthersMayUseIsNotTakenForAPrivateOne) {
  EXPECT_THAT(refusal(make_private_directory(make_directory("open", 0755))),
              HasSubstr("open\" is not a private directory of yours (mode 0700)"));
  fs::create_directory_symlink(make_directory("target"), folder_.path() / "link");
  EXPECT_FALSE(make_private_directory(folder_.path() / "link"));
  std::ofstream(folder_.path() / "file").put('x');
  EXPECT_FALSE(make_private_directory(folder_.path() / "file"));
  EXPECT_THAT(refusal(make_private_directory(folder_.path() / "none" / "x")),
              HasSubstr("cannot create the directory"));
}

TEST_F(TrustedPathTest, ASocketOfOnesOwnIsTrusted) {
  const fs::path socket = make_socket(make_directory("d") / "s");
  EXPECT_EQ(refusal(check_trusted_socket(socket)), "");
  EXPECT_EQ(refusal(check_trusted_directory(socket.parent_path())), "");
  fs::create_symlink(socket, folder_.path() / "link");
  EXPECT_EQ(refusal(check_trusted_socket(folder_.path() / "link")), "");
  const fs::path sticky = make_directory("sticky", 01777);
  EXPECT_EQ(refusal(check_trusted_socket(make_socket(sticky / "s"))), "");
  EXPECT_NE(refusal(check_trusted_directory(sticky)), "") << "others can make files in it";
}

TEST_F(TrustedPathTest, WhereOthersCanWriteNothingIsTrusted) {
  const fs::path open = make_directory("open", 0777);
  EXPECT_THAT(refusal(check_trusted_socket(make_socket(open / "s"))),
              HasSubstr("other users can replace files in \"" + open.string() + "\" (mode 0777)"));
  fs::create_directory(open / "below");
  EXPECT_FALSE(check_trusted_socket(make_socket(open / "below" / "s")));
  fs::create_directory_symlink(open, folder_.path() / "link");
  EXPECT_FALSE(check_trusted_socket(folder_.path() / "link" / "s"));
  EXPECT_FALSE(check_trusted_socket(make_socket(make_directory("group", 0770) / "s")));
  EXPECT_THAT(refusal(check_trusted_socket(make_socket(folder_.path() / "loose", 0666))),
              HasSubstr("other users can connect to"));
  EXPECT_THAT(refusal(check_trusted_socket(make_directory("no-socket"))),
              HasSubstr("is not a socket"));
  EXPECT_FALSE(check_trusted_socket(folder_.path() / "absent"));
}

TEST_F(TrustedPathTest, AnotherUsersDirectoryOrSocketIsRefusedByName) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const fs::path squatted = make_directory("pinbridge-1234", 0755);
  const fs::path socket = make_socket(squatted / "s");
  ASSERT_EQ(::chown(socket.c_str(), kStranger, kStranger), 0);
  EXPECT_THAT(
      refusal(check_trusted_socket(socket)),
      HasSubstr("s\" belongs to another user (uid 65534), who could impersonate the bench"));
  ASSERT_EQ(::chown(socket.c_str(), 0, 0), 0);
  ASSERT_EQ(::chown(squatted.c_str(), kStranger, kStranger), 0);
  EXPECT_THAT(refusal(check_trusted_socket(socket)), HasSubstr("pinbridge-1234\" belongs to"));
  EXPECT_FALSE(check_trusted_directory(squatted));
  EXPECT_FALSE(make_private_directory(squatted));
}

TEST_F(TrustedPathTest, APeerOfOnesOwnIsTrusted) {
  int pair[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  const UniqueFd mine(pair[0]);
  const UniqueFd its(pair[1]);
  EXPECT_TRUE(check_trusted_peer(mine.get(), "s"));
  EXPECT_FALSE(check_trusted_peer(-1, "s"));
}

}  // namespace
}  // namespace pinbridge
