#include "vhost_user/mapped_file.hpp"

#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/unique_fd.hpp"

namespace pinbridge::vhost_user {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kPage = 4096;

class MappedFileTest : public ::testing::Test {
 protected:
  MappedFileTest() : file_(::memfd_create("test", MFD_CLOEXEC)) {
    EXPECT_EQ(::ftruncate(file_.get(), 4 * kPage), 0);
    const char text[] = "where it says";
    EXPECT_EQ(::pwrite(file_.get(), text, sizeof text, 5000), static_cast<ssize_t>(sizeof text));
  }
  MappedFile map(std::uint64_t offset, std::uint64_t size) {
    return MappedFile::map(file_.get(), offset, size).value();
  }
  std::string refusal(int fd, std::uint64_t offset, std::uint64_t size) {
    const auto mapped = MappedFile::map(fd, offset, size);
    return mapped ? "none" : mapped.error().message;
  }
  void cut_to(std::uint64_t size) {
    ASSERT_EQ(::ftruncate(file_.get(), static_cast<off_t>(size)), 0);
  }
  /// Through a volatile, so that each is an access.
  static int byte_at(const MappedFile& file, std::size_t offset) {
    return std::to_integer<int>(*static_cast<volatile std::byte*>(file.data() + offset));
  }

  UniqueFd file_;
};

TEST_F(MappedFileTest, ShowsTheFileFromAnyOffsetOn) {
  EXPECT_STREQ(reinterpret_cast<const char*>(map(5000, 100).data()), "where it says");
  EXPECT_STREQ(reinterpret_cast<const char*>(map(5006, 100).data()), "it says");
  EXPECT_STREQ(reinterpret_cast<const char*>(map(0, 4 * kPage).data()) + 5000, "where it says");
}

TEST_F(MappedFileTest, WhatIsWrittenIsInTheFile) {
  const auto file = map(kPage, kPage);
  std::memcpy(file.data(), "hello", 5);
  char read[5];
  ASSERT_EQ(::pread(file_.get(), read, 5, kPage), 5);
  EXPECT_EQ(std::string(read, 5), "hello");
}

TEST_F(MappedFileTest, OutlivesItsDescriptorAndAMove) {
  auto file = map(5000, 100);
  file_.reset();
  const MappedFile moved = std::move(file);
  EXPECT_EQ(byte_at(moved, 0), 'w');
}

TEST_F(MappedFileTest, WhatDoesNotFitIntoTheFileIsRefused) {
  const auto top = ~std::uint64_t{0};
  EXPECT_THAT(refusal(file_.get(), 0, 4 * kPage + 1), HasSubstr("do not fit"));
  EXPECT_THAT(refusal(file_.get(), 4 * kPage, 1), HasSubstr("do not fit"));
  EXPECT_THAT(refusal(file_.get(), top, 2), HasSubstr("do not fit"));
  EXPECT_THAT(refusal(file_.get(), 1, top), HasSubstr("do not fit"));
  EXPECT_THAT(refusal(file_.get(), 0, 0), HasSubstr("no size"));
}

TEST_F(MappedFileTest, ADescriptorWithoutMemoryIsRefused) {
  int pipe[2];
  ASSERT_EQ(::pipe2(pipe, O_CLOEXEC), 0);
  const UniqueFd read_end(pipe[0]);
  const UniqueFd write_end(pipe[1]);
  EXPECT_THAT(refusal(read_end.get(), 0, 1), HasSubstr("is not memory"));
  EXPECT_THAT(refusal(-1, 0, 1), HasSubstr("is not memory"));
  const UniqueFd disk(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
  EXPECT_THAT(refusal(disk.get(), 0, 1), HasSubstr("is not memory"));
}

TEST_F(MappedFileTest, MemoryThatCannotBeWrittenIsRefused) {
  const UniqueFd read_only(
      ::open(fmt::format("/proc/self/fd/{}", file_.get()).c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_THAT(refusal(read_only.get(), 0, 1), HasSubstr("cannot be mapped"));
}

TEST_F(MappedFileTest, HugePagesAreTakenAndTheirLackIsSurvived) {
  UniqueFd huge(::memfd_create("huge", MFD_CLOEXEC | MFD_HUGETLB));
  if (!huge) GTEST_SKIP() << "this kernel has no huge pages";
  ASSERT_EQ(::ftruncate(huge.get(), off_t{1} << 30), 0);
  const auto file = MappedFile::map(huge.get(), 4096, 4096);
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_EQ(::ftruncate(huge.get(), 0), 0);
  std::memset(file->data(), 1, 4096);
  EXPECT_TRUE(file->lost());
}

TEST_F(MappedFileTest, AFileCutShortReadsAsZerosAndIsLost) {
  const auto file = map(0, 4 * kPage);
  EXPECT_EQ(byte_at(file, 5000), 'w');
  cut_to(0);
  EXPECT_FALSE(file.lost()) << "not accessed yet";
  EXPECT_EQ(byte_at(file, 5000), 0);
  EXPECT_TRUE(file.lost());
  std::memset(file.data(), 1, 4 * kPage);
  EXPECT_EQ(byte_at(file, 4 * kPage - 1), 1);
}

TEST_F(MappedFileTest, TheLastByteOfAMappingThatEndsWithinAPageIsGuardedToo) {
  const auto file = map(3 * kPage - 10, kPage + 5);
  cut_to(kPage);
  std::memset(file.data() + kPage + 4, 1, 1);
  EXPECT_TRUE(file.lost());
}

TEST_F(MappedFileTest, OnlyTheMappingThatWasHitIsLost) {
  const auto first = map(0, kPage);
  auto gone = map(0, kPage);
  const auto last = map(3 * kPage, kPage);
  {
    const MappedFile ended = std::move(gone);
  }
  cut_to(2 * kPage);
  EXPECT_EQ(byte_at(last, 0), 0);
  EXPECT_TRUE(last.lost());
  EXPECT_FALSE(first.lost());
}

using MappedFileDeathTest = MappedFileTest;

TEST_F(MappedFileDeathTest, ABusErrorThatIsNotOfAMappingEndsTheProgramAsEver) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(
      {
        ::signal(SIGBUS, SIG_DFL);
        const auto file = map(0, kPage);
        ::raise(SIGBUS);
      },
      "");
  EXPECT_DEATH(
      {
        const auto file = map(0, kPage);
        void* other = ::mmap(nullptr, kPage, PROT_READ, MAP_SHARED, file_.get(), 0);
        cut_to(0);
        static_cast<void>(*static_cast<volatile char*>(other));
      },
      "");
}

}  // namespace
}  // namespace pinbridge::vhost_user
