#include "loop/file_watch.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

/// A file in a directory of its own, and the number of notifications about it.
class FileWatchTest : public ::testing::Test {
 protected:
  FileWatchTest() {
    std::string pattern = (fs::temp_directory_path() / "pinbridge-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    file_ = directory_ / "diagram.json";
    write(file_, "one");
  }
  ~FileWatchTest() override { fs::remove_all(directory_); }

  static void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }
  void watch(const fs::path& path) {
    auto started = FileWatch::start(io_, path, [this] {
      ++told_;
      io_.stop();
    });
    ASSERT_TRUE(started) << started.error().message;
    watch_.emplace(std::move(*started));
  }
  /// Runs until a notification, for ten seconds at most.
  bool is_told() {
    const int before = told_;
    io_.restart();
    io_.run_for(std::chrono::seconds(10));
    return told_ == before + 1;
  }
  /// There is no notification within the time that one takes.
  bool stays_quiet() {
    const int before = told_;
    io_.restart();
    io_.run_for(4 * FileWatch::kQuiet);
    return told_ == before;
  }

  boost::asio::io_context io_;
  fs::path directory_;
  fs::path file_;
  std::optional<FileWatch> watch_;
  int told_ = 0;
};

TEST_F(FileWatchTest, NotifiesOfAFileThatIsWrittenInPlace) {
  watch(file_);
  write(file_, "two");
  EXPECT_TRUE(is_told());
  write(file_, "three");
  EXPECT_TRUE(is_told());
}

TEST_F(FileWatchTest, NotifiesOfAFileThatReplacesIt) {
  watch(file_);
  for (const char* text : {"two", "three"}) {
    write(directory_ / "new", text);
    fs::rename(directory_ / "new", file_);
    EXPECT_TRUE(is_told());
  }
}

TEST_F(FileWatchTest, NotifiesOfTheTargetOfALink) {
  fs::create_directory(directory_ / "boards");
  fs::rename(file_, directory_ / "boards" / "panel.json");
  fs::create_symlink(directory_ / "boards" / "panel.json", file_);
  watch(file_);
  write(directory_ / "boards" / "panel.json", "two");
  EXPECT_TRUE(is_told());
}

TEST_F(FileWatchTest, NotifiesOfALinkInItsPlaceAndOfChangesBehindIt) {
  const fs::path other = directory_ / "other.json";
  write(other, "two");
  watch(file_);
  fs::remove(file_);
  fs::create_symlink("other.json", file_);
  EXPECT_TRUE(is_told());
  write(other, "three");
  EXPECT_TRUE(is_told());
}

TEST_F(FileWatchTest, NotifiesOfALinkInTheMiddleOfSeveralThatIsSwitched) {
  fs::create_directory(directory_ / "boards");
  write(directory_ / "boards" / "one.json", "one");
  write(directory_ / "boards" / "two.json", "two");
  fs::create_symlink("one.json", directory_ / "boards" / "current.json");
  fs::remove(file_);
  fs::create_symlink("boards/current.json", file_);
  watch(file_);
  fs::remove(directory_ / "boards" / "current.json");
  fs::create_symlink("two.json", directory_ / "boards" / "current.json");
  EXPECT_TRUE(is_told());
  write(directory_ / "boards" / "two.json", "three");
  EXPECT_TRUE(is_told());
}

TEST_F(FileWatchTest, NotifiesOfALoopOfLinksAndOfItsEnd) {
  watch(file_);
  fs::remove(file_);
  fs::create_symlink("diagram.json", file_);
  EXPECT_TRUE(is_told());
  fs::remove(file_);
  write(file_, "two");
  EXPECT_TRUE(is_told());
}

TEST_F(FileWatchTest, NotifiesOfAHardLinkInItsPlace) {
  const fs::path other = directory_ / "other.json";
  write(other, "two");
  fs::remove(file_);
  watch(file_);
  fs::create_hard_link(other, file_);
  EXPECT_TRUE(is_told());
}

TEST_F(FileWatchTest, NotifiesOfAFileThatIsRemovedAndOfOneThatIsMovedAway) {
  watch(file_);
  fs::remove(file_);
  EXPECT_TRUE(is_told());
  write(file_, "two");
  EXPECT_TRUE(is_told());
  fs::rename(file_, directory_ / "old.json");
  EXPECT_TRUE(is_told());
}

TEST_F(FileWatchTest, NotifiesOnceOfASaveInSeveralSteps) {
  watch(file_);
  for (int i = 0; i < 20; ++i) write(file_, std::to_string(i));
  EXPECT_TRUE(is_told());
  EXPECT_TRUE(stays_quiet());
}

TEST_F(FileWatchTest, NotifiesOfADirectoryThatIsReplacedAndOfChangesInTheNewOne) {
  fs::create_directories(directory_ / "tree" / "boards");
  const fs::path board = directory_ / "tree" / "boards" / "diagram.json";
  write(board, "one");
  watch(board);
  fs::create_directories(directory_ / "new" / "boards");
  write(directory_ / "new" / "boards" / "diagram.json", "two");
  fs::rename(directory_ / "tree", directory_ / "old");
  fs::rename(directory_ / "new", directory_ / "tree");
  EXPECT_TRUE(is_told());
  write(board, "three");
  EXPECT_TRUE(is_told());
  write(directory_ / "old" / "boards" / "diagram.json", "four");
  EXPECT_TRUE(stays_quiet());
}

TEST_F(FileWatchTest, NotifiesOfADirectoryThatIsRemovedAndMadeAgain) {
  fs::create_directory(directory_ / "boards");
  const fs::path board = directory_ / "boards" / "diagram.json";
  write(board, "one");
  watch(board);
  fs::remove_all(directory_ / "boards");
  EXPECT_TRUE(is_told());
  fs::create_directory(directory_ / "boards");
  EXPECT_TRUE(is_told());
  write(board, "two");
  EXPECT_TRUE(is_told());
}

TEST_F(FileWatchTest, NotifiesOfALinkedDirectoryThatIsSwitched) {
  for (const char* name : {"one", "two"}) {
    fs::create_directory(directory_ / name);
    write(directory_ / name / "diagram.json", name);
  }
  fs::create_directory_symlink(directory_ / "one", directory_ / "current");
  watch(directory_ / "current" / "diagram.json");
  fs::create_directory_symlink(directory_ / "two", directory_ / "next");
  fs::rename(directory_ / "next", directory_ / "current");
  EXPECT_TRUE(is_told());
  write(directory_ / "two" / "diagram.json", "three");
  EXPECT_TRUE(is_told());
}

TEST_F(FileWatchTest, MayBeEndedByTheNotification) {
  auto started = FileWatch::start(io_, file_, [this] {
    ++told_;
    watch_.reset();
    io_.stop();
  });
  ASSERT_TRUE(started);
  watch_.emplace(std::move(*started));
  write(file_, "two");
  EXPECT_TRUE(is_told());
  write(file_, "three");
  EXPECT_TRUE(stays_quiet());
}

TEST_F(FileWatchTest, IsQuietAboutOtherFilesAndAfterItsEnd) {
  watch(file_);
  write(directory_ / "other", "two");
  EXPECT_TRUE(stays_quiet());
  write(file_, "two");
  watch_.reset();
  EXPECT_TRUE(stays_quiet());
}

TEST_F(FileWatchTest, FailsWithAMessageWithoutADirectory) {
  const auto started = FileWatch::start(io_, directory_ / "no" / "where", [] {});
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().message.find("for changes: No such file or directory"),
            std::string::npos);
}

}  // namespace
}  // namespace pinbridge
