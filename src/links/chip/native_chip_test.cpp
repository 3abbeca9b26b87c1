#include "links/chip/native_chip.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/bench.hpp"

namespace pinbridge::chip {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using NativeAttributes = std::map<std::string, std::string>;

std::unique_ptr<Part> make_native(NativeAttributes attributes) {
  Attributes given(std::move(attributes));
  auto part = native_chip_type().make(given);
  EXPECT_THAT(given.problems(), IsEmpty());
  return part;
}

NativeChip& native(const std::unique_ptr<Part>& part) {
  return dynamic_cast<NativeChip&>(*part);
}

std::vector<std::pair<std::string, std::string>> problems_of(NativeAttributes attributes) {
  Attributes given(std::move(attributes));
  EXPECT_TRUE(native_chip_type().make(given)) << "a part is made all the same";
  std::vector<std::pair<std::string, std::string>> problems;
  for (const auto& problem : given.problems()) problems.emplace_back(problem.name, problem.message);
  return problems;
}

TEST(NativeChip, HasAsManyLinesAsItsTypeUnlessTheFileSaysOtherwise) {
  EXPECT_EQ(native(make_native({})).count(), 32);
  EXPECT_EQ(native(make_native({{"controller", "auto"}})).count(), 32);
  EXPECT_EQ(native(make_native({{"controller", "pl061"}})).count(), 8);
  EXPECT_EQ(native(make_native({{"controller", "imx.gpio[3]"}})).count(), 32);
  EXPECT_EQ(native(make_native({{"controller", "bcm2835_gpio"}})).count(), 54);
  EXPECT_EQ(native(make_native({{"controller", "/machine/soc/gpio1"}})).count(), 32);
  EXPECT_EQ(native(make_native({{"controller", "pl061"}, {"lines", "4"}})).count(), 4);
}

TEST(NativeChip, StandsForTheOnlyControllerOfMachineVmByDefault) {
  const auto part = make_native({});
  EXPECT_EQ(native(part).machine(), "vm");
  EXPECT_EQ(native(part).controller().text(), "auto");
}

TEST(NativeChip, AnEmptyControllerIsOneThatIsNotGiven) {
  EXPECT_EQ(native(make_native({{"controller", ""}})).controller().text(), "auto");
}

TEST(NativeChip, AControllerThatThereIsNotIsNoted) {
  for (const char* controller : {"pl062", "imx.gpio[x]", "imx.gpio[]", "machine/soc"}) {
    const auto problems = problems_of({{"controller", controller}});
    ASSERT_EQ(problems.size(), 1U) << controller;
    EXPECT_EQ(problems[0].first, "controller");
    EXPECT_THAT(problems[0].second, HasSubstr("\"" + std::string(controller) + "\""));
  }
}

TEST(NativeChip, EachAttributeThatItCannotTakeIsNoted) {
  const auto problems = problems_of({{"controller", "pl061"},
                                     {"machine", "two words"},
                                     {"pull", "8:up"},
                                     {"lines", "0"},
                                     {"floating", "maybe"}});
  EXPECT_EQ(problems.size(), 4U);
}

TEST(NativeChip, ShowsWhereItsMachineFindsTheBench) {
  std::vector<PartInstance> parts;
  parts.push_back(
      {"gpio", "chip-native-gpio", make_native({{"machine", "m"}, {"controller", "pl061"}}), {}});
  NativeChip& chip = native(parts[0].part);
  TimerQueue timers;
  Bench bench(std::move(parts), {}, timers, 1);
  const auto shown = [&](std::string_view name) -> std::string {
    for (const auto& state : chip.shows()) {
      if (state.name == name) return to_string(state.value);
    }
    return "nothing";
  };
  EXPECT_EQ(shown("machine"), "m");
  EXPECT_EQ(shown("controller"), "pl061");
  EXPECT_EQ(shown("directory"), "");
  EXPECT_EQ(shown("connected"), "0");
  chip.set_directory("/run/m");
  chip.set_connected(true, "QEMU 10.0");
  EXPECT_EQ(shown("directory"), "/run/m");
  EXPECT_EQ(shown("connected"), "1");
  EXPECT_EQ(shown("guest"), "QEMU 10.0");
}

TEST(NativeChip, IsTheSameHardwareWhereMachineControllerAndLinesAre) {
  const auto part = make_native({{"controller", "pl061"}, {"machine", "m"}});
  const auto is_same = [&](NativeAttributes attributes) {
    return native(part).is_same_hardware(native(make_native(std::move(attributes))));
  };
  EXPECT_TRUE(is_same({{"controller", "pl061"}, {"machine", "m"}}));
  EXPECT_TRUE(is_same({{"controller", "pl061"}, {"machine", "m"}, {"names", "a"}, {"lines", "8"}}));
  EXPECT_FALSE(is_same({{"controller", "pl061"}, {"machine", "n"}}));
  EXPECT_FALSE(is_same({{"controller", "pl061"}, {"machine", "m"}, {"lines", "7"}}));
  EXPECT_FALSE(is_same({{"controller", "pl061[0]"}, {"machine", "m"}}));
  EXPECT_FALSE(is_same({{"controller", "auto"}, {"machine", "m"}, {"lines", "8"}}));
}

TEST(NativeChip, GoesOnWithOtherNamesAndPullsAndLeavesDrivenLinesAlone) {
  std::vector<PartInstance> parts;
  parts.push_back({"gpio", "chip-native-gpio", make_native({{"lines", "2"}}), {}});
  NativeChip& kept = native(parts[0].part);
  TimerQueue timers;
  Bench bench(std::move(parts), {}, timers, 1);
  kept.drive(LineOffset{0}, true);
  std::vector<PartInstance> next;
  next.push_back({"gpio",
                  "chip-native-gpio",
                  make_native({{"lines", "2"}, {"pull", "0-1:down"}, {"names", "a,b"}}),
                  {{"x", "y"}}});
  bench.rewire(std::move(next), {});
  EXPECT_EQ(&bench.part(PartId{0}), &kept);
  EXPECT_THAT(kept.names(), ElementsAre("a", "b"));
  EXPECT_EQ(bench.state(PinId{0}), (PinState{Direction::out, Level::high}));
  EXPECT_EQ(bench.state(PinId{1}), (PinState{Direction::in, Level::low}));
}

TEST(NativeChip, BecomesNoOtherHardware) {
  const auto part = make_native({{"lines", "2"}});
  const auto other = make_native({{"lines", "3"}});
  EXPECT_FALSE(native(part).become(*other));
  EXPECT_EQ(native(part).count(), 2);
}

TEST(NativeChip, ALineThatFloatedReceivesEitherLevelWithAnySeed) {
  for (std::uint32_t seed = 1; seed <= 8; ++seed) {
    for (const bool level : {false, true}) {
      std::vector<PartInstance> parts;
      parts.push_back({"gpio", "chip-native-gpio", make_native({}), {}});
      NativeChip& chip = native(parts[0].part);
      TimerQueue timers;
      Bench bench(std::move(parts), {}, timers, seed);
      EXPECT_TRUE(chip.floats(LineOffset{1}));
      std::vector<bool> told;
      chip.listen([&](LineOffset, bool now) { told.push_back(now); });
      bench.drive_by_hand(bench.pins().find("gpio:1").value(), strong(level));
      EXPECT_THAT(told, ElementsAre(level));
      EXPECT_FALSE(chip.floats(LineOffset{1}));
      bench.drive_by_hand(bench.pins().find("gpio:1").value(), kNoDrive);
      EXPECT_TRUE(chip.floats(LineOffset{1}));
    }
  }
}

TEST(NativeChip, ALevelIsGeneratedIfTheFileRequestsIt) {
  std::vector<PartInstance> parts;
  parts.push_back({"gpio", "chip-native-gpio", make_native({{"floating", "high"}}), {}});
  NativeChip& chip = native(parts[0].part);
  TimerQueue timers;
  Bench bench(std::move(parts), {}, timers, 1);
  EXPECT_FALSE(chip.floats(LineOffset{1}));
  EXPECT_TRUE(chip.last_level(LineOffset{1}));
}

TEST(NativeChip, ItsPinsAlsoHaveTheNamesOfTheChipsManual) {
  std::vector<PartInstance> parts;
  parts.push_back(
      {"b", "chip-native-gpio", make_native({{"controller", "stm32l4x5-gpio[1]"}}), {}});
  parts.push_back({"any", "chip-native-gpio", make_native({}), {}});
  TimerQueue timers;
  Bench bench(std::move(parts), {}, timers, 1);
  const auto pin = bench.pins().find("b:14");
  ASSERT_TRUE(pin);
  EXPECT_EQ(bench.pins().find("b:PB14"), pin);
  EXPECT_EQ(bench.pins().name(*pin), "b:14");
  EXPECT_FALSE(bench.pins().find("any:PB14"));
}

TEST(NativeChip, ShowsItsGuestsDriverUntilTheGuestLeaves) {
  std::vector<PartInstance> parts;
  parts.push_back({"gpio", "chip-native-gpio", make_native({}), {}});
  NativeChip& chip = native(parts[0].part);
  TimerQueue timers;
  Bench bench(std::move(parts), {}, timers, 1);
  const auto driver = [&] {
    const auto shown = chip.shows();
    const auto found = std::ranges::find(shown, "driver", &ControlState::name);
    return found == shown.end() ? ControlValue("missing") : found->value;
  };
  chip.set_connected(true, "QEMU");
  EXPECT_EQ(driver(), ControlValue(0));
  chip.set_driver_seen();
  EXPECT_EQ(driver(), ControlValue(1));
  chip.set_connected(false, "no guest");
  EXPECT_EQ(driver(), ControlValue(0));
}

}  // namespace
}  // namespace pinbridge::chip
