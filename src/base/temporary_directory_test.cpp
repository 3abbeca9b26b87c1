#include "base/temporary_directory.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge {
namespace {

namespace fs = std::filesystem;

TEST(TemporaryDirectory, IsForThisUserOnlyAndGoesWithAllThatIsInIt) {
  fs::path path;
  {
    const auto directory = TemporaryDirectory::make();
    ASSERT_TRUE(directory);
    path = directory->path();
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
    fs::create_directory(path / "sub");
    std::ofstream(path / "sub" / "file") << "text";
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(TemporaryDirectory, AMovedOneRemovesNothing) {
  auto first = TemporaryDirectory::make();
  ASSERT_TRUE(first);
  {
    const TemporaryDirectory second = std::move(*first);
    EXPECT_TRUE(fs::exists(second.path()));
    EXPECT_TRUE(first->path().empty());  // NOLINT(bugprone-use-after-move): what it promises
  }
}

}  // namespace
}  // namespace pinbridge
