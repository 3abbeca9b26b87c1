#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/bench.hpp"
#include "bench/testing/still_part.hpp"

namespace pinbridge {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr PinIndex kOnlyPin{0};

/// One pin, driven according to its attribute; records what it senses, and its own destruction.
class Trier : public Part {
 public:
  Trier(std::string attribute, std::vector<std::string>& log)
      : attribute_(std::move(attribute)), log_(log) {}

  Layout layout() const override { return {.pins = {"p"}}; }
  bool senses() const override { return true; }
  void sensed(PinIndex, Signal signal) override {
    log_.push_back("sensed " + std::string(to_string(signal.level)));
  }
  bool become(Part& next) override {
    auto& other = dynamic_cast<Trier&>(next);
    if (attribute_.starts_with("fixed") || other.attribute_.starts_with("fixed")) return false;
    attribute_ = other.attribute_;
    return true;
  }
  void wake_in(Duration delay) {
    timer_.start(host(), delay, [this] { log_.emplace_back("woken"); });
  }

  void settled() override { settled_at = host().signal(kOnlyPin).level; }

  int age = 0;
  Level settled_at = Level::conflict;

 protected:
  void placed() override {
    ++age;
    if (attribute_ == "high") host().drive(kOnlyPin, strong(true));
    if (attribute_ == "low") host().drive(kOnlyPin, strong(false));
  }

 private:
  std::string attribute_;
  std::vector<std::string>& log_;
  PartTimer timer_;
};

class RewireTest : public ::testing::Test, public BenchListener {
 protected:
  /// "x=high" is a part and its attribute, "x-y" a wire.
  struct Plan {
    std::vector<PartInstance> parts;
    std::vector<Wire> wires;
  };
  Plan plan(const std::vector<std::string>& words) {
    Plan plan;
    std::map<std::string, std::uint32_t> index;
    for (const std::string& word : words) {
      const std::string id = word.substr(0, 1);
      const std::string rest = word.substr(2);
      if (word[1] == '=') {
        index[id] = static_cast<std::uint32_t>(plan.parts.size());
        plan.parts.push_back({id, "probe", std::make_unique<Trier>(rest, log_[id]), {{"a", rest}}});
      } else {
        plan.wires.push_back(
            {{PartId{index.at(id)}, kOnlyPin}, {PartId{index.at(rest)}, kOnlyPin}});
      }
    }
    return plan;
  }
  void start(const std::vector<std::string>& words) {
    Plan made = plan(words);
    bench_.emplace(std::move(made.parts), made.wires, timers_, 1);
    bench_->changes().add(*this);
    forget();
  }
  void rewire(const std::vector<std::string>& words) {
    forget();
    Plan made = plan(words);
    bench_->rewire(std::move(made.parts), made.wires);
  }
  void forget() {
    told_.clear();
    for (auto& [id, lines] : log_) lines.clear();
  }
  PinId pin(std::string_view name) { return bench_->pins().find(name).value(); }
  Trier& probe(std::string_view id) {
    return dynamic_cast<Trier&>(bench_->part(bench_->pins().find_part(id).value()));
  }

  void pin_changed(const PinChange& change) override {
    told_.push_back(bench_->pins().name(change.pin) + " " +
                    std::string(to_string(change.state.direction)) + " " +
                    std::string(to_string(change.state.level)));
  }
  void conflict_began(const Conflict& conflict) override {
    told_.push_back("conflict of " + std::to_string(conflict.pins.size()));
  }
  void rewired(std::span<const std::optional<PinId>> moved) override {
    moved_.assign(moved.begin(), moved.end());
  }

