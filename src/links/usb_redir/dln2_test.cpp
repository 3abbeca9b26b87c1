#include "links/usb_redir/dln2.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_lines.hpp"
#include "links/usb_redir/testing/qemu_side.hpp"

namespace pinbridge::usb_redir {
namespace {

using pinbridge::testing::FakeLines;
using testing::bytes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What Linux's dln2 and gpio-dln2 send and receive.
class Dln2Test : public ::testing::Test {
 protected:
  /// The result of a command, and its data; events that wait before it are kept.
  std::pair<unsigned, Bytes> ask(unsigned command, const Bytes& arguments = {}) {
    Bytes message;
    LittleEndianWriter(message)
        .u16(static_cast<unsigned>(8 + arguments.size()))
        .u16(command)
        .u16(0x1234)
        .u16(2)
        .bytes(arguments);
    EXPECT_TRUE(device_.put(1, message));
    while (const auto answer = device_.take(0x81)) {
      LittleEndianReader reader(*answer);
      EXPECT_EQ(reader.u16(), answer->size());
      EXPECT_TRUE(reader.u16() == command || reader.rest().size() == 10);
      if (reader.u16() != 0x1234) {
        events_.push_back(*answer);
        continue;
      }
      EXPECT_EQ(reader.u16(), 2);
      const unsigned result = reader.u16();
      return {result, {reader.rest().begin(), reader.rest().end()}};
    }
    return {0xffff, {}};
  }
  void make_output(unsigned line) {
    ask(0x0110, bytes({line, 0}));
    ask(0x0113, bytes({line, 0, 1}));
  }
  std::optional<Bytes> event() {
    if (events_.empty()) return device_.take(0x81);
    Bytes first = events_.front();
    events_.erase(events_.begin());
    return first;
  }

  FakeLines lines_{32};
  Dln2 device_{lines_};
  std::vector<Bytes> events_;
};

TEST_F(Dln2Test, AnswersTheProbeOfTheDriver) {
  EXPECT_EQ(ask(0x0030).second, bytes({0, 2, 0, 0}));
  EXPECT_EQ(ask(0x0031).second.size(), 4U);
  EXPECT_EQ(ask(0x0101).second, bytes({32, 0}));
  EXPECT_EQ(ask(0x0104, bytes({0, 0, 0, 0})).first, 0U);
  EXPECT_GT(ask(0x0201).first, 0x80U) << "no SPI";
  EXPECT_GT(ask(0x0177, bytes({0, 0})).first, 0x80U);
}

TEST_F(Dln2Test, DrivesAnEnabledOutputAtTheLevelThatWasSetBefore) {
  ask(0x010c, bytes({5, 0, 1}));
  EXPECT_THAT(lines_.take_log(), IsEmpty());
  make_output(5);
  EXPECT_THAT(lines_.take_log(), ElementsAre("5=high"));
  ask(0x010c, bytes({5, 0, 0}));
  EXPECT_THAT(lines_.take_log(), ElementsAre("5=low"));
  EXPECT_EQ(ask(0x010d, bytes({5, 0})).second, bytes({5, 0, 0}));
  EXPECT_EQ(ask(0x0114, bytes({5, 0})).second, bytes({5, 0, 1}));
  ask(0x0113, bytes({5, 0, 0}));
  EXPECT_THAT(lines_.take_log(), ElementsAre("5 released"));
}

TEST_F(Dln2Test, ALineThatIsDisabledIsReleased) {
  make_output(1);
  lines_.take_log();
  ask(0x0111, bytes({1, 0}));
  EXPECT_THAT(lines_.take_log(), ElementsAre("1 released"));
  EXPECT_EQ(ask(0x0114, bytes({1, 0})).second, bytes({1, 0, 0}));
}

TEST_F(Dln2Test, ReadsTheLevelOfALine) {
  lines_.put(31, true);
  EXPECT_EQ(ask(0x010b, bytes({31, 0})).second, bytes({31, 0, 1}));
  EXPECT_GT(ask(0x010b, bytes({32, 0})).first, 0x80U);
  EXPECT_GT(ask(0x010b, bytes({1})).first, 0x80U);
}

TEST_F(Dln2Test, ReportsEachEdgeOfALineThatAsksForThem) {
  lines_.pulse(3);
  EXPECT_FALSE(event());
  EXPECT_EQ(ask(0x011e, bytes({3, 0, 1, 0, 0})).first, 0U);
  lines_.pulse(3);
  lines_.pulse(4);
  EXPECT_EQ(event(), bytes({14, 0, 0x0f, 1, 0, 0, 0, 0, 0, 0, 1, 3, 0, 1}));
  EXPECT_EQ(event(), bytes({14, 0, 0x0f, 1, 0, 0, 0, 0, 1, 0, 1, 3, 0, 0}));
  EXPECT_FALSE(event());
  ask(0x011e, bytes({3, 0, 0, 0, 0}));
  lines_.pulse(3);
  EXPECT_FALSE(event());
}

TEST_F(Dln2Test, ReportsALevelThatIsThereAlreadyAndEachTimeItComes) {
  lines_.put(2, true);
  ask(0x011e, bytes({2, 0, 2, 0, 0}));
  EXPECT_TRUE(event());
  lines_.put(2, false);
  EXPECT_FALSE(event());
  lines_.put(2, true);
  EXPECT_TRUE(event());
}

TEST_F(Dln2Test, MergesEdgesThatFindNoRoomAndReportsTheLastLevel) {
  ask(0x011e, bytes({0, 0, 1, 0, 0}));
  for (std::size_t i = 0; i < Dln2::kMostMessages / 2; ++i) lines_.pulse(0);
  EXPECT_TRUE(lines_.merged.empty());
  lines_.put(0, true);
  lines_.put(0, false);
  lines_.put(0, true);
  EXPECT_EQ(lines_.merged[0], 2);
  std::vector<Bytes> all;
  while (auto one = event()) all.push_back(std::move(*one));
  EXPECT_EQ(all.size(), Dln2::kMostMessages + 1);
  EXPECT_EQ(all.back().back(), std::byte{1}) << "the level at last";
}

TEST_F(Dln2Test, RequestsStallWhileTheGuestTakesNoAnswers) {
  const Bytes request = bytes({8, 0, 1, 1, 0, 0, 0, 0});
  for (std::size_t i = 0; i < Dln2::kMostMessages; ++i) EXPECT_TRUE(device_.put(1, request));
  EXPECT_FALSE(device_.put(1, request));
  EXPECT_TRUE(device_.take(0x81));
  EXPECT_TRUE(device_.put(1, request));
}

TEST_F(Dln2Test, MessagesWhoseLengthIsNotTheirsStall) {
  EXPECT_FALSE(device_.put(1, {}));
  EXPECT_FALSE(device_.put(1, bytes({9, 0, 1, 1, 0, 0, 0, 0})));
  EXPECT_FALSE(device_.put(1, bytes({7, 0, 1, 1, 0, 0, 0})));
  EXPECT_GT(ask(0x0113, bytes({3, 0})).first, 0x80U) << "without a direction";
  EXPECT_GT(ask(0x011e, bytes({3, 0, 9, 0, 0})).first, 0x80U);
  EXPECT_THAT(lines_.take_log(), IsEmpty());
}

TEST_F(Dln2Test, AResetReleasesItsLinesAndForgetsItsEvents) {
  make_output(9);
  ask(0x011e, bytes({3, 0, 1, 0, 0}));
  lines_.pulse(3);
  device_.reset();
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_FALSE(event());
  lines_.pulse(3);
  EXPECT_FALSE(event());
}

}  // namespace
}  // namespace pinbridge::usb_redir
