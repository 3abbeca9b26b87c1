#include "bench/embodied_part.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/bench.hpp"

namespace pinbridge {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Box : public EmbodiedPart {
 public:
  Layout layout() const override { return {.pins = {"A", "B"}}; }
};

struct Log : EmbodiedPart::Program {
  void pin_sensed(const EmbodiedPart& part, PinIndex pin, Level level, Time time) override {
    lines.push_back(fmt::format("{} {} {} {}", part.id(), pin.value(), to_string(level),
                                time.time_since_epoch().count()));
  }
  void control_set(const EmbodiedPart&, std::string_view, const ControlValue&, Time) override {}

  std::vector<std::string> lines;
};

/// A part "box", with both pins wired to each other.
class EmbodiedPartTest : public ::testing::Test {
 protected:
  static std::vector<PartInstance> parts() {
    std::vector<PartInstance> parts;
    parts.push_back({"box", "chip-box", std::make_unique<Box>(), {}});
    return parts;
  }
  static std::vector<Wire> wires() {
    return {{{PartId{0}, PinIndex{0}}, {PartId{0}, PinIndex{1}}}};
  }
  EmbodiedPart& box() { return dynamic_cast<EmbodiedPart&>(bench_.part(PartId{0})); }
  Level level() { return bench_.state(PinId{1}).level; }

  TimerQueue timers_;
  Bench bench_{parts(), wires(), timers_, 1};
  Log log_;
};

TEST_F(EmbodiedPartTest, OneProgramEmbodiesItUntilItLeaves) {
  Log other;
  EXPECT_TRUE(box().embody(log_));
  EXPECT_TRUE(box().embody(log_)) << "again";
  EXPECT_FALSE(box().embody(other));
  box().leave();
  EXPECT_TRUE(box().embody(other));
}

TEST_F(EmbodiedPartTest, AProgramSensesItsOwnDrives) {
  box().embody(log_);
  box().drive(PinIndex{0}, strong(true));
  EXPECT_THAT(log_.lines, ElementsAre("box 0 high 0", "box 1 high 0"));
}

TEST_F(EmbodiedPartTest, DrivesHoldOverAChangeOfTheBoardAndEndWithLeave) {
  box().embody(log_);
  box().drive(PinIndex{0}, strong(true));
  bench_.rewire(parts(), {});
  EXPECT_EQ(bench_.state(PinId{0}).level, Level::high);
  box().leave();
  EXPECT_EQ(bench_.state(PinId{0}).level, Level::highz);
}

TEST_F(EmbodiedPartTest, ShownValuesAreReplacedInPlaceAndRemovedByAnEmptyText) {
  box().embody(log_);
  box().show({{"a", 1}, {"b", "x"}});
  box().show({{"a", 2}, {"b", ""}, {"c", ""}});
  ASSERT_EQ(box().shows().size(), 1U);
  EXPECT_EQ(box().shows()[0].value, ControlValue(2));
  box().leave();
  EXPECT_THAT(box().shows(), IsEmpty());
}

}  // namespace
}  // namespace pinbridge
