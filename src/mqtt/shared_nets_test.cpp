#include "mqtt/shared_nets.hpp"

#include <memory>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::mqtt {
namespace {

using ::testing::ElementsAre;

/// A pin that a test drives and reads.
class Wire1 : public Part {
 public:
  Layout layout() const override { return {.pins = {"P"}}; }
};

/// The net "bus" of the bench "panel": link:NET and wire:P are on it.
class SharedNetsTest : public ::testing::Test {
 protected:
  SharedNetsTest() {
    rewire("bus");
    start();
  }

  void rewire(const std::string& net, const std::string& id = "link") {
    std::vector<PartInstance> parts;
    parts.push_back({"wire", "wire", std::make_unique<Wire1>(), {}});
    parts.push_back({id, "net-link", std::make_unique<NetLink>(net), {{"net", net}}});
    bench_.rewire(std::move(parts), {{{PartId{0}, PinIndex{0}}, {PartId{1}, PinIndex{0}}}});
  }
  void start() {
    nets_ = std::make_unique<SharedNets>(
        bench_, Topics("lab", "panel"), "run1",
        [](Time) { return std::chrono::system_clock::time_point{}; },
        SharedNets::Hooks{[this](const auto& filters) {
                            subscribed_.insert(subscribed_.end(), filters.begin(), filters.end());
                          },
                          [this] { ++news_; }});
    nets_->opened();
  }
  void drive(Drive drive) { bench_.drive(bench_.pins().find("wire:P").value(), drive); }
  Level level() { return bench_.state(bench_.pins().find("wire:P").value()).level; }
  std::string shown(std::string_view name) {
    for (const ControlState& state : bench_.part(PartId{1}).shows()) {
      if (state.name == name) return to_string(state.value);
    }
    return "";
  }
  /// "FIRST: STATE STRENGTH, …" of what is sent next.
  std::string sent() {
    const auto message = nets_->next();
    if (!message) return "";
    EXPECT_TRUE(message->retain);
    if (message->payload.empty()) return "removes " + message->topic;
    const auto value = boost::json::parse(message->payload);
    std::string text = std::to_string(value.at("first").as_int64()) + ":";
    for (const auto& drive : value.at("drives").as_array()) {
      text += " ";
      text += std::string_view(drive.at("state").as_string());
      text += "/";
      text += std::string_view(drive.at("strength").as_string());
    }
    return text;
  }
  /// The same, and the broker takes it.
  std::string taken() {
    auto text = sent();
    nets_->acknowledged("lab/panel/net/bus/link");
    return text;
  }
  void status(const std::string& bench, const std::string& state, const std::string& run) {
    nets_->received({"lab/" + bench + "/status",
                     fmt::format(R"({{"state":"{}","run":"{}"}})", state, run), true});
  }
  void side(const std::string& bench, std::uint64_t first, std::vector<Signal> signals,
            bool retained = false, const std::string& run = "r") {
    SideBatch batch{first, {}};
    for (const Signal signal : signals) batch.drives.push_back({signal, Time{}});
    nets_->received({"lab/" + bench + "/net/bus/l", side_payload(run, batch, {}), retained});
  }
  /// A board whose bench is online drives the net.
  void other(const std::string& bench, Signal signal) {
    side(bench, 1, {signal}, true);
    status(bench, "online", "r");
  }
  void let_time_pass() { bench_.begin_turn(bench_.now() + std::chrono::seconds(1)); }

