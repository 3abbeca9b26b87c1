#include "api/embodiments.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"

namespace pinbridge::api {
namespace {

using testing::Button;
using testing::Client;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A custom chip with two pins and a control.
class Chip : public EmbodiedPart {
 public:
  Layout layout() const override { return {.pins = {"IN", "OUT"}}; }
  std::vector<ControlState> controls() const override { return {{"level", level_}}; }
  Result<void> control(std::string_view name, const ControlValue& value) override {
    if (name != "level") return Part::control(name, value);
    level_ = std::get<std::int64_t>(value);
    notify_control(name, value);
    return {};
  }

 private:
  std::int64_t level_ = 0;
};

/// chip1 and chip2, of which chip1's IN is wired to chip2's OUT, and a button.
class EmbodimentsTest : public ::testing::Test {
 protected:
  EmbodimentsTest() : bench_(parts(), wires(), timers_, 1), commands_(bench_, "board") {
    bench_.begin_turn(Time(Duration(5)));
    first_ = std::make_unique<Client>(hub_);
    second_ = std::make_unique<Client>(hub_);
  }
  static std::vector<PartInstance> parts() {
    std::vector<PartInstance> parts;
    parts.push_back({"chip1", "chip-a", std::make_unique<Chip>(), {}});
    parts.push_back({"chip2", "chip-a", std::make_unique<Chip>(), {}});
    parts.push_back({"b1", "button", std::make_unique<Button>(), {}});
    return parts;
  }
  static std::vector<Wire> wires() {
    return {{{PartId{0}, PinIndex{0}}, {PartId{1}, PinIndex{1}}}};
  }
  using Names = std::vector<std::string>;
  using Drives = std::map<std::string, std::string>;
  Level level(std::string_view pin) { return bench_.state(bench_.pins().find(pin).value()).level; }
  void advance(Duration by) { bench_.begin_turn(bench_.now() + by); }

