#include "qemu/control/trace_pattern.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/controllers/controller_type.hpp"

namespace pinbridge::qemu {
namespace {

const TracePattern& pl061() {
  static const TracePattern pattern(controllers::find_controller_type("pl061")->trace);
  return pattern;
}

TEST(TracePattern, reads_the_whole_state_that_pl061_traces) {
  const auto record = pl061().match(
      "pl061_update /machine/unattached/device[7] GPIODIR 0x40 GPIODATA 0x4a pullups 0x0 floating "
      "0x0");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->path, "/machine/unattached/device[7]");
  ASSERT_EQ(record->register_count, 3U);
  EXPECT_EQ(record->registers[0].offset, 0x400U);
  EXPECT_EQ(record->registers[0].value, 0x40U);
  EXPECT_EQ(record->registers[1].offset, 0x3fcU);
  EXPECT_EQ(record->registers[1].value, 0x4aU);
}

TEST(TracePattern, reads_a_write_that_names_its_register) {
  const TracePattern pattern(controllers::find_controller_type("imx.gpio")->trace);
  EXPECT_EQ(pattern.event(), "imx_gpio_write");
  const auto record = pattern.match("imx_gpio_write /machine/soc/gpio2:[GDIR] <- 0x20");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->path, "/machine/soc/gpio2");
  ASSERT_EQ(record->register_count, 1U);
  EXPECT_EQ(record->registers[0].name, "GDIR");
  EXPECT_EQ(record->registers[0].value, 0x20U);
}

TEST(TracePattern, reads_a_write_of_a_controller_that_has_a_name_of_its_own) {
  const TracePattern pattern(controllers::find_controller_type("stm32l4x5-gpio")->trace);
  const auto record = pattern.match("stm32l4x5_gpio_write GPIOB addr: 0x18 val: 0x40000000");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->name, "B");
  EXPECT_EQ(record->registers[0].offset, 0x18U);
  EXPECT_EQ(record->registers[0].value, 0x40000000U);
}

TEST(TracePattern, reads_decimal_numbers_and_types) {
  const TracePattern pattern("event obj={#}({type}) at {8}");
  const auto record = pattern.match("event obj=0x55e005609de0(pl061) at 12");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->type, "pl061");
  EXPECT_EQ(record->registers[0].value, 12U);
}

TEST(TracePattern, takes_no_line_that_is_cut_short_or_goes_on) {
  const std::string line =
      "pl061_update /machine/unattached/device[7] GPIODIR 0x40 GPIODATA 0x40 pullups 0x0 floating "
      "0x0";
  // "floating 0" would be whole as well.
  for (std::size_t size = 0; size + 3 < line.size(); ++size) {
    EXPECT_FALSE(pl061().match(line.substr(0, size))) << size;
  }
  EXPECT_FALSE(TracePattern("a {#} b").match("a 1 b c"));
}

TEST(TracePattern, takes_no_number_that_does_not_matter_and_is_none) {
  EXPECT_TRUE(TracePattern("a {#} b").match("a 0x12 b"));
  EXPECT_FALSE(TracePattern("a {#} b").match("a x b"));
  EXPECT_FALSE(pl061().match(
      "pl061_update /machine/unattached/device[7] GPIODIR 0x40 GPIODATA 0x40 pullups 0x0 floating "
      "0x0 and more"));
}

TEST(TracePattern, takes_no_number_that_is_none) {
  const TracePattern pattern("write {value}");
  for (const char* line : {"write ", "write 0x", "write 0x1g", "write -1", "write 1 ", "write  1",
                           "write 0x10000000000000000", "write zero"}) {
    EXPECT_FALSE(pattern.match(line)) << line;
  }
  EXPECT_TRUE(pattern.match("write 0xffffffffffffffff"));
}

TEST(TracePattern, every_kind_of_controller_has_a_pattern_that_can_be_read) {
  for (const controllers::ControllerType* type : controllers::controller_types()) {
    if (!type->trace.empty()) {
      EXPECT_THAT(std::string(TracePattern(type->trace).event()), ::testing::HasSubstr("_"));
    }
  }
}

}  // namespace
}  // namespace pinbridge::qemu