  TimerQueue timers_;
  Bench bench_{{}, {}, timers_, 1};
  std::unique_ptr<SharedNets> nets_;
  std::vector<std::string> subscribed_;
  int news_ = 0;
};

TEST_F(SharedNetsTest, WhatTheBoardDrivesIsSentAndWhatOthersDriveIsNot) {
  EXPECT_THAT(subscribed_, ElementsAre("lab/+/net/bus/+"));
  EXPECT_EQ(taken(), "1: highz/none");
  drive(strong(true));
  EXPECT_EQ(taken(), "2: high/strong");
  other("b", strong(true));
  EXPECT_EQ(taken(), "");
  drive(kNoDrive);
  EXPECT_EQ(level(), Level::high) << "the other board still drives it";
  EXPECT_EQ(taken(), "3: highz/none") << "and it learns that this one does no more";
  drive(pull(false));
  EXPECT_EQ(taken(), "4: low/pull");
}

TEST_F(SharedNetsTest, TheRulesAreThoseOfOneNet) {
  other("b", strong(true));
  EXPECT_EQ(level(), Level::high);
  drive(pull(false));
  EXPECT_EQ(level(), Level::high);
  drive(strong(false));
  EXPECT_EQ(level(), Level::conflict);
  drive(kNoDrive);
  other("c", strong(false));
  EXPECT_EQ(level(), Level::conflict) << "between two others";
  other("c", pull(false));
  EXPECT_EQ(level(), Level::conflict) << "a repeated number is a repeated message";
  side("c", 2, {pull(false)});
  EXPECT_EQ(level(), Level::high);
  other("d", supply(false));
  EXPECT_EQ(level(), Level::low);
  EXPECT_EQ(shown("others"), "3");
}

TEST_F(SharedNetsTest, EachChangeOfAMessageHappensInOrder) {
  class Levels : public BenchListener {
   public:
    void pin_changed(const PinChange& change) override { seen.push_back(change.state.level); }
    std::vector<Level> seen;
  } levels;
  bench_.changes().add(levels);
  bench_.changes().watch(bench_.pins().find("wire:P").value());
  other("b", strong(false));
  side("b", 2, {strong(true), strong(false), kNoDrive});
  EXPECT_THAT(levels.seen, ElementsAre(Level::low, Level::high, Level::low, Level::highz));
  bench_.changes().remove(levels);
}

TEST_F(SharedNetsTest, ABoardThatLeavesReleasesTheNet) {
  other("b", strong(true));
  status("b", "offline", "r");
  EXPECT_EQ(level(), Level::highz);
  status("b", "online", "r2");
  EXPECT_EQ(level(), Level::highz) << "what it drove before it started again";
  side("b", 1, {strong(false)}, false, "r2");
  EXPECT_EQ(level(), Level::low);
  nets_->received({"lab/b/net/bus/l", "", false});
  EXPECT_EQ(level(), Level::highz) << "its board has the link no more";
  EXPECT_EQ(shown("others"), "0");
}

TEST_F(SharedNetsTest, WithoutAConnectionAllOthersHaveLeft) {
  taken();
  other("b", strong(true));
  EXPECT_EQ(shown("broker"), "1");
  nets_->closed();
  EXPECT_EQ(level(), Level::highz);
  EXPECT_EQ(shown("broker"), "0");
  drive(strong(true));
  drive(strong(false));
  EXPECT_EQ(sent(), "");
  nets_->opened();
  EXPECT_EQ(taken(), "3: low/strong") << "the present one";
  EXPECT_EQ(level(), Level::low);
  side("b", 1, {strong(true)}, true);
  status("b", "online", "r");
  EXPECT_EQ(level(), Level::conflict);
}

TEST_F(SharedNetsTest, ChangesThatDoNotArriveAreCounted) {
  other("b", strong(true));
  side("b", 2, {strong(false)});
  EXPECT_EQ(shown("missed"), "");
  side("b", 5, {strong(true), strong(false)});
  EXPECT_EQ(shown("missed"), "2");
  side("b", 5, {strong(true), strong(false), strong(true)});
  EXPECT_EQ(level(), Level::high) << "the third is new";
  side("b", 7, {strong(true), strong(false), strong(true), strong(false)}, true);
  EXPECT_EQ(shown("missed"), "4") << "of those that the broker has retained, only the last counts";
  EXPECT_EQ(level(), Level::low);
}

TEST_F(SharedNetsTest, WhileAMessageIsOnItsWayFurtherChangesWaitForTheNext) {
  EXPECT_EQ(sent(), "1: highz/none");
  drive(strong(true));
  drive(strong(false));
  EXPECT_EQ(sent(), "");
  nets_->acknowledged("lab/panel/net/bus/link");
  EXPECT_EQ(sent(), "2: high/strong low/strong");
}

TEST_F(SharedNetsTest, AnotherBoardTakesItsLinkAway) {
  taken();
  other("b", strong(true));
  rewire("other");
  let_time_pass();
  EXPECT_EQ(subscribed_.back(), "lab/+/net/other/+");
  EXPECT_EQ(level(), Level::highz);
  EXPECT_EQ(sent(), "removes lab/panel/net/bus/link");
  EXPECT_EQ(sent(), "1: highz/none");
  rewire("other", "link2");
  EXPECT_EQ(sent(), "removes lab/panel/net/other/link");
}

TEST_F(SharedNetsTest, ALinkThatTheNextBoardHasTooGoesOn) {
  taken();
  other("b", strong(true));
  rewire("bus");
  let_time_pass();
  EXPECT_EQ(level(), Level::high);
  EXPECT_EQ(sent(), "");
  drive(strong(true));
  EXPECT_EQ(taken(), "2: high/strong");
}

TEST_F(SharedNetsTest, OtherMessagesAreLeftAndItsOwnAreIgnored) {
  EXPECT_FALSE(nets_->received({"lab/panel/pin/a/b/set", "1", false}));
  EXPECT_TRUE(nets_->received({"lab/panel/net/bus/link", "x", false}));
  EXPECT_TRUE(nets_->received({"lab/b/net/bus/l", "no JSON", false}));
  EXPECT_TRUE(nets_->received({"lab/stranger/status", "no JSON", false}));
  EXPECT_EQ(level(), Level::highz);
}

TEST_F(SharedNetsTest, SoManyOthersCountAndFurtherOnesDoWhenOneLeaves) {
  for (std::size_t i = 0; i < SharedNets::kMostOthers; ++i)
    other(fmt::format("b{}", i), pull(true));
  other("one-more", strong(false));
  EXPECT_EQ(level(), Level::high);
  EXPECT_EQ(shown("others"), "64");
  status("b7", "offline", "r");
  EXPECT_EQ(level(), Level::low);
  EXPECT_EQ(shown("others"), "64");
}

TEST_F(SharedNetsTest, BenchesThatAreGoneTakeNoPlaceOfOthers) {
  for (std::size_t i = 0; i < SharedNets::kMostKnown - 1; ++i) {
    side(fmt::format("gone{}", i), 1, {pull(true)}, true);
  }
  other("b", strong(true));
  EXPECT_EQ(level(), Level::high);
  EXPECT_EQ(shown("others"), "1");
  other("one-more", strong(false));
  EXPECT_EQ(level(), Level::high) << "so many are known at most";
}

TEST_F(SharedNetsTest, ABusyLinkSendsFewerAndLargerMessages) {
  taken();
  for (std::uint32_t i = 1; i < SharedNets::kBurst; ++i) {
    drive(strong(i % 2 == 0));
    EXPECT_NE(taken(), "") << i;
  }
  drive(strong(true));
  EXPECT_EQ(taken(), "");
  drive(strong(false));
  const int news = news_;
  bench_.begin_turn(bench_.now() + SharedNets::kSpacing);
  EXPECT_GT(news_, news);
  EXPECT_EQ(taken(), "51: high/strong low/strong");
}

TEST_F(SharedNetsTest, TheLastDriveIsSentAgainUnderItsNumber) {
  taken();
  drive(strong(true));
  EXPECT_EQ(taken(), "2: high/strong");
  EXPECT_EQ(taken(), "");
  bench_.begin_turn(bench_.now() + SharedNets::kRepeats[0]);
  EXPECT_EQ(taken(), "2: high/strong");
  bench_.begin_turn(bench_.now() + SharedNets::kRepeats[1]);
  EXPECT_EQ(taken(), "2: high/strong");
  bench_.begin_turn(bench_.now() + std::chrono::hours(1));
  EXPECT_EQ(taken(), "");
}

TEST_F(SharedNetsTest, ABenchThatEndsRemovesWhatTheBrokerHasRetained) {
  taken();
  drive(strong(true));
  nets_->finish();
  EXPECT_EQ(sent(), "removes lab/panel/net/bus/link");
  drive(strong(false));
  EXPECT_EQ(sent(), "");
}

TEST_F(SharedNetsTest, ChangesOfAnotherBoardWithoutAConnectionAreCounted) {
  other("b", strong(true));
  nets_->closed();
  nets_->opened();
  side("b", 5, {strong(false)}, true);
  status("b", "online", "r");
  EXPECT_EQ(shown("missed"), "3");
  EXPECT_EQ(level(), Level::low);
}

}  // namespace
}  // namespace pinbridge::mqtt
