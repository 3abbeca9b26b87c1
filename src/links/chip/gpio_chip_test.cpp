#include "links/chip/gpio_chip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/bench.hpp"
#include "links/chip/virtio_chip.hpp"

namespace pinbridge::chip {
namespace {

using ::testing::ElementsAre;

constexpr LineOffset kLine{1};

/// A chip alone on its bench; hands play the board.
class GpioChipTest : public ::testing::Test {
 protected:
  void start(std::map<std::string, std::string> attributes, std::uint32_t seed = 1) {
    Attributes given(std::move(attributes));
    auto made = std::make_unique<GpioChip>(GpioChipSettings::from(given, {}));
    ASSERT_TRUE(given.problems().empty()) << given.problems()[0].message;
    chip_ = made.get();
    std::vector<PartInstance> parts;
    parts.push_back({"vm", "chip-virtio-gpio", std::move(made)});
    bench_ = std::make_unique<Bench>(std::move(parts), std::vector<Wire>{}, timers_, seed);
  }
  PinId pin(std::string_view name) { return bench_->pins().find(name).value(); }
  PinState state() { return bench_->state(pin("vm:1")); }
  void hand(Drive drive) { bench_->drive_by_hand(pin("vm:1"), drive); }
  std::string reads(int times) {
    std::string seen;
    for (int i = 0; i < times; ++i) seen += chip_->read(kLine) ? '1' : '0';
    return seen;
  }

