#include "qemu/control/trace_reader.hpp"

#include <fstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/testing/log_capture.hpp"
#include "base/testing/temp_folder.hpp"
#include "base/unique_fd.hpp"
#include "loop/testing/loop_stepper.hpp"
#include "qemu/control/testing/stamp.hpp"

namespace pinbridge::qemu {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Lets real time pass on the loop.
void pass(EventLoop& loop, Duration time) {
  testing::step_until(loop, [end = std::chrono::steady_clock::now() + time] {
    return std::chrono::steady_clock::now() > end;
  });
}

/// A reader, and what writes into its FIFO as QEMU does.
class TraceReaderTest : public ::testing::Test {
 protected:
  TraceReaderTest() { open(); }

  void open() {
    auto opened = TraceReader::open(loop_, fifo_, [this](std::string_view line, Time written) {
      lines_.emplace_back(line);
      times_.push_back(written);
      if (on_line_) on_line_();
    });
    ASSERT_TRUE(opened) << opened.error().message;
    reader_ = std::move(*opened);
  }
  UniqueFd writer() const {
    UniqueFd fd(::open(fifo_.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    EXPECT_TRUE(fd);
    return fd;
  }
  /// Writes all, while the loop is stepped.
  void write(const UniqueFd& writer, std::string_view text) {
    EXPECT_TRUE(testing::step_until(loop_, [&] {
      text.remove_prefix(write_some(writer, text));
      return text.empty();
    }));
  }
  static std::size_t write_some(const UniqueFd& writer, std::string_view text) {
    return static_cast<std::size_t>(
        std::max<ssize_t>(::write(writer.get(), text.data(), text.size()), 0));
  }
  bool until_lines(std::size_t count) {
    return testing::step_until(loop_, [&] { return lines_.size() >= count; });
  }

  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  const testing::TempFolder folder_;
  const fs::path fifo_ = folder_.path() / "log";
  std::vector<std::string> lines_;
  std::vector<Time> times_;
  std::function<void()> on_line_;
  std::unique_ptr<TraceReader> reader_;
};

TEST_F(TraceReaderTest, TheFifoIsItsOwnersOnlyAndGoneAfterwards) {
  struct stat status{};
  ASSERT_EQ(lstat(fifo_.c_str(), &status), 0);
  EXPECT_TRUE(S_ISFIFO(status.st_mode));
  EXPECT_EQ(status.st_mode & 07777, 0600U);
  reader_.reset();
  EXPECT_FALSE(fs::exists(fs::symlink_status(fifo_)));
}

TEST_F(TraceReaderTest, WhatAnEarlierOneLeftIsReplaced) {
  reader_.reset();
  ASSERT_EQ(mkfifo(fifo_.c_str(), 0666), 0);
  open();
  struct stat status{};
  ASSERT_EQ(lstat(fifo_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600U);
  reader_.reset();
  std::ofstream(fifo_) << "what a QEMU without a bench wrote\n";
  open();
  write(writer(), "line\n");
  EXPECT_TRUE(until_lines(1));
  EXPECT_THAT(lines_, ElementsAre("line"));
}

TEST_F(TraceReaderTest, SaysWhyThereCanBeNoFifo) {
  const auto none = TraceReader::open(loop_, folder_.path() / "none" / "log", {});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("cannot create the FIFO"));
  EXPECT_THAT(none.error().message, HasSubstr("No such file or directory"));
  const auto taken = TraceReader::open(loop_, folder_.path(), {});
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().message, HasSubstr("File exists"));
}

TEST_F(TraceReaderTest, LinesInPiecesAndMergedAreLines) {
  const UniqueFd qemu = writer();
  for (const char byte : std::string("one\n\ntwo\n")) {
    write(qemu, {&byte, 1});
    testing::settle(loop_);
  }
  write(qemu, "three\nfour\nfi");
  write(qemu, "ve\n");
  EXPECT_TRUE(until_lines(6));
  EXPECT_THAT(lines_, ElementsAre("one", "", "two", "three", "four", "five"));
}

TEST_F(TraceReaderTest, AnExceptionCostsItsOwnLineOnly) {
  const testing::LogCapture log;
  on_line_ = [this] {
    if (lines_.size() == 2) throw std::runtime_error("no memory");
  };
  const UniqueFd qemu = writer();
  write(qemu, "one\ntwo\nthree\n");
  EXPECT_TRUE(until_lines(3));
  write(qemu, "four\n");
  EXPECT_TRUE(until_lines(4));
  EXPECT_THAT(lines_, ElementsAre("one", "two", "three", "four"));
  EXPECT_THAT(log.warnings(), ElementsAre(HasSubstr("line of QEMU's log: no memory")));
}

TEST_F(TraceReaderTest, TheTimeOfALineIsThatOfItsStamp) {
  const Time began = std::chrono::steady_clock::now();
  const auto earlier = std::chrono::time_point_cast<std::chrono::microseconds>(
      std::chrono::system_clock::now() - std::chrono::seconds(9));
  write(writer(), testing::stamp(earlier) + "pl061_update x\n" +
                      testing::stamp(earlier + std::chrono::microseconds(50)) +
                      "pl061_update y\npl061_update z\n");
  EXPECT_TRUE(until_lines(3));
  EXPECT_THAT(lines_, ElementsAre("pl061_update x", "pl061_update y", "pl061_update z"));
  EXPECT_LT(times_[0], began - std::chrono::seconds(8));
  EXPECT_GT(times_[0], began - std::chrono::seconds(10));
  EXPECT_EQ(times_[1] - times_[0], std::chrono::microseconds(50));
  EXPECT_EQ(times_[2], Time::max()) << "the line has no time";
}

TEST_F(TraceReaderTest, WhatIsThereComesBeforeATurn) {
  EXPECT_EQ(write_some(writer(), "one\ntwo\nthr"), 11U);
  loop_.turn([this] { EXPECT_THAT(lines_, ElementsAre("one", "two")); });
}

TEST_F(TraceReaderTest, ALineThatMakesATurnIsNotReadInto) {
  on_line_ = [this] { loop_.turn([] {}); };
  EXPECT_EQ(write_some(writer(), "one\ntwo\n"), 8U);
  EXPECT_TRUE(until_lines(2));
  EXPECT_THAT(lines_, ElementsAre("one", "two"));
}

TEST_F(TraceReaderTest, AFloodKeepsNoTurnWaitingForAllOfIt) {
  const std::string flood(900'000, '\n');
  EXPECT_EQ(write_some(writer(), flood), flood.size());
  std::size_t before = 0;
  Time turn;
  loop_.set_hooks({.begin = [&](Time now) { turn = now; }, .end = {}});
  const Time last = Time(std::chrono::seconds(1));
  loop_.turn_at(last, [] {});
  loop_.turn([&] { before = lines_.size(); });
  EXPECT_EQ(turn, last) << "so that all the rest keeps its times";
  EXPECT_GE(before, 10'000U);
  EXPECT_LE(before, 20'000U);
  EXPECT_TRUE(until_lines(flood.size()));
}

TEST_F(TraceReaderTest, WritersMayConnectAgain) {
  for (int i = 0; i < 3; ++i) {
    write(writer(), "hello\n");
    EXPECT_TRUE(until_lines(1));
    EXPECT_THAT(std::exchange(lines_, {}), ElementsAre("hello"));
    testing::settle(loop_);
    EXPECT_THAT(lines_, IsEmpty());
  }
}

TEST_F(TraceReaderTest, AQemuThatStartsFindsAReader) {
  EXPECT_TRUE(writer()) << "not ENXIO, although the loop did nothing yet";
}

TEST_F(TraceReaderTest, AFloodIsTakenWhole) {
  constexpr std::size_t kLines = 100'000;
  std::string text;
  for (std::size_t i = 0; i < kLines; ++i) text += fmt::format("event {}\n", i);
  write(writer(), text);
  EXPECT_TRUE(until_lines(kLines));
  for (std::size_t i = 0; i < kLines; ++i) ASSERT_EQ(lines_[i], fmt::format("event {}", i));
}

TEST_F(TraceReaderTest, DrainTakesWhatIsLeftWithoutTheLoop) {
  std::string text;
  while (text.size() < 50'000) text += "an event of a QEMU that has ended\n";
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  {
    const UniqueFd qemu = writer();
    ASSERT_EQ(write_some(qemu, text + "unfin"), text.size() + 5);
  }
  reader_->drain();
  EXPECT_EQ(lines_.size(), lines);
  lines_.clear();
  write(writer(), "ished\n");
  EXPECT_TRUE(until_lines(1));
  EXPECT_THAT(lines_, ElementsAre("ished")) << "what the last left unfinished is no start";
}

TEST_F(TraceReaderTest, DrainEndsThoughAQemuWritesOn) {
  const UniqueFd qemu = writer();
  write_some(qemu, "first\n");
  on_line_ = [&] {
    // As fast as it is read, up to where a test that fails is to end.
    if (lines_.size() < 100'000) write_some(qemu, std::string(20'000, '\n'));
  };
  reader_->drain();
  EXPECT_LT(lines_.size(), 100U);
}

TEST_F(TraceReaderTest, ALineWithoutEndIsReportedInPieces) {
  const UniqueFd qemu = writer();
  const std::string text(1'000'000, 'x');
  write(qemu, text);
  write(qemu, "\nnext\n");
  EXPECT_TRUE(
      testing::step_until(loop_, [&] { return !lines_.empty() && lines_.back() == "next"; }));
  std::size_t total = 0;
  for (const auto& line : lines_) {
    EXPECT_LT(line.size(), 100'000U);
    total += line.size();
  }
  EXPECT_EQ(total, text.size() + std::string("next").size());
}

TEST_F(TraceReaderTest, LinesComeInOrderDuringAFloodAndAfterIt) {
  const UniqueFd qemu = writer();
  constexpr int kLines = 20'000;
  int next = 0;
  // A single line waits for no other.
  for (const int count : {1, kLines, 1, 1, kLines, 1}) {
    std::string text;
    for (int i = 0; i < count; ++i) text += std::to_string(next++) + '\n';
    write(qemu, text);
    EXPECT_TRUE(until_lines(static_cast<std::size_t>(next)));
  }
  ASSERT_EQ(lines_.size(), static_cast<std::size_t>(next));
  for (int i = 0; i < next; ++i) ASSERT_EQ(lines_[static_cast<std::size_t>(i)], std::to_string(i));
}

TEST_F(TraceReaderTest, MayEndDuringAFlood) {
  const UniqueFd qemu = writer();
  const std::string many(10 * TraceReader::kFlood, '\n');
  write(qemu, many);
  EXPECT_TRUE(until_lines(many.size()));
  const std::size_t before = lines_.size();
  write_some(qemu, many);
  reader_.reset();
  pass(loop_, 2 * TraceReader::kNap);
  EXPECT_EQ(lines_.size(), before);
  open();
  write(writer(), "line\n");
  EXPECT_TRUE(until_lines(before + 1));
}

TEST_F(TraceReaderTest, AfterItsEndThereAreNoCalls) {
  write_some(writer(), "line\n");
  reader_.reset();
  testing::settle(loop_);
  EXPECT_THAT(lines_, IsEmpty());
}

int clock_readings = 0;

/// The spin policy reads its clock when it begins to measure, and at the end of each measurement.
TEST(TraceReader, EachLineIsAWorkForWhichTheLoopMayPoll) {
  clock_readings = 0;
  EventLoop loop({.longest = std::chrono::minutes(10), .processor = [] {
                    ++clock_readings;
                    return Duration{};
                  }});
  const testing::TempFolder folder;
  int lines = 0;
  const auto reader =
      TraceReader::open(loop, folder.path() / "log", [&](std::string_view, Time) { ++lines; });
  ASSERT_TRUE(reader);
  const UniqueFd qemu(::open((folder.path() / "log").c_str(), O_WRONLY | O_CLOEXEC));
  const auto write_lines = [&](int count) {
    const std::string text(static_cast<std::size_t>(count), '\n');
    EXPECT_EQ(::write(qemu.get(), text.data(), text.size()), count);
    const int all = lines + count;
    EXPECT_TRUE(testing::step_until(loop, [&] { return lines == all; }));
  };
  write_lines(1);
  const int begun = clock_readings;
  EXPECT_GT(begun, 0);
  // Sooner, they would be a flood, which the reader does not wait for.
  pass(loop, 2 * TraceReader::kNap);
  write_lines(SpinTrial::kWorks - 2);
  write_lines(1);
  EXPECT_EQ(clock_readings, begun);
  write_lines(1);
  EXPECT_GT(clock_readings, begun);
}

}  // namespace
}  // namespace pinbridge::qemu
