#include "links/native_gpio/trace_router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/native_gpio/testing/controller_test.hpp"

namespace pinbridge::native_gpio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Outcome = TraceRouter::Outcome;

constexpr std::string_view kInterrupts =
    "pl061_update_istate /machine/unattached/device[7] GPIORIS 0x0 GPIOIE 0x8 interrupt level 0";

/// Two controllers of a machine, each with its lines.
class TraceRouterTest : public testing::ControllerTest {
 protected:
  void add(std::unique_ptr<NativeController>& place, testing::FakeLines& lines,
           std::string_view type, const std::string& path, const std::string& name = "") {
    auto found = device(type);
    found.path = path;
    found.name = name;
    place = make(found, lines);
    router_.add(*place);
  }
  void add_two(std::string_view type) {
    add(first_, lines_, type, "/machine/soc/gpio1", "A");
    add(second_, other_lines_, type, "/machine/soc/gpio2", "B");
  }

  testing::FakeLines other_lines_{8};
  std::unique_ptr<NativeController> first_;
  std::unique_ptr<NativeController> second_;
  TraceRouter router_;
};

TEST_F(TraceRouterTest, AWriteGoesToTheControllerOfItsPath) {
  add_two("imx.gpio");
  EXPECT_EQ(router_.route("imx_gpio_write /machine/soc/gpio2:[GDIR] <- 0x20"), Outcome::taken);
  EXPECT_THAT(lines_.take_log(), IsEmpty());
  EXPECT_THAT(other_lines_.take_log(), ElementsAre("5=low"));
}

TEST_F(TraceRouterTest, AWriteGoesToTheControllerOfItsName) {
  add_two("stm32l4x5-gpio");
  EXPECT_EQ(router_.route("stm32l4x5_gpio_write GPIOB addr: 0x0 val: 0x1"), Outcome::taken);
  EXPECT_THAT(lines_.take_log(), IsEmpty());
  EXPECT_THAT(other_lines_.take_log(), ElementsAre("0=low"));
}

TEST_F(TraceRouterTest, AWriteWithoutAPathIsOfTheOnlyOne) {
  add(first_, lines_, "sifive_soc.gpio", "/machine/soc/gpio");
  EXPECT_EQ(router_.route("sifive_gpio_write offset 0x8 value 0x1"), Outcome::taken);
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=low"));
}

TEST_F(TraceRouterTest, PendingInterruptsGoToTheControllerThatWaitsForThem) {
  lines_.paced = true;
  add(first_, lines_, "pl061", "/machine/unattached/device[7]");
  EXPECT_EQ(router_.route(kInterrupts), Outcome::foreign);
  router_.add_pending(*first_);
  first_->set_pending_is_traced();
  first_->start();
  lines_.put(3, true);
  router_.route(
      "pl061_update /machine/unattached/device[7] GPIODIR 0x0 GPIODATA 0x8 pullups 0xff "
      "floating 0x0");
  EXPECT_THAT(lines_.held, ElementsAre(3));
  EXPECT_EQ(router_.route(kInterrupts), Outcome::taken);
  EXPECT_THAT(lines_.held, IsEmpty());
}

TEST_F(TraceRouterTest, AWriteOfARegisterShowsTheDriverOfAllControllersOfItsType) {
  add(first_, lines_, "pl061", "/machine/a");
  add(second_, other_lines_, "pl061", "/machine/b");
  for (const auto& controller : {first_.get(), second_.get()}) {
    controller->set_writes_are_traced();
    router_.add_writes(*controller);
    controller->start();
  }
  EXPECT_FALSE(lines_.driver_seen || other_lines_.driver_seen);
  EXPECT_EQ(router_.route("pl061_write /machine/b offset 0x410 value 0x0"), Outcome::taken);
  EXPECT_TRUE(lines_.driver_seen && other_lines_.driver_seen);
}

TEST_F(TraceRouterTest, AControllerThatNoChipStandsForIsPassedOver) {
  add_two("imx.gpio");
  EXPECT_EQ(router_.route("imx_gpio_write /machine/soc/gpio7:[GDIR] <- 0x1"), Outcome::taken);
  EXPECT_EQ(router_.route("imx_gpio_write /machine/soc/gpio11:[GDIR] <- 0x1"), Outcome::taken);
  EXPECT_THAT(lines_.take_log(), IsEmpty());
  EXPECT_THAT(other_lines_.take_log(), IsEmpty());
}