  TimerQueue timers_;
  Bench bench_;
  Commands commands_;
  Hub hub_{commands_, [] {}};
  std::unique_ptr<Client> first_;
  std::unique_ptr<Client> second_;
};

TEST_F(EmbodimentsTest, AClientIsNotifiedOfThePinsAndControlsOfItsPart) {
  first_->call("embody", std::string("chip1"), Names{"IN"});
  EXPECT_THAT(first_->got(),
              ElementsAre(AllOf(HasSubstr(R"({"part":"chip1","pins":[{"pin":"chip1:IN",)"),
                                HasSubstr(R"("controls":{"level":0},"shows":{},"time":5})"))));
  commands_.set({{"chip2:OUT", strong(true)}}).value();
  commands_.control("chip1", "level", 7).value();
  EXPECT_THAT(first_->got(),
              ElementsAre(R"([2,"sensed",[{"part":"chip1","pin":"IN","state":"high","time":5}]])",
                          R"([2,"controlled",[{"part":"chip1","control":"level","value":7,)"
                          R"("time":5}]])"));
  EXPECT_THAT(second_->got(), IsEmpty());
}

TEST_F(EmbodimentsTest, APinIsDrivenAsTheClientSaysUntilItLeaves) {
  first_->call("embody", std::string("chip2"), Names{});
  first_->call("drive", std::string("chip2"),
               Drives{{"pin", "OUT"}, {"state", "high"}, {"strength", "pull"}});
  EXPECT_EQ(level("chip1:IN"), Level::high);
  commands_.set({{"chip1:IN", strong(false)}}).value();
  EXPECT_EQ(level("chip1:IN"), Level::low) << "a pull is weaker";
  commands_.set({{"chip1:IN", kNoDrive}}).value();
  first_->call("drive", std::string("chip2"), Drives{{"pin", "OUT"}, {"state", "low"}});
  EXPECT_EQ(level("chip1:IN"), Level::low);
  first_->call("leave", std::string("chip2"));
  EXPECT_EQ(level("chip1:IN"), Level::highz);
}

TEST_F(EmbodimentsTest, AClientThatDisconnectsReleasesItsPins) {
  first_->call("embody", std::string("chip2"), Names{});
  first_->call("drive", std::string("chip2"), Drives{{"pin", "OUT"}, {"state", "high"}});
  first_->call("show", std::string("chip2"), Drives{{"text", "on"}});
  first_.reset();
  EXPECT_EQ(level("chip1:IN"), Level::highz);
  EXPECT_TRUE(bench_.part(PartId{1}).shows().empty());
  second_->call("embody", std::string("chip2"), Names{});
  EXPECT_THAT(second_->got(), ElementsAre(HasSubstr(R"("part":"chip2")")));
}

TEST_F(EmbodimentsTest, ValuesThatAreShownAreReplacedByNameAndNotifiedOnceInAWindow) {
  first_->call("embody", std::string("chip1"), Names{});
  second_->call("watch");
  second_->got();
  for (const char* text : {"a", "b", "c"}) {
    first_->call("show", std::string("chip1"), Drives{{"text", text}, {"more", text}});
  }
  EXPECT_THAT(second_->got(), ElementsAre(HasSubstr(R"("shows":{"more":"a","text":"a"})")));
  first_->call("show", std::string("chip1"), Drives{{"more", ""}});
  advance(std::chrono::milliseconds(20));
  EXPECT_THAT(second_->got(), ElementsAre(HasSubstr(R"("shows":{"text":"c"})")));
}

TEST_F(EmbodimentsTest, ImpossibleRequestsAreRefusedAndChangeNothing) {
  const auto refusal = [&](Client& client) {
    const auto got = client.got();
    return got.empty() ? std::string() : got.back();
  };
  first_->call("embody", std::string("b1"), Names{});
  EXPECT_THAT(refusal(*first_),
              HasSubstr("part \\\"b1\\\" is a button, which has a behaviour of its"));
  first_->call("embody", std::string("chip1"), Names{"EN"});
  EXPECT_THAT(refusal(*first_), HasSubstr("there is no pin \\\"chip1:EN\\\""));
  first_->call("drive", std::string("chip1"), Drives{{"pin", "OUT"}, {"state", "high"}});
  EXPECT_THAT(refusal(*first_), HasSubstr("this client does not embody part \\\"chip1\\\""));
  first_->call("embody", std::string("chip1"), Names{});
  first_->got();
  second_->call("embody", std::string("chip1"), Names{});
  EXPECT_THAT(refusal(*second_), HasSubstr("another client embodies part \\\"chip1\\\""));
  first_->call("drive", std::string("chip1"), Drives{{"pin", "OUT"}, {"state", "high"}},
               Drives{{"pin", "NO"}, {"state", "high"}});
  EXPECT_THAT(refusal(*first_), HasSubstr("there is no pin \\\"chip1:NO\\\""));
  EXPECT_EQ(level("chip1:OUT"), Level::highz);
  first_->call("show", std::string("chip1"), Drives{{"text", std::string(2000, 'x')}});
  EXPECT_THAT(refusal(*first_), HasSubstr("has 2000 bytes; a text has 1024 at most"));
  first_->call("show", std::string("chip1"), Drives{{"text", "\xff"}});
  EXPECT_THAT(refusal(*first_), HasSubstr("must be printable UTF-8"));
  first_->call("show", std::string("chip1"), Drives{{"a\nb", "1"}});
  EXPECT_THAT(refusal(*first_), HasSubstr(R"(not \"a\\x0ab\")"));
  // Clients that wait for a guest would wait for this part.
  first_->call("show", std::string("chip1"), Drives{{"connected", "0"}});
  EXPECT_THAT(refusal(*first_), HasSubstr(R"(\"connected\" is reserved for the chips of guests)"));
}

TEST_F(EmbodimentsTest, APartThatTheBoardNoLongerHasEnds) {
  first_->call("embody", std::string("chip1"), Names{});
  first_->call("embody", std::string("chip2"), Names{});
  first_->call("drive", std::string("chip2"), Drives{{"pin", "OUT"}, {"state", "high"}});
  first_->got();
  std::vector<PartInstance> rest;
  rest.push_back({"chip2", "chip-a", std::make_unique<Chip>(), {}});
  bench_.rewire(std::move(rest), {});
  EXPECT_THAT(first_->got(), ElementsAre(R"([2,"ended",[{"part":"chip1","time":5}]])"));
  EXPECT_EQ(level("chip2:OUT"), Level::high) << "it was kept";
}

TEST_F(EmbodimentsTest, AReplacedPartEndsAndCanBeEmbodiedAgain) {
  first_->call("embody", std::string("chip1"), Names{});
  first_->got();
  std::vector<PartInstance> parts;
  parts.push_back({"chip1", "chip-b", std::make_unique<Chip>(), {}});
  bench_.rewire(std::move(parts), {});
  EXPECT_THAT(first_->got(), ElementsAre(R"([2,"ended",[{"part":"chip1","time":5}]])"));
  first_->call("embody", std::string("chip1"), Names{});
  EXPECT_THAT(first_->got(), ElementsAre(HasSubstr(R"("part":"chip1","pins")")));
}

TEST_F(EmbodimentsTest,
       AClientEmbodiesABoundedNumberOfPartsEachOfWhichShowsABoundedNumberOfValues) {
  std::vector<PartInstance> parts;
  for (std::size_t i = 0; i <= Embodiments::kMostParts; ++i) {
    parts.push_back({fmt::format("c{}", i), "chip-a", std::make_unique<Chip>(), {}});
  }
  bench_.rewire(std::move(parts), {});
  for (std::size_t i = 0; i < Embodiments::kMostParts; ++i) {
    first_->call("embody", fmt::format("c{}", i), Names{});
    EXPECT_THAT(first_->got(), ElementsAre(HasSubstr("[1,7,null,")));
  }
  first_->call("embody", std::string("c64"), Names{});
  EXPECT_THAT(first_->got(), ElementsAre(HasSubstr("a client can embody 64 parts at most")));
  Drives shown;
  for (std::size_t i = 0; i <= Embodiments::kMostShown; ++i) shown[fmt::format("v{}", i)] = "x";
  first_->call("show", std::string("c0"), shown);
  EXPECT_THAT(first_->got(), ElementsAre(HasSubstr("a part shows 32 values at most")));
}

TEST_F(EmbodimentsTest, AValueThatIsRemovedLeavesItsPlaceToAnother) {
  first_->call("embody", std::string("chip1"), Names{});
  Drives shown;
  for (std::size_t i = 0; i < Embodiments::kMostShown; ++i) shown[fmt::format("v{}", i)] = "x";
  first_->call("show", std::string("chip1"), shown);
  first_->got();
  first_->call("show", std::string("chip1"), Drives{{"v0", ""}, {"w0", "x"}});
  EXPECT_THAT(first_->got(), ElementsAre(HasSubstr("[1,7,null,null]")));
  first_->call("show", std::string("chip1"), Drives{{"w1", "x"}});
  EXPECT_THAT(first_->got(), ElementsAre(HasSubstr("a part shows 32 values at most")));
}

}  // namespace
}  // namespace pinbridge::api