  TimerQueue timers_;
  std::map<std::string, std::vector<std::string>> log_;
  std::vector<std::string> told_;
  std::vector<std::optional<PinId>> moved_;
  std::optional<Bench> bench_;
};

TEST_F(RewireTest, AnUnchangedPartIsKeptAndSensesOnlyChanges) {
  start({"x=high", "y=", "x-y"});
  Trier& y = probe("y");
  rewire({"n=", "y=", "x=high", "x-y"});
  EXPECT_EQ(&probe("y"), &y);
  EXPECT_EQ(y.age, 2) << "it was placed again";
  EXPECT_THAT(log_["y"], IsEmpty());
  EXPECT_EQ(bench_->signal(pin("y:p")).level, Level::high);
}

TEST_F(RewireTest, EveryPartSeesItsResolvedSignalsThoughTheyDidNotChange) {
  start({"x=high", "y=", "x-y"});
  EXPECT_EQ(probe("y").settled_at, Level::high);
  probe("y").settled_at = Level::conflict;
  rewire({"x=high", "y=", "x-y"});
  EXPECT_EQ(probe("y").settled_at, Level::high);
  rewire({"x=high", "y="});
  EXPECT_EQ(probe("y").settled_at, Level::highz);
}

TEST_F(RewireTest, AnUnchangedPartSensesTheLevelsOfNewWires) {
  start({"x=high", "y=", "z=low", "x-y"});
  rewire({"x=high", "y=", "z=low", "z-y"});
  EXPECT_THAT(log_["y"], ElementsAre("sensed low"));
  rewire({"x=high", "y=", "z=low"});
  EXPECT_THAT(log_["y"], ElementsAre("sensed highz"));
}

TEST_F(RewireTest, APartOfOtherAttributesIsAnotherUnlessItCanBecomeIt) {
  start({"x=high", "y=fixed 1"});
  const Trier* x = &probe("x");
  const Trier* y = &probe("y");
  rewire({"x=low", "y=fixed 2"});
  EXPECT_EQ(&probe("x"), x);
  EXPECT_EQ(bench_->signal(pin("x:p")).level, Level::low);
  EXPECT_NE(&probe("y"), y);
}

TEST_F(RewireTest, ANewPartSensesLevelsThatThePreviousPartOfItsNameSensed) {
  start({"x=high", "y=fixed 1", "x-y"});
  rewire({"x=high", "y=fixed 2", "x-y"});
  EXPECT_THAT(log_["y"], ElementsAre("sensed high"));
}

TEST_F(RewireTest, WatchersAndOverridesStayOnPinsOfTheSameName) {
  start({"x=", "y=", "z=", "x-y"});
  bench_->changes().watch(pin("y:p"));
  bench_->drive_by_hand(pin("x:p"), strong(true));
  forget();
  rewire({"z=", "y=", "x=", "x-y"});
  EXPECT_THAT(told_, IsEmpty());
  EXPECT_EQ(bench_->signal(pin("y:p")).level, Level::high);
  rewire({"y=", "x="});
  EXPECT_THAT(told_, ElementsAre("y:p in highz"));
  bench_->drive_by_hand(pin("y:p"), strong(false));
  EXPECT_THAT(told_, ElementsAre("y:p in highz", "y:p in low"));
}

TEST_F(RewireTest, APinWhoseNameBecomesAnAliasIsAnotherPin) {
  const auto part = [](Layout layout) {
    std::vector<PartInstance> parts;
    parts.push_back({"x", "still", std::make_unique<testing::StillPart>(std::move(layout))});
    return parts;
  };
  bench_.emplace(part({.pins = {"PB0", "0"}}), std::vector<Wire>{}, timers_, 1);
  bench_->changes().add(*this);
  bench_->changes().watch(pin("x:PB0"));
  bench_->changes().watch(pin("x:0"));
  bench_->drive_by_hand(pin("x:PB0"), strong(true));
  Layout aliased{.pins = {"0"}};
  aliased.pins[0].alias = "PB0";
  bench_->rewire(part(aliased), {});
  EXPECT_THAT(moved_, ElementsAre(std::nullopt, PinId{0}));
  EXPECT_EQ(bench_->signal(PinId{0}).level, Level::highz);
  bench_->changes().unwatch(PinId{0});
  told_.clear();
  bench_->drive_by_hand(PinId{0}, strong(true));
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(RewireTest, ListenersReceiveTheNewIdOfEachPin) {
  start({"x=", "y=", "z="});
  rewire({"z=", "x="});
  EXPECT_THAT(moved_, ElementsAre(std::optional(PinId{1}), std::nullopt, std::optional(PinId{0})));
}

TEST_F(RewireTest, ATimerOfARemovedPartNeverRunsAndOneOfAKeptPartDoes) {
  start({"x=", "y="});
  probe("x").wake_in(milliseconds(1));
  probe("y").wake_in(milliseconds(2));
  rewire({"y="});
  bench_->begin_turn(Time(milliseconds(5)));
  EXPECT_THAT(log_["x"], IsEmpty());
  EXPECT_THAT(log_["y"], ElementsAre("woken"));
}

TEST_F(RewireTest, ABoardThatWasPreparedElsewhereKeepsPartsAndLeavesWhatIsNotNeeded) {
  start({"x=high", "y=fixed 1"});
  const Trier* kept = &probe("x");
  Plan made = plan({"y=fixed 2", "x=high"});
  PreparedBoard next(std::move(made.parts), made.wires, bench_->plan());
  const Part* replacement = next.find("y");
  EXPECT_EQ(next.find("z"), nullptr);
  const auto before = bench_->plan();
  bench_->rewire(next);
  EXPECT_EQ(&probe("x"), kept);
  EXPECT_EQ(&probe("y"), replacement);
  EXPECT_EQ(next.previous, before);
  EXPECT_EQ(next.parts.at(0).part, nullptr) << "in service";
  EXPECT_NE(next.parts.at(1).part, nullptr) << "not needed";
  EXPECT_EQ(before->pins.name(PinId{0}).front(), 'x') << "a plan outlives its board";
}

TEST_F(RewireTest, ABoardThatWasPreparedForAnotherIsComparedAgain) {
  start({"x=high", "y="});
  Plan made = plan({"y=", "x=high", "x-y"});
  PreparedBoard next(std::move(made.parts), made.wires, bench_->plan());
  rewire({"z=", "x=high", "y="});
  const Trier* kept = &probe("x");
  bench_->changes().watch(pin("y:p"));
  forget();
  bench_->rewire(next);
  EXPECT_EQ(&probe("x"), kept);
  EXPECT_THAT(told_, ElementsAre("y:p in high"));
}

TEST_F(RewireTest, AConflictIsNotifiedWhenItBeginsAndNotWhenItStays) {
  start({"x=high", "y=low"});
  rewire({"x=high", "y=low", "x-y"});
  EXPECT_THAT(told_, ElementsAre("conflict of 2"));
  rewire({"y=low", "x=high", "x-y"});
  EXPECT_THAT(told_, IsEmpty());
}

}  // namespace
}  // namespace pinbridge
