#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"
#include "bench/described_part.hpp"

namespace pinbridge::api {
namespace {

using std::chrono::milliseconds;
using testing::Button;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A sensor whose range begins above 0, at 1.
class Sensor : public Part, public DescribedPart {
 public:
  Layout layout() const override { return {}; }
  std::vector<ControlState> controls() const override { return {{"lux", value_}}; }
  std::vector<ControlRange> ranges() const override { return {{"lux", 1, 500}}; }
  Result<void> control(std::string_view /*name*/, const ControlValue& value) override {
    value_ = value;
    return {};
  }

 private:
  ControlValue value_ = 250;
};

using PressTest = testing::ApiBenchTest;

TEST_F(PressTest, PressLetsGoAfterItsTimeAndAPressAgainHoldsOn) {
  client().call("press", std::string("b1"), 50'000'000);
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"("pressed":1)")));
  advance(milliseconds(40));
  client().call("press", std::string("b1"));
  advance(milliseconds(99));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::low);
  advance(milliseconds(1));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::high);
  client().got();
  client().call("press", std::string("b1"), 0);
  client().call("press", std::string("b1"), -5);
  client().call("press", std::string("b1"), std::string("long"));
  client().call("press", std::string("b9"));
  EXPECT_THAT(client().got(),
              ElementsAre(HasSubstr("a press lasts from 1 ns to 1 h, not 0 ns"),
                          HasSubstr("not -5 ns"), HasSubstr("the duration must be a number of ns"),
                          HasSubstr("no part \\\"b9\\\"")));
}

TEST_F(PressTest, PressTakesAnyControlOfAPartWrittenAsAPinIs) {
  client().call("press", std::string("b1:pressed"));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"("pressed":1)")));
  advance(milliseconds(100));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::high);
  client().call("press", std::string("b1:5"));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"(no control \"5\"; it has: pressed)")));
}

TEST_F(PressTest, AControlThatCannotBeReleasedIsNotPressed) {
  std::vector<PartInstance> parts;
  parts.push_back({"ldr", "sensor", std::make_unique<Sensor>()});
  bench_->rewire(std::move(parts), {});
  client().got();
  client().call("press", std::string("ldr:lux"));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("ldr: lux takes 1 to 500, but a press ends")));
  EXPECT_EQ(bench_->part(PartId{0}).controls().front().value, ControlValue(250));
}

TEST_F(PressTest, PressedAgainByItsOtherNameAButtonIsHeldOn) {
  client().call("press", std::string("b1"), 50'000'000);
  client().call("press", std::string("b1:pressed"), 100'000'000);
  advance(milliseconds(99));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::low);
  advance(milliseconds(1));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::high);
}

TEST_F(PressTest, AButtonThatIsHeldByHandIsNotReleasedByAnEarlierPress) {
  client().call("press", std::string("b1"), 50'000'000);
  client().call("control", std::string("b1"), std::string("pressed"), 0);
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::high);
  client().call("control", std::string("b1"), std::string("pressed"), 1);
  advance(milliseconds(51));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::low);
}

TEST_F(PressTest, APressOfAPartThatIsReplacedDoesNotReleaseTheNewOne) {
  client().call("press", std::string("b1"), 50'000'000);
  std::vector<PartInstance> parts;
  parts.push_back({"b1", "button", std::make_unique<Button>(), {{"color", "red"}}});
  bench_->rewire(std::move(parts), {});
  commands_->board_was_exchanged();
  client().call("control", std::string("b1"), std::string("pressed"), 1);
  advance(milliseconds(51));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::low);
}

}  // namespace
}  // namespace pinbridge::api
