#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/log_capture.hpp"
#include "bench/bench.hpp"
#include "links/chip/gpio_chip.hpp"
#include "links/chip/virtio_chip.hpp"

namespace pinbridge::chip {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr LineOffset kLine{1};

/// What clients would read when they are notified.
struct Notes : BenchListener {
  void part_changed(PartId /*part*/, Time /*time*/) override { look(); }

  std::function<void()> look;
  std::int64_t held = -1;
};

/// A chip of two lines alone on its bench, and a guest that takes an edge when the test calls
/// taken().
class PaceTest : public ::testing::Test {
 protected:
  void start(const std::string& pace) {
    auto parts = board({{"lines", "2"}, {"floating", "low"}, {"pace", pace}});
    chip_ = dynamic_cast<GpioChip*>(parts.back().part.get());
    bench_ = std::make_unique<Bench>(std::move(parts), std::vector<Wire>{}, timers_, 1);
    chip_->listen([this](LineOffset line, bool level) {
      seen_ += line == kLine ? (level ? '1' : '0') : (level ? 'a' : 'b');
      if (has_interrupts_) chip_->hold(line, at_most_);
    });
  }
  void rewire(std::map<std::string, std::string> attributes) {
    bench_->rewire(board(std::move(attributes)), {});
  }
  void put(bool level) {
    bench_->drive_by_hand(bench_->pins().find("vm:1").value(), strong(level));
  }
  /// Of line 0, which the guest sees as "a" and "b".
  void put_other(bool level) {
    bench_->drive_by_hand(bench_->pins().find("vm:0").value(), strong(level));
  }
  /// So many edges, the first of them rising if the line is low.
  void edges(int count) {
    for (int i = 0; i < count; ++i) put(level_ = !level_);
  }
  void at(Duration time) { bench_->begin_turn(Time(time)); }
  std::string take_seen() { return std::exchange(seen_, {}); }
  std::int64_t shown(std::string_view name) {
    for (const ControlState& state : chip_->shows()) {
      if (state.name == name) return std::get<std::int64_t>(state.value);
    }
    return -1;
  }

  std::size_t before_ = 0;  ///< other chips, on the board before this one
  testing::LogCapture log_;
  TimerQueue timers_;
  GpioChip* chip_ = nullptr;
  std::unique_ptr<Bench> bench_;
  bool has_interrupts_ = true;
  std::optional<Duration> at_most_;
  bool level_ = false;
  std::string seen_;

