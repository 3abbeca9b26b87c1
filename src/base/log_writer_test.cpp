#include "base/log_writer.hpp"

#include <array>
#include <future>
#include <string>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/unique_fd.hpp"

namespace pinbridge {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

/// A pipe that is read when the test reads it.
class LogWriterTest : public ::testing::Test {
 protected:
  LogWriterTest() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    reader_.reset(ends[0]);
    writer_.reset(ends[1]);
    EXPECT_GT(::fcntl(writer_.get(), F_SETPIPE_SZ, 4096), 0);
  }
  /// Reads until `end` was read.
  std::string read_until(const std::string& end) {
    std::string text;
    std::array<char, 4096> block{};
    while (text.find(end) == std::string::npos) {
      const ssize_t count = ::read(reader_.get(), block.data(), block.size());
      if (count <= 0) break;
      text.append(block.data(), static_cast<std::size_t>(count));
    }
    return text;
  }

  UniqueFd reader_;
  UniqueFd writer_;
};

TEST_F(LogWriterTest, WritesLinesInOrder) {
  LogWriter log(writer_.get());
  for (int i = 0; i < 100; ++i) log.write(std::to_string(i) + "\n");
  EXPECT_TRUE(log.drain(seconds(20)));
  const std::string text = read_until("\n99\n");
  EXPECT_EQ(text.substr(0, 6), "0\n1\n2\n");
  EXPECT_EQ(text.substr(text.size() - 6), "98\n99\n");
}

TEST_F(LogWriterTest, DropsWhatIsNotReadAndReportsHowMuch) {
  LogWriter log(writer_.get(), 1000);
  const std::string line = std::string(99, 'x') + "\n";
  for (int i = 0; i < 1000; ++i) log.write(line);
  EXPECT_GT(log.dropped(), 900U);
  const std::string text = read_until("could not be written\n");
  EXPECT_THAT(text, HasSubstr(" log lines were dropped: nothing read the log"));
  // Lines that were written after that notice may wait for another, and would take this one's
  // place.
  ASSERT_TRUE(log.drain(std::chrono::seconds(30)));
  log.write("again\n");
  EXPECT_THAT(read_until("again\n"), HasSubstr("again"));
}

TEST_F(LogWriterTest, EndsInTimeThoughItIsNotRead) {
  {
    LogWriter log(writer_.get());
    log.write(std::string(100'000, 'x') + "end\n");
    EXPECT_FALSE(log.drain(std::chrono::milliseconds(1)));
  }
  // The thread that is left behind goes on when the log is read.
  EXPECT_EQ(read_until("end\n").size(), 100'004U);
}

TEST_F(LogWriterTest, SurvivesADescriptorThatItsPeerMadeNonBlocking) {
  ASSERT_EQ(::fcntl(writer_.get(), F_SETFL, O_NONBLOCK), 0);
  LogWriter log(writer_.get());
  log.write(std::string(20'000, 'x') + "end\n");
  EXPECT_EQ(read_until("end\n").size(), 20'004U);
}

TEST_F(LogWriterTest, CountsWhatAClosedPipeOrAFullDiskDoesNotTake) {
  reader_.reset();
  LogWriter closed(writer_.get());
  closed.write("lost\n");
  EXPECT_TRUE(closed.drain(seconds(20)));
  EXPECT_EQ(closed.dropped(), 1U);

  const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  LogWriter disk(full.get());
  disk.write("lost\n");
  disk.write("lost\n");
  EXPECT_TRUE(disk.drain(seconds(20)));
  EXPECT_EQ(disk.dropped(), 2U);
}

TEST_F(LogWriterTest, RunsActionsOnItsThread) {
  LogWriter log(writer_.get());
  const auto here = std::this_thread::get_id();
  std::promise<std::thread::id> thread;
  log.run([&] { thread.set_value(std::this_thread::get_id()); });
  EXPECT_NE(thread.get_future().get(), here);
  log.write("afterwards\n");
  EXPECT_EQ(read_until("afterwards\n"), "afterwards\n");
}

}  // namespace
}  // namespace pinbridge
