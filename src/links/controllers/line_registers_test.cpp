#include "links/controllers/line_registers.hpp"

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "links/controllers/controller_type.hpp"

namespace pinbridge::controllers {
namespace {

/// A controller's registers, and the reported changes of its lines: "1" and "0" for outputs, "z",
/// "up" and "down" for inputs.
class Controller {
 public:
  explicit Controller(std::string_view type) : Controller(*find_controller_type(type)) {}
  explicit Controller(const ControllerType& type)
      : registers_(type.registers, type.lines, type.lines_from_msb) {}

  template <class Register>
  std::map<int, std::string> write(Register where, std::uint64_t value) {
    registers_.write(where, value);
    return changes();
  }

  std::map<int, std::string> changes() {
    std::map<int, std::string> told;
    registers_.tell_changes([&](LineOffset line, LineState state) {
      told[line.value()] = state.drives ? (state.level ? "1" : "0")
                           : state.pull ? (*state.pull ? "up" : "down")
                                        : "z";
    });
    return told;
  }

  LineRegisters& registers() { return registers_; }

 private:
  LineRegisters registers_;
};

using Changes = std::map<int, std::string>;

TEST(LineRegisters, nothing_drives_at_first) {
  EXPECT_EQ(Controller("pl061").changes(), Changes{});
}

TEST(LineRegisters, an_output_is_reported_with_the_level_that_was_written_before) {
  Controller pl061("pl061");
  EXPECT_EQ(pl061.write(0x3fcU, 0x05), Changes{});
  EXPECT_EQ(pl061.write(0x400U, 0x06), (Changes{{1, "0"}, {2, "1"}}));
  EXPECT_EQ(pl061.write(0x400U, 0x02), (Changes{{2, "z"}}));
}

TEST(LineRegisters, a_write_that_changes_nothing_is_not_reported) {
  Controller pl061("pl061");
  pl061.write(0x400U, 0xff);
  EXPECT_EQ(pl061.write(0x400U, 0xff), Changes{});
  EXPECT_EQ(pl061.write(0x410U, 0xff), Changes{});
}

TEST(LineRegisters, a_reset_makes_all_lines_inputs) {
  Controller imx("imx.gpio");
  imx.write("DR", 0x8000'0000);
  imx.write("GDIR", 0x8000'0001);
  imx.registers().reset();
  EXPECT_EQ(imx.changes(), (Changes{{0, "z"}, {31, "z"}}));
}

TEST(LineRegisters, a_value_that_was_read_is_taken_over_regardless_of_locks) {
  Controller npcm("npcm7xx-gpio");
  npcm.write(0x00U, 1);
  EXPECT_EQ(npcm.write(0x10U, 0x1), Changes{});
  npcm.registers().take(0x10, 0x1);
  EXPECT_EQ(npcm.changes(), (Changes{{0, "0"}}));
}

TEST(LineRegisters, all_that_was_read_is_taken_over_except_the_data_of_inputs) {
  Controller imx("imx.gpio");
  imx.write("DR", 0x1);
  LineRegisters read = imx.registers();
  read.take(0x0, 0x6);
  read.take(0x4, 0x4);
  imx.registers().take_all(read);
  EXPECT_EQ(imx.changes(), (Changes{{2, "1"}}));
  EXPECT_EQ(imx.write("GDIR", 0x7), (Changes{{0, "1"}, {1, "0"}}));
}

TEST(LineRegisters, luminary_reports_the_pull_ups_of_its_guest_and_pl061_none_of_its_machine) {
  EXPECT_EQ(Controller("pl061_luminary").write(0x510U, 0x80), (Changes{{7, "up"}}));
  EXPECT_EQ(Controller("pl061").write(0x510U, 0x80), Changes{});
}

TEST(LineRegisters, imx_is_written_by_names) {
  Controller imx("imx.gpio");
  EXPECT_EQ(imx.write("ICR1", 0xffff'ffff), Changes{});
  EXPECT_EQ(imx.write("GDIR", 0x20), (Changes{{5, "0"}}));
  EXPECT_EQ(imx.write("DR", 0x20), (Changes{{5, "1"}}));
}

TEST(LineRegisters, sifive_inverts_and_pulls_up) {
  Controller sifive("sifive_soc.gpio");
  EXPECT_EQ(sifive.write(0x10U, 0x3), (Changes{{0, "up"}, {1, "up"}}));
  EXPECT_EQ(sifive.write(0x08U, 0x1), (Changes{{0, "0"}}));
  EXPECT_EQ(sifive.write(0x40U, 0x1), (Changes{{0, "1"}}));
  EXPECT_EQ(sifive.write(0x0cU, 0x1), (Changes{{0, "0"}}));
}

TEST(LineRegisters, npcm7xx_sets_and_clears_and_releases_open_drain_lines) {
  Controller npcm("npcm7xx-gpio");
  EXPECT_EQ(npcm.write(0x70U, 0x3), (Changes{{0, "0"}, {1, "0"}}));
  EXPECT_EQ(npcm.write(0x14U, 0x2), Changes{});
  EXPECT_EQ(npcm.write(0x68U, 0x3), (Changes{{0, "1"}, {1, "z"}}));
  EXPECT_EQ(npcm.write(0x1cU, 0x2), (Changes{{1, "up"}}));
  EXPECT_EQ(npcm.write(0x6cU, 0x2), (Changes{{1, "0"}}));
  EXPECT_EQ(npcm.write(0x74U, 0x1), (Changes{{0, "z"}}));
}

TEST(LineRegisters, npcm7xx_ignores_writes_while_it_is_locked) {
  Controller npcm("npcm7xx-gpio");
  npcm.write(0x00U, 1);
  EXPECT_EQ(npcm.write(0x10U, 0x1), Changes{});
  npcm.write(0x00U, 0xc0defa73);  // out of order
  EXPECT_EQ(npcm.write(0x10U, 0x1), Changes{});
  npcm.write(0x7cU, 0xc0de1248);
  npcm.write(0x00U, 0xc0defa73);
  EXPECT_EQ(npcm.write(0x10U, 0x1), (Changes{{0, "0"}}));
}

TEST(LineRegisters, nrf51_takes_directions_by_either_register) {
  Controller nrf("nrf51_soc.gpio");
  EXPECT_EQ(nrf.write(0x514U, 0x1), (Changes{{0, "0"}}));
  EXPECT_EQ(nrf.write(0x700U, 0x0), (Changes{{0, "z"}}));
  EXPECT_EQ(nrf.write(0x518U, 0x8000'0000), (Changes{{31, "0"}}));
  EXPECT_EQ(nrf.write(0x508U, 0x8000'0000), (Changes{{31, "1"}}));
  EXPECT_EQ(nrf.write(0x51cU, 0x8000'0000), (Changes{{31, "z"}}));
}

TEST(LineRegisters, nrf51_pulls_and_drives_one_way_as_its_pin_is_configured) {
  Controller nrf("nrf51_soc.gpio");
  EXPECT_EQ(nrf.write(0x704U, 3U << 2), (Changes{{1, "up"}}));
  EXPECT_EQ(nrf.write(0x704U, 1U << 2), (Changes{{1, "down"}}));
  EXPECT_EQ(nrf.write(0x704U, 1U | 6U << 8), (Changes{{1, "0"}}));  // S0D1
  EXPECT_EQ(nrf.write(0x508U, 0x2), (Changes{{1, "z"}}));
  EXPECT_EQ(nrf.write(0x704U, 1U | 4U << 8), (Changes{{1, "1"}}));  // D0S1
  EXPECT_EQ(nrf.write(0x50cU, 0x2), (Changes{{1, "z"}}));
}

TEST(LineRegisters, stm32_has_modes_and_sets_and_clears_at_once) {
  Controller stm("stm32l4x5-gpio");
  EXPECT_EQ(stm.write(0x00U, 0xffff'fdf7), (Changes{{1, "0"}, {4, "0"}}));
  EXPECT_EQ(stm.write(0x18U, 0x0002'0012), (Changes{{1, "1"}, {4, "1"}}));  // setting wins
  EXPECT_EQ(stm.write(0x18U, 0x0010'0000), (Changes{{4, "0"}}));
  EXPECT_EQ(stm.write(0x28U, 0x2), (Changes{{1, "0"}}));
  EXPECT_EQ(stm.write(0x0cU, 0x9), (Changes{{0, "up"}}));  // line 1 is an output still
  EXPECT_EQ(stm.write(0x00U, 0xffff'ffff), (Changes{{1, "down"}, {4, "z"}}));
}

TEST(LineRegisters, mpc8xxx_counts_its_lines_from_the_most_significant_bit) {
  Controller mpc("mpc8xxx_gpio");
  EXPECT_EQ(mpc.write(0x0U, 0x8000'0001), (Changes{{0, "0"}, {31, "0"}}));
  EXPECT_EQ(mpc.write(0x8U, 0x8000'0000), (Changes{{0, "1"}}));
}

TEST(LineRegisters, omap_has_a_one_for_inputs) {
  Controller omap("omap-gpio");
  EXPECT_EQ(omap.write(0x8U, 0xfffe), (Changes{{0, "0"}}));
  EXPECT_EQ(omap.write(0x4U, 0x0001), (Changes{{0, "1"}}));
}

TEST(LineRegisters, bcm2835_has_three_bits_a_line_for_its_function) {
  Controller bcm("bcm2835_gpio");
  EXPECT_EQ(bcm.write(0x04U, 0x1 | 0x4 << 3), (Changes{{10, "0"}}));
  EXPECT_EQ(bcm.write(0x14U, 0x1 << 9), (Changes{{53, "0"}}));
  EXPECT_EQ(bcm.write(0x38U, 1U << 21), (Changes{{53, "1"}}));
}

TEST(LineRegisters, bcm2835_has_no_line_beyond_its_last) {
  EXPECT_EQ(Controller("bcm2835_gpio").write(0x14U, 0x09249249),
            (Changes{{50, "0"}, {51, "0"}, {52, "0"}, {53, "0"}}));
}

TEST(LineRegisters, aspeed_has_32_lines_a_set) {
  Controller aspeed("aspeed.gpio-ast2600");
  EXPECT_EQ(aspeed.write(0x074U, 0x1), (Changes{{64, "0"}}));
  EXPECT_EQ(aspeed.write(0x070U, 0x1), (Changes{{64, "1"}}));
}

TEST(LineRegisters, a_line_that_is_seen_to_drive_is_an_output) {
  Controller bcm("bcm2835_gpio");
  bcm.registers().drives(LineOffset{4}, true);
  EXPECT_EQ(bcm.changes(), (Changes{{4, "1"}}));
  bcm.registers().drives(LineOffset{4}, false);
  EXPECT_EQ(bcm.changes(), (Changes{{4, "0"}}));
}

TEST(LineRegisters, any_write_at_any_offset_is_handled) {
  for (const ControllerType* type : controller_types()) {
    Controller controller(*type);
    for (std::uint32_t offset = 0; offset < 0x1000; offset += 4) {
      controller.write(offset, 0xffff'ffff'ffff'ffffU);
      controller.write(offset, 0x5555'5555'5555'5555U);
    }
    for (const auto& [line, what] : controller.changes()) EXPECT_LT(line, type->lines);
  }
}

}  // namespace
}  // namespace pinbridge::controllers
