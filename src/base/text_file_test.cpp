#include "base/text_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/temporary_directory.hpp"

namespace pinbridge {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

class TextFile : public ::testing::Test {
 protected:
  std::string refusal(const std::filesystem::path& file) {
    const auto text = read_text_file(file, "scenario");
    return text ? "" : text.error().message;
  }
  Result<TemporaryDirectory> directory_ = TemporaryDirectory::make();
  std::filesystem::path file_ = directory_->path() / "file";
};

TEST_F(TextFile, IsReadAsItWasWritten) {
  const std::string text("with a NUL \0 and\r\nan end of line\n", 33);
  ASSERT_TRUE(write_text_file(file_, "something longer that was there before, and is replaced"));
  ASSERT_TRUE(write_text_file(file_, text));
  EXPECT_EQ(*read_text_file(file_, "scenario"), text);
}

TEST_F(TextFile, OfAnyOtherKindIsNotOpened) {
  ASSERT_EQ(mkfifo(file_.c_str(), 0600), 0);
  EXPECT_THAT(refusal(file_), EndsWith("it is a FIFO, not a regular file"));
  EXPECT_THAT(refusal("/dev/zero"), EndsWith("it is a device, not a regular file"));
  EXPECT_THAT(refusal("/proc/self/status"), EndsWith("a file of the kernel, not a regular file"));
  EXPECT_THAT(refusal(directory_->path()), EndsWith("it is a directory, not a regular file"));
}

TEST_F(TextFile, HasALimit) {
  ASSERT_TRUE(write_text_file(file_, ""));
  std::filesystem::resize_file(file_, kLargestTextFile);
  EXPECT_EQ(refusal(file_), "");
  std::filesystem::resize_file(file_, kLargestTextFile + 1);
  EXPECT_THAT(refusal(file_), EndsWith("is larger than 16 MiB"));
}

TEST_F(TextFile, HasTheLimitOfItsReader) {
  ASSERT_TRUE(write_text_file(file_, ""));
  std::filesystem::resize_file(file_, kLargestTextFile + 1);
  EXPECT_TRUE(read_text_file(file_, "board", 2 * kLargestTextFile));
  std::filesystem::resize_file(file_, 2 * kLargestTextFile + 1);
  EXPECT_THAT(read_text_file(file_, "board", 2 * kLargestTextFile).error().message,
              EndsWith("is larger than 32 MiB"));
}

TEST_F(TextFile, ThatDoesNotExistIsReported) {
  EXPECT_THAT(refusal(file_), HasSubstr("cannot open scenario"));
  const auto below = file_ / "below";
  EXPECT_EQ(write_text_file(below, "text").error().message,
            "cannot write \"" + below.string() + "\": No such file or directory");
}

}  // namespace
}  // namespace pinbridge