  TimerQueue timers_;
  GpioChip* chip_ = nullptr;
  std::unique_ptr<Bench> bench_;
};

TEST_F(GpioChipTest, ALineDrivesUntilItIsReleased) {
  start({{"lines", "2"}});
  chip_->drive(kLine, false);
  EXPECT_EQ(state(), (PinState{Direction::out, Level::low}));
  chip_->drive(kLine, true);
  EXPECT_EQ(state(), (PinState{Direction::out, Level::high}));
  chip_->release(kLine);
  EXPECT_EQ(state(), (PinState{Direction::in, Level::highz}));
}

TEST_F(GpioChipTest, LinesWithoutAGivenNameAreCalledAsTheirWiresUnlessNamesAreNone) {
  start({{"lines", "2"}, {"names", "clk"}});
  chip_->set_default_names({"button", "led"});
  EXPECT_THAT(chip_->names(), ElementsAre("clk", "led"));
  start({{"lines", "2"}, {"names", "none"}});
  chip_->set_default_names({"button", "led"});
  EXPECT_THAT(chip_->names(), ElementsAre("", ""));
  EXPECT_EQ(chip_->pin_label(PinIndex{1}), "");
}

TEST_F(GpioChipTest, AReleasedLineGoesToItsPull) {
  start({{"lines", "2"}, {"pull", "1:up"}});
  EXPECT_EQ(state(), (PinState{Direction::in, Level::high}));
  chip_->drive(kLine, false);
  EXPECT_EQ(state().level, Level::low);
  chip_->release(kLine);
  EXPECT_EQ(state(), (PinState{Direction::in, Level::high}));
}

TEST_F(GpioChipTest, ReportsEachChangeOfLevelInOrder) {
  start({{"lines", "2"}, {"pull", "0-1:down"}});
  std::vector<bool> told;
  chip_->listen([&](LineOffset line, bool level) {
    EXPECT_EQ(line, kLine);
    EXPECT_EQ(chip_->last_level(line), level);
    told.push_back(level);
  });
  hand(strong(true));
  hand(kNoDrive);
  hand(strong(false));
  hand(strong(true));
  EXPECT_THAT(told, ElementsAre(true, false, true));
  chip_->listen({});
  hand(strong(false));
  EXPECT_EQ(told.size(), 3U);
}

TEST_F(GpioChipTest, AFloatingLineReadsRandomAndRepeatsWithItsSeed) {
  start({{"lines", "2"}}, 3);
  const std::string first = reads(64);
  EXPECT_THAT(first, ::testing::AllOf(::testing::HasSubstr("0"), ::testing::HasSubstr("1")));
  start({{"lines", "2"}}, 3);
  EXPECT_EQ(reads(64), first);
  start({{"lines", "2"}}, 4);
  EXPECT_NE(reads(64), first);
}

TEST_F(GpioChipTest, ALineThatFloatedAndIsDrivenElsewhereThanItWasReadHasAnEdge) {
  for (std::uint32_t seed = 0; seed < 32; ++seed) {
    start({{"lines", "2"}}, seed);
    std::vector<bool> told;
    chip_->listen([&](LineOffset, bool level) { told.push_back(level); });
    const bool read = chip_->read(kLine);
    told.clear();
    hand(strong(!read));
    EXPECT_THAT(told, ElementsAre(!read)) << "seed " << seed;
  }
}

TEST_F(GpioChipTest, AFloatingLineReadsAsTheBoardSays) {
  start({{"lines", "2"}, {"floating", "low"}});
  EXPECT_EQ(reads(4), "0000");
  start({{"lines", "2"}, {"floating", "high"}});
  EXPECT_EQ(reads(4), "1111");
}

TEST_F(GpioChipTest, AConflictReadsRandomWhateverFloatingIs) {
  start({{"lines", "2"}, {"floating", "low"}});
  chip_->drive(kLine, true);
  hand(strong(false));
  EXPECT_EQ(state().level, Level::conflict);
  EXPECT_THAT(reads(64), ::testing::AllOf(::testing::HasSubstr("0"), ::testing::HasSubstr("1")));
}

TEST_F(GpioChipTest, NamesFromTheFileStandAndOthersAreFilledIn) {
  start({{"lines", "3"}, {"names", "1=clk"}});
  chip_->set_default_names({"a", "b", ""});
  EXPECT_THAT(chip_->names(), ElementsAre("a", "clk", ""));
  EXPECT_EQ(chip_->pin_label(PinIndex{1}), "clk");
}

/// A chip as the file makes it, and another that the file makes of it later.
class VirtioChipTest : public ::testing::Test {
 protected:
  static std::unique_ptr<Part> make(std::map<std::string, std::string> attributes) {
    Attributes given(std::move(attributes));
    return virtio_chip_type().make(given);
  }
  static VirtioChip& chip(const std::unique_ptr<Part>& part) {
    return dynamic_cast<VirtioChip&>(*part);
  }
};

TEST_F(VirtioChipTest, GoesOnWithOtherNamesAndPullsAndLeavesDrivenLinesAlone) {
  std::vector<PartInstance> parts;
  parts.push_back({"vm", "chip-virtio-gpio", make({{"lines", "2"}, {"pull", "0-1:up"}}), {}});
  VirtioChip& kept = chip(parts[0].part);
  TimerQueue timers;
  Bench bench(std::move(parts), {}, timers, 1);
  kept.drive(LineOffset{0}, true);
  std::vector<PartInstance> next;
  next.push_back({"vm",
                  "chip-virtio-gpio",
                  make({{"lines", "2"}, {"pull", "0-1:down"}, {"names", "a,b"}}),
                  {{"x", "y"}}});
  bench.rewire(std::move(next), {});
  EXPECT_EQ(&bench.part(PartId{0}), &kept);
  EXPECT_THAT(kept.names(), ElementsAre("a", "b"));
  EXPECT_EQ(bench.state(PinId{0}), (PinState{Direction::out, Level::high}));
  EXPECT_EQ(bench.state(PinId{1}), (PinState{Direction::in, Level::low}));
  kept.release(LineOffset{0});
  EXPECT_EQ(bench.state(PinId{0}), (PinState{Direction::in, Level::low}));
}

TEST_F(VirtioChipTest, IsAnotherWhereItsHardwareIs) {
  const auto part = make({{"lines", "2"}});
  const auto change = [&](std::map<std::string, std::string> attributes) {
    return chip(part).hardware_change(chip(make(std::move(attributes))));
  };
  EXPECT_EQ(change({{"lines", "2"}, {"names", "a"}}), "");
  EXPECT_EQ(change({{"lines", "3"}}), "its line count from 2 to 3");
  EXPECT_EQ(change({{"lines", "2"}, {"machine", "b"}}), "its machine from vm to b");
  EXPECT_EQ(change({{"lines", "2"}, {"transport", "mmio"}}), "its transport from auto to mmio");
}

TEST_F(VirtioChipTest, ItsMachineIsAPlainName) {
  Attributes given(std::map<std::string, std::string>{{"machine", "two words"}});
  virtio_chip_type().make(given);
  ASSERT_EQ(given.problems().size(), 1U);
  EXPECT_EQ(given.problems()[0].message, "it is a name without spaces, in ASCII, such as \"vm\"");
}

TEST(GpioChipSettings, NotesEachAttributeThatItCannotTake) {
  Attributes given({{"lines", "4"}, {"pull", "9:up"}, {"names", "a,a"}, {"floating", "maybe"}});
  GpioChipSettings::from(given, {});
  ASSERT_EQ(given.problems().size(), 3U);
  EXPECT_EQ(given.problems()[0].name, "pull");
  EXPECT_EQ(given.problems()[1].name, "names");
  EXPECT_EQ(given.problems()[2].name, "floating");
}

}  // namespace
}  // namespace pinbridge::chip
