#include "links/chip/remote_port_chip.hpp"

#include <gtest/gtest.h>

namespace pinbridge::chip {
namespace {

TEST(RemotePortChip, HasTheLinesOfItsMachine) {
  Attributes none;
  EXPECT_EQ(remote_port_chip_type().make(none)->layout().pins.size(), 190U);
  Attributes older(std::map<std::string, std::string>{{"model", "zynq-7000"}});
  EXPECT_EQ(remote_port_chip_type().make(older)->layout().pins.size(), 37U);
  EXPECT_TRUE(older.problems().empty());
}

TEST(RemotePortChip, AnotherModelIsOtherHardware) {
  GpioChipSettings settings;
  settings.pulls.resize(settings.lines);
  settings.names.resize(settings.lines);
  const RemotePortChip chip(settings, "vm", XilinxModel::zynqmp);
  EXPECT_TRUE(chip.is_same_hardware(RemotePortChip(settings, "vm", XilinxModel::zynqmp)));
  EXPECT_FALSE(chip.is_same_hardware(RemotePortChip(settings, "vm", XilinxModel::zynq_7000)));
  EXPECT_FALSE(chip.is_same_hardware(RemotePortChip(settings, "other", XilinxModel::zynqmp)));
}

}  // namespace
}  // namespace pinbridge::chip