TEST_F(TraceRouterTest, TwoTypesThatShareAnEventAreDistinguishedByTheirPaths) {
  add(first_, lines_, "pl061", "/machine/a");
  add(second_, other_lines_, "pl061_luminary", "/machine/b");
  const std::string rest = " GPIODIR 0x3 GPIODATA 0x1 pullups 0x4 floating 0x0";
  EXPECT_EQ(router_.route("pl061_update /machine/b" + rest), Outcome::taken);
  EXPECT_THAT(lines_.take_log(), IsEmpty());
  EXPECT_THAT(other_lines_.take_log(), ElementsAre("0=high", "1=low", "2 pulled up"));
  EXPECT_EQ(router_.route("pl061_update /machine/a" + rest), Outcome::taken);
  EXPECT_THAT(lines_.take_log(), ElementsAre("0=high", "1=low"));
}

TEST_F(TraceRouterTest, AResetIsOfAllControllersOfItsType) {
  add(first_, lines_, "pl061", "/machine/a");
  add(second_, other_lines_, "imx.gpio", "/machine/b");
  router_.route("pl061_update /machine/a GPIODIR 0x1 GPIODATA 0x1 pullups 0x0 floating 0x0");
  router_.route("imx_gpio_write /machine/b:[GDIR] <- 0x1");
  lines_.take_log();
  other_lines_.take_log();
  EXPECT_EQ(router_.route("resettable_phase_hold_exec obj=0x55e005609de0(pl061) method=1"),
            Outcome::taken);
  EXPECT_THAT(lines_.take_log(), ElementsAre("0 released"));
  EXPECT_THAT(other_lines_.take_log(), IsEmpty());
  EXPECT_EQ(router_.route("resettable_phase_hold_exec obj=0x1(pl011) method=1"), Outcome::taken);
  EXPECT_THAT(lines_.take_log(), IsEmpty());
}

TEST_F(TraceRouterTest, AnEventOfOursThatIsWrittenOtherwiseIsUnreadableAndChangesNothing) {
  add_two("imx.gpio");
  for (const char* line :
       {"imx_gpio_write", "imx_gpio_write ", "imx_gpio_write /machine/soc/gpio1:[GDIR] <- ",
        "imx_gpio_write /machine/soc/gpio1:[GDIR] <- 0xg",
        "imx_gpio_write /machine/soc/gpio1 [GDIR] <- 0x1",
        "imx_gpio_write /machine/soc/gpio1:[GDIR] <- 0x1 more", "resettable_phase_hold_exec",
        "resettable_phase_hold_exec obj=0x1 (imx.gpio)"}) {
    EXPECT_EQ(router_.route(line), Outcome::unreadable) << line;
  }
  EXPECT_THAT(lines_.take_log(), IsEmpty());
}

TEST_F(TraceRouterTest, AllElseIsTheUsersOwnLog) {
  add_two("imx.gpio");
  for (const char* line : {"", " ", "guest error", "imx_gpio_read /machine/soc/gpio1:[DR] -> 0x1",
                           "imx_gpio_writes x", "xresettable_phase_hold_exec", "\xff\xfe"}) {
    EXPECT_EQ(router_.route(line), Outcome::foreign) << line;
  }
}

TEST_F(TraceRouterTest, WithoutControllersOnlyResetsAreOurs) {
  EXPECT_EQ(router_.route("pl061_update /machine/a"), Outcome::foreign);
  EXPECT_EQ(router_.route("resettable_phase_hold_exec obj=0x1(pl061) method=1"), Outcome::taken);
}

TEST_F(TraceRouterTest, NoRegisterOfAnyNumberBreaksIt) {
  add(first_, lines_, "npcm7xx-gpio", "/machine/gpio");
  for (const char* number : {"0x0", "0x10", "0xffffffff", "4294967295"}) {
    EXPECT_EQ(router_.route(fmt::format("npcm7xx_gpio_write /machine/gpio offset: {} value "
                                        "0xffffffffffffffff",
                                        number)),
              Outcome::taken);
  }
  EXPECT_EQ(router_.route("npcm7xx_gpio_write /machine/gpio offset: 0x100000000 value 0x1"),
            Outcome::unreadable);
}

}  // namespace
}  // namespace pinbridge::native_gpio
