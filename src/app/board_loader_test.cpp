#include "app/board_loader.hpp"

#include <fstream>
#include <optional>
#include <stdexcept>

#include <boost/asio/executor_work_guard.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/testing/log_capture.hpp"
#include "base/testing/temp_folder.hpp"

namespace pinbridge::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class BoardLoaderTest : public ::testing::Test {
 protected:
  BoardLoaderTest() : file_(folder_.path() / "diagram.json") { write("led1"); }

  void write(const std::string& id) {
    std::ofstream(file_) << R"({"version": 1, "parts": [{"id": ")" << id
                         << R"(", "type": "wokwi-led"}], "connections": []})";
  }
  /// Runs until a board, or the reason why there is none, was delivered; its first part, or that.
  std::string next() {
    loaded_.clear();
    io_.restart();
    while (loaded_.empty() && io_.run_one_for(std::chrono::seconds(20)) > 0) {
    }
    return loaded_;
  }

  pinbridge::testing::TempFolder folder_;
  fs::path file_;
  std::string loaded_;
  boost::asio::io_context io_;
  // As a bench that runs: there is always something to wait for.
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      io_.get_executor()};
  std::shared_ptr<const BoardPlan> present_;
  std::optional<PreparedBoard> prepared_;
  std::string problems_;
  std::optional<BoardLoader> loader_{
      std::in_place, io_, std::vector<board::GuestChoice>{}, [this] { return present_; },
      [this](Result<LoadedBoard> board) {
        loaded_ = board ? board->opened.board.parts.at(0).id.text : board.error().message;
        prepared_.reset();
        if (!board) return;
        problems_ = board->problem_lines;
        if (!board->prepared) return;
        present_ = board->prepared->plan;
        prepared_.emplace(std::move(*board->prepared));
      }};
};

TEST_F(BoardLoaderTest, DeliversABoardOnTheLoop) {
  loader_->load(file_);
  EXPECT_EQ(loaded_, "") << "not from within load()";
  EXPECT_EQ(next(), "led1");
}

TEST_F(BoardLoaderTest, ReadsAgainWhatChangedWhileItRead) {
  loader_->load(file_);
  write("led2");
  loader_->load(file_);
  loader_->load(file_);
  next();
  EXPECT_EQ(next(), "led2");
}

TEST_F(BoardLoaderTest, RefusesWhatIsNotARegularFileWithoutWaitingForIt) {
  fs::remove(file_);
  ASSERT_EQ(::mkfifo(file_.c_str(), 0600), 0);
  loader_->load(file_);
  EXPECT_THAT(next(), HasSubstr("it is a FIFO, not a regular file"));
  fs::remove(file_);
  fs::create_symlink("/dev/zero", file_);
  loader_->load(file_);
  EXPECT_THAT(next(), HasSubstr("it is a device, not a regular file"));
  fs::remove(file_);
  fs::create_directory(file_);
  loader_->load(file_);
  EXPECT_THAT(next(), HasSubstr("it is a directory, not a regular file"));
  fs::remove(file_);
  loader_->load(file_);
  EXPECT_THAT(next(), HasSubstr("No such file or directory"));
}

TEST_F(BoardLoaderTest, PreparesTheBoardAndComparesItWithTheOneInService) {
  loader_->load(file_);
  next();
  ASSERT_TRUE(prepared_.has_value());
  EXPECT_EQ(prepared_->plan->pins.count(), 2U);
  EXPECT_TRUE(prepared_->moved.empty()) << "there was no board";
  const auto in_service = present_;
  loader_->load(file_);
  next();
  ASSERT_TRUE(prepared_.has_value());
  EXPECT_EQ(prepared_->previous, in_service);
  EXPECT_THAT(prepared_->moved, ::testing::ElementsAre(PinId{0}, PinId{1}));
  ASSERT_TRUE(prepared_->counterparts.at(0).has_value());
  EXPECT_TRUE(prepared_->counterparts.at(0)->same_attributes);
}

TEST_F(BoardLoaderTest, AReadThatFollowsAnotherIsComparedWithItsBoard) {
  loader_->load(file_);
  loader_->load(file_);
  next();
  const auto first = present_;
  next();
  ASSERT_TRUE(prepared_.has_value());
  EXPECT_EQ(prepared_->previous, first) << "begun before the first board was in service";
}

TEST_F(BoardLoaderTest, ReadsAgainAlsoIfABoardWasNotAccepted) {
  const pinbridge::testing::LogCapture log;
  int calls = 0;
  BoardLoader loader(
      io_, {}, [] { return nullptr; },
      [&](const Result<LoadedBoard>&) {
        if (++calls == 1) throw std::runtime_error("no memory");
        loaded_ = "second";
      });
  loader.load(file_);
  loader.load(file_);
  EXPECT_EQ(next(), "second");
  EXPECT_THAT(log.warnings("no memory"), ::testing::SizeIs(1));
}

TEST_F(BoardLoaderTest, ABoardWithErrorsIsNotPreparedAndItsProblemsAreText) {
  std::ofstream(file_) << R"({"version": 1, "connections": [], "parts": [
                              {"id": "x", "type": "chip-virtio-gpio", "attrs": {"lines": "x"}}]})";
  loader_->load(file_);
  EXPECT_EQ(next(), "x");
  EXPECT_FALSE(prepared_.has_value());
  EXPECT_THAT(problems_, HasSubstr("error: "));
}

TEST_F(BoardLoaderTest, DeliversNothingAfterItsEnd) {
  loader_->load(file_);
  loader_.reset();
  io_.run_for(std::chrono::milliseconds(50));
  EXPECT_EQ(loaded_, "");
}

}  // namespace
}  // namespace pinbridge::app