 private:
  static PartInstance chip(std::string id, std::map<std::string, std::string> given) {
    Attributes attributes(given);
    PartInstance made{std::move(id), "chip-virtio-gpio", virtio_chip_type().make(attributes),
                      std::move(given)};
    EXPECT_THAT(attributes.problems(), IsEmpty());
    return made;
  }
  std::vector<PartInstance> board(std::map<std::string, std::string> attributes) const {
    std::vector<PartInstance> parts;
    parts.reserve(before_ + 1);
    for (std::size_t i = 0; i < before_; ++i) parts.push_back(chip(std::to_string(i), {}));
    parts.push_back(chip("vm", std::move(attributes)));
    return parts;
  }
};

TEST_F(PaceTest, WithoutItEdgesDoNotWaitForTheGuest) {
  start("off");
  edges(3);
  EXPECT_EQ(seen_, "101");
  EXPECT_EQ(shown("held"), -1);
}

TEST_F(PaceTest, AnEdgeWaitsUntilTheGuestHasTakenThePreviousOne) {
  start("on");
  edges(3);
  EXPECT_EQ(seen_, "1");
  EXPECT_EQ(shown("held"), 2);
  EXPECT_TRUE(chip_->read(kLine)) << "the guest reads the level of the edge that it handles";
  chip_->taken(kLine);
  EXPECT_EQ(seen_, "10");
  EXPECT_FALSE(chip_->read(kLine));
  chip_->taken(kLine);
  chip_->taken(kLine);
  chip_->taken(kLine);
  EXPECT_EQ(seen_, "101");
  EXPECT_EQ(shown("held"), 0);
}

TEST_F(PaceTest, EachOfAThousandFastEdgesReachesASlowGuestInOrder) {
  start("on");
  std::string expected;
  int turn = 0;
  for (int i = 0; i < 1000; ++i) {
    at(microseconds(100) * ++turn);
    edges(1);
    expected += level_ ? '1' : '0';
    if (turn % 5 == 0) chip_->taken(kLine);
  }
  EXPECT_EQ(seen_.size(), 201U) << "one at once, and one for each that was taken";
  for (; seen_.size() < 1000 && turn < 10'000; ++turn) {
    at(microseconds(100) * turn);
    if (turn % 5 == 0) chip_->taken(kLine);
  }
  EXPECT_EQ(seen_, expected);
  EXPECT_EQ(shown("merged"), 0);
}

TEST_F(PaceTest, ALineWithoutInterruptsDoesNotWait) {
  has_interrupts_ = false;
  start("on");
  edges(5);
  EXPECT_EQ(seen_, "10101");
}

TEST_F(PaceTest, EdgesOfAllLinesKeepTheirOrder) {
  start("on");
  edges(2);
  put_other(true);
  edges(1);
  for (int i = 0; i < 3; ++i) {
    chip_->taken(kLine);
    chip_->taken(LineOffset{0});
  }
  EXPECT_EQ(seen_, "10a1");
}

TEST_F(PaceTest, ALineThatIsMaskedDelaysOthersForATenthOfASecondOnly) {
  start("on");
  edges(2);
  put_other(true);
  at(microseconds(99'999));
  EXPECT_EQ(seen_, "1");
  at(milliseconds(100));
  EXPECT_EQ(seen_, "1a");
  chip_->taken(LineOffset{0});
  put_other(false);
  EXPECT_EQ(seen_, "1ab") << "no more waits for the line that is masked";
  chip_->taken(LineOffset{0});
  chip_->taken(kLine);
  EXPECT_EQ(seen_, "1ab0");
}

TEST_F(PaceTest, ALineThatIsNeverTakenWaitsForItsLinksLimitAndCountsAsMerged) {
  at_most_ = milliseconds(1000);
  start("on");
  edges(2);
  at(microseconds(999'999));
  EXPECT_EQ(seen_, "1");
  at(milliseconds(1000));
  EXPECT_EQ(seen_, "10");
  EXPECT_EQ(shown("merged"), 1);
  at(milliseconds(2000));
  edges(1);
  EXPECT_EQ(seen_, "101") << "none waited when the limit was over";
  EXPECT_EQ(shown("merged"), 1);
}

TEST_F(PaceTest, APauseFollowsEachEdgeThatIsTaken) {
  start("200us");
  edges(3);
  at(milliseconds(5));
  EXPECT_EQ(seen_, "1") << "not taken yet";
  chip_->taken(kLine);
  at(microseconds(5199));
  EXPECT_EQ(seen_, "1");
  at(microseconds(5200));
  EXPECT_EQ(seen_, "10");
}

TEST_F(PaceTest, APauseFollowsEachEdgeWhereTheLinkDoesNotKnowWhatIsTaken) {
  has_interrupts_ = false;
  start("1ms");
  edges(3);
  EXPECT_EQ(seen_, "1");
  at(milliseconds(1));
  EXPECT_EQ(seen_, "10");
  at(milliseconds(1) + microseconds(999));
  EXPECT_EQ(seen_, "10");
  at(milliseconds(2));
  EXPECT_EQ(seen_, "101");
}

TEST_F(PaceTest, AFullQueueMergesTheLastEdgesAndReportsHowMany) {
  start("on");
  edges(1 + static_cast<int>(LinePacer::kMostHeld));
  EXPECT_EQ(shown("merged"), 0);
  edges(10);
  EXPECT_EQ(shown("merged"), 10);
  EXPECT_EQ(shown("held"), static_cast<std::int64_t>(LinePacer::kMostHeld));
  at(milliseconds(100));
  EXPECT_THAT(log_.warnings(),
              ElementsAre("vm: 10 edges were merged with earlier ones, which the guest had not "
                          "taken yet; most at line 1; 10 of them because 16384 edges "
                          "were held already"));
  const std::size_t count = 1 + LinePacer::kMostHeld;
  while (seen_.size() < count) chip_->taken(kLine);
  EXPECT_EQ(seen_.back(), level_ ? '1' : '0') << "the newest level is kept";
}

TEST_F(PaceTest, AGuestThatGoesLeavesNothingHeld) {
  start("on");
  edges(4);
  chip_->listen({});
  EXPECT_EQ(shown("held"), 0);
  EXPECT_EQ(chip_->last_level(kLine), level_);
}

TEST_F(PaceTest, ALineThatBecomesAnOutputHoldsNothing) {
  start("on");
  edges(4);
  bench_->drive_by_hand(bench_->pins().find("vm:1").value(), kNoDrive);
  take_seen();
  for (int i = 0; i < 2; ++i) {
    chip_->drive(kLine, true);
    chip_->drive(kLine, false);
  }
  EXPECT_EQ(seen_.substr(seen_.size() - 4), "1010");
  EXPECT_EQ(shown("held"), 0);
}

TEST_F(PaceTest, AnOutputThatIsReleasedIsAtOnceAtTheLevelOfTheBoard) {
  start("on");
  put_other(true);
  put(false);
  chip_->drive(kLine, true);
  take_seen();
  chip_->release(kLine);
  EXPECT_EQ(seen_, "0") << "though line 0 has an edge that is not taken";
  EXPECT_FALSE(chip_->read(kLine));
}

TEST_F(PaceTest, ClientsAreNotifiedWhenNothingIsHeldAnyLonger) {
  has_interrupts_ = false;
  start("1ms");
  edges(150);
  Notes notes;
  notes.look = [&] { notes.held = shown("held"); };
  bench_->changes().add(notes);
  for (int ms = 1; ms <= 300; ++ms) at(milliseconds(ms));
  EXPECT_EQ(seen_.size(), 150U);
  EXPECT_EQ(notes.held, 0);
  bench_->changes().remove(notes);
}

TEST_F(PaceTest, ABoardWithoutPacingReleasesWhatWasHeld) {
  start("on");
  edges(4);
  rewire({{"lines", "2"}});
  EXPECT_EQ(seen_, "1010");
  EXPECT_EQ(shown("held"), -1);
  edges(2);
  EXPECT_EQ(seen_, "101010");
}

TEST_F(PaceTest, ABoardOnWhichTheChipHasAnotherPlaceReleasesWhatWasHeld) {
  before_ = 3;
  start("on");
  edges(4);
  bool wired = false;
  chip_->listen([&](LineOffset line, bool level) {
    seen_ += level ? '1' : '0';
    wired = chip_->is_wired(line);
  });
  take_seen();
  before_ = 0;
  rewire({{"lines", "2"}});
  EXPECT_EQ(seen_, "010");
  EXPECT_TRUE(wired);
}

TEST(Pace, OtherValuesAreProblems) {
  for (const std::string value : {"yes", "-1ms", "1001ms", "5", "200 us"}) {
    Attributes attributes(std::map<std::string, std::string>{{"pace", value}});
    virtio_chip_type().make(attributes);
    ASSERT_EQ(attributes.problems().size(), 1U) << value;
    EXPECT_EQ(
        attributes.problems()[0].message,
        "\"" + value + "\" is not \"off\", \"on\" or a pause of up to a second, such as \"200us\"");
  }
}

}  // namespace
}  // namespace pinbridge::chip
