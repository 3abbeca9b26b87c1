#include "api/playback.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"

namespace pinbridge::api {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Changes = std::vector<Playback::Change>;

class Edges : public BenchListener {
 public:
  void pin_changed(const PinChange& change) override {
    all.push_back({change.time.time_since_epoch(), change.state.level});
  }
  std::vector<std::pair<Duration, Level>> all;
};

class PlaybackTest : public testing::ApiBenchTest {
 protected:
  PlaybackTest() {
    bench_->changes().add(edges_);
    bench_->changes().watch(*bench_->pins().find("b1:a"));
  }
  ~PlaybackTest() override { bench_->changes().remove(edges_); }

  /// b1:a is high by its pull: low at 10 us, released at 25 us.
  void load_a_pulse() {
    ASSERT_TRUE(playback_->load("b1:a", {{microseconds(10), strong(false)}}));
    ASSERT_TRUE(playback_->load("b1:a", {{microseconds(25), kNoDrive}}));
  }
  static std::string refusal(const Result<void>& result) {
    return result ? "" : result.error().message;
  }
  static Duration at(int us) { return microseconds(us) + Duration(5); }

  Edges edges_;
  std::vector<Time> ends_;
  std::unique_ptr<Playback> playback_ =
      std::make_unique<Playback>(*commands_, [this](Time time) { ends_.push_back(time); });
};

TEST_F(PlaybackTest, ChangesHappenAtTheirTimesHoweverLateTheTurn) {
  load_a_pulse();
  ASSERT_TRUE(playback_->play(microseconds(40), 1));
  EXPECT_THAT(edges_.all, IsEmpty());
  advance(seconds(1));
  using Edge = std::pair<Duration, Level>;
  EXPECT_THAT(edges_.all, ElementsAre(Edge{at(10), Level::low}, Edge{at(25), Level::high}));
  EXPECT_THAT(ends_, ElementsAre(Time(at(40))));
}

TEST_F(PlaybackTest, AWaveformIsRepeatedWithoutDrift) {
  load_a_pulse();
  ASSERT_TRUE(playback_->play(microseconds(40), 3));
  advance(seconds(1));
  using Edge = std::pair<Duration, Level>;
  EXPECT_THAT(edges_.all, ElementsAre(Edge{at(10), Level::low}, Edge{at(25), Level::high},
                                      Edge{at(50), Level::low}, Edge{at(65), Level::high},
                                      Edge{at(90), Level::low}, Edge{at(105), Level::high}));
  EXPECT_THAT(ends_, ElementsAre(Time(at(120))));
}

TEST_F(PlaybackTest, AnEndlessOneEndsWithItsClientAndReleasesItsPins) {
  load_a_pulse();
  ASSERT_TRUE(playback_->play(microseconds(40), 0));
  advance(microseconds(40 * 1000 + 12));
  EXPECT_EQ(edges_.all.size(), 2001U);
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::low);
  playback_.reset();
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::high);
  advance(seconds(1));
  EXPECT_EQ(edges_.all.size(), 2002U);
  EXPECT_THAT(ends_, IsEmpty());
}

TEST_F(PlaybackTest, PinsOfOneTimeChangeTogether) {
  ASSERT_TRUE(playback_->load("b1:a", {{microseconds(1), strong(false)}}));
  ASSERT_TRUE(playback_->load("b1:b", {{microseconds(1), strong(true)}}));
  bench_->changes().watch(*bench_->pins().find("b1:b"));
  ASSERT_TRUE(playback_->play(microseconds(2), 1));
  advance(microseconds(1));
  ASSERT_FALSE(edges_.all.empty());
  for (const auto& [time, level] : edges_.all) EXPECT_EQ(time, at(1));
}

TEST_F(PlaybackTest, PinsThatAreLoadedOneAfterTheOtherPlayInTheOrderOfTime) {
  ASSERT_TRUE(
      playback_->load("b1:a", {{microseconds(1), strong(false)}, {microseconds(3), strong(true)}}));
  ASSERT_TRUE(playback_->load("b2:a", {{microseconds(0), strong(false)}}));
  ASSERT_TRUE(playback_->load("b1:a", {{microseconds(3), strong(false)}}));
  ASSERT_TRUE(playback_->play(microseconds(4), 1));
  using Edge = std::pair<Duration, Level>;
  advance(microseconds(1));
  EXPECT_EQ(bench_->state(*bench_->pins().find("b2:a")).level, Level::low);
  advance(microseconds(3));
  EXPECT_THAT(edges_.all, ElementsAre(Edge{at(1), Level::low}, Edge{at(4), Level::high}));
}

