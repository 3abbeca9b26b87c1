#include "loop/file_watch.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

/// A file in a directory of its own, and how often it was told to have changed.
class FileWatchTest : public testing::Test {
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
  /// Runs until it is told, for ten seconds at most.
  bool is_told() {
    const int before = told_;
    io_.restart();
    io_.run_for(std::chrono::seconds(10));
    return told_ == before + 1;
  }
  /// Nothing is told in a time in which it would have been.
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

TEST_F(FileWatchTest, TellsOfAFileThatIsWrittenInPlace) {
  watch(file_);
  write(file_, "two");
  EXPECT_TRUE(is_told());
  write(file_, "three");
  EXPECT_TRUE(is_told());
}

TEST_F(FileWatchTest, TellsOfAFileThatTakesItsPlace) {
  watch(file_);
  for (const char* text : {"two", "three"}) {
    write(directory_ / "new", text);
    fs::rename(directory_ / "new", file_);
    EXPECT_TRUE(is_told());
  }
}

TEST_F(FileWatchTest, TellsOfWhatALinkLeadsTo) {
  fs::create_directory(directory_ / "boards");
  fs::rename(file_, directory_ / "boards" / "panel.json");
  fs::create_symlink(directory_ / "boards" / "panel.json", file_);
  watch(file_);
  write(directory_ / "boards" / "panel.json", "two");
  EXPECT_TRUE(is_told());
}

TEST_F(FileWatchTest, TellsOnceOfASaveInSeveralSteps) {
  watch(file_);
  for (int i = 0; i < 20; ++i) write(file_, std::to_string(i));
  EXPECT_TRUE(is_told());
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

TEST_F(FileWatchTest, FailsWithASentenceWhereThereIsNoDirectory) {
  const auto started = FileWatch::start(io_, directory_ / "no" / "where", [] {});
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().message.find("for changes: No such file or directory"),
            std::string::npos);
}

}  // namespace
}  // namespace pinbridge