TEST_F(PlaybackTest, WhatMakesNoSenseIsRefusedAndChangesNothing) {
  EXPECT_THAT(refusal(playback_->load("b9:a", {})), HasSubstr("no part \"b9\""));
  EXPECT_THAT(refusal(playback_->play(microseconds(1), 1)), HasSubstr("no waveform is loaded"));
  const Changes backwards{{microseconds(2), strong(true)}, {microseconds(1), strong(false)}};
  EXPECT_THAT(refusal(playback_->load("b1:a", backwards)), HasSubstr("run backwards at 1000 ns"));
  EXPECT_EQ(playback_->size(), 0U);
  load_a_pulse();
  EXPECT_THAT(refusal(playback_->load("b1:a", {{microseconds(5), kNoDrive}})),
              HasSubstr("run backwards at 5000 ns"));
  EXPECT_THAT(refusal(playback_->play(microseconds(20), 1)), HasSubstr("a change at 25000 ns"));
  const Changes many(Playback::kMostChanges, {microseconds(30), strong(true)});
  EXPECT_THAT(refusal(playback_->load("b1:a", many)), HasSubstr("limited to 1000000 changes"));
  ASSERT_TRUE(playback_->play(microseconds(40), 1));
  EXPECT_THAT(refusal(playback_->play(microseconds(40), 1)), HasSubstr("already playing"));
  EXPECT_THAT(refusal(playback_->load("b1:a", {})), HasSubstr("nothing can be added"));
}

TEST_F(PlaybackTest, OfManyChangesAtOneTimeTheLastReplacesTheOthers) {
  Changes many(Playback::kMostChanges / 2, {microseconds(1), strong(false)});
  many.back().drive = strong(true);
  many.push_back({microseconds(2), strong(false)});
  ASSERT_TRUE(playback_->load("b1:a", many));
  EXPECT_EQ(playback_->size(), 2U);
  ASSERT_TRUE(
      playback_->load("b1:a", {{microseconds(2), kNoDrive}, {microseconds(3), pull(false)}}));
  EXPECT_EQ(playback_->size(), 3U);
  bench_->drive(PinId{0}, kNoDrive);
  edges_.all.clear();
  ASSERT_TRUE(playback_->play(microseconds(4), 1));
  advance(microseconds(3));
  using Edge = std::pair<Duration, Level>;
  EXPECT_THAT(edges_.all, ElementsAre(Edge{at(1), Level::high}, Edge{at(2), Level::highz},
                                      Edge{at(3), Level::low}));
}

TEST_F(PlaybackTest, TracksOfSeveralPinsKeepTheirOrderInEachRound) {
  bench_->changes().watch(*bench_->pins().find("b2:a"));
  ASSERT_TRUE(
      playback_->load("b2:a", {{microseconds(2), strong(false)}, {microseconds(4), kNoDrive}}));
  ASSERT_TRUE(
      playback_->load("b1:a", {{microseconds(1), strong(false)}, {microseconds(3), kNoDrive}}));
  ASSERT_TRUE(playback_->play(microseconds(5), 2));
  advance(seconds(1));
  std::vector<Duration> times;
  times.reserve(edges_.all.size());
  for (const auto& [time, level] : edges_.all) times.push_back(time);
  EXPECT_THAT(times, ElementsAre(at(1), at(2), at(3), at(4), at(6), at(7), at(8), at(9)));
}

TEST_F(PlaybackTest, AWaveformThatOutlivesTheClockNeitherEndsNorChangesEarly) {
  ASSERT_TRUE(playback_->load("b1:a", {{Duration(1), strong(false)}, {Duration::max(), kNoDrive}}));
  ASSERT_TRUE(playback_->play(Duration::max(), 2));
  advance(std::chrono::hours(24 * 365));
  using Edge = std::pair<Duration, Level>;
  EXPECT_THAT(edges_.all, ElementsAre(Edge{Duration(6), Level::low}));
  EXPECT_THAT(ends_, IsEmpty());
}

/// More pins than a waveform may have.
class Wide : public Part {
 public:
  Layout layout() const override {
    Layout layout;
    for (std::size_t i = 0; i <= Playback::kMostPins; ++i) {
      layout.pins.emplace_back(std::to_string(i));
    }
    return layout;
  }
};

TEST_F(PlaybackTest, HasALimitedNumberOfPinsThatChangeTogether) {
  std::vector<PartInstance> parts;
  parts.push_back({"w", "wide", std::make_unique<Wide>()});
  bench_->rewire(std::move(parts), {});
  for (std::size_t i = 0; i < Playback::kMostPins; ++i) {
    ASSERT_TRUE(playback_->load(fmt::format("w:{}", i), {{microseconds(1), strong(true)}}));
  }
  EXPECT_THAT(refusal(playback_->load(fmt::format("w:{}", Playback::kMostPins), {})),
              HasSubstr("limited to 4096 pins"));
  EXPECT_TRUE(playback_->load("w:0", {{microseconds(2), kNoDrive}}));
  ASSERT_TRUE(playback_->play(microseconds(2), 1));
  advance(microseconds(1));
  const PinId last{static_cast<std::uint32_t>(Playback::kMostPins - 1)};
  EXPECT_EQ(bench_->state(last).level, Level::high);
}

TEST_F(PlaybackTest, TooShortARoundIsNotRepeated) {
  ASSERT_TRUE(playback_->load("b1:a", {{Duration(0), strong(false)}}));
  EXPECT_THAT(refusal(playback_->play(Duration(999), 0)), HasSubstr("must last 1000 ns or longer"));
  EXPECT_TRUE(playback_->play(Duration(999), 1));
}

}  // namespace
}  // namespace pinbridge::api
