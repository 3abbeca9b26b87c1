#include "links/controllers/controller_choice.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::controllers {
namespace {

using ::testing::HasSubstr;

const std::vector<ControllerName> kVirt{{"/machine/unattached/device[7]", "pl061"}};
const std::vector<ControllerName> kSabrelite{{"/machine/soc/gpio1", "imx.gpio"},
                                             {"/machine/soc/gpio2", "imx.gpio"}};

Result<std::size_t> find(std::string_view text, const std::vector<ControllerName>& machine) {
  return ControllerChoice::parse(text).value().find(machine);
}

TEST(ControllerChoice, auto_is_the_only_one) {
  EXPECT_EQ(find("auto", kVirt).value(), 0U);
  EXPECT_EQ(ControllerChoice().find(kVirt).value(), 0U);
}

TEST(ControllerChoice, auto_of_several_fails_and_lists_them) {
  const auto found = find("auto", kSabrelite);
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message, HasSubstr("2 controllers"));
  EXPECT_THAT(found.error().message, HasSubstr("imx.gpio[0] to imx.gpio[1]"));
}

TEST(ControllerChoice, a_path_a_type_or_one_of_a_type_names_it) {
  EXPECT_EQ(find("/machine/soc/gpio2", kSabrelite).value(), 1U);
  EXPECT_EQ(find("pl061", kVirt).value(), 0U);
  EXPECT_EQ(find("imx.gpio[1]", kSabrelite).value(), 1U);
}

TEST(ControllerChoice, a_controller_that_the_machine_does_not_have_fails_and_lists_those_it_has) {
  for (const char* text : {"/machine/soc/gpio3", "imx.gpio[2]", "pl061"}) {
    const auto found = find(text, kSabrelite);
    ASSERT_FALSE(found) << text;
    EXPECT_EQ(found.error().code, ErrorCode::not_found);
    EXPECT_THAT(found.error().message, HasSubstr("imx.gpio[0] to imx.gpio[1]"));
  }
  EXPECT_THAT(find("auto", {}).error().message, HasSubstr("it has none"));
}

TEST(ControllerChoice, an_invalid_name_is_refused_with_valid_ones) {
  for (const char* text : {"", "gpio", "imx.gpio[", "imx.gpio[]", "imx.gpio[x]", "imx.gpio[-1]",
                           "imx.gpio[1", "imx.gpio[99999999999999999999]"}) {
    EXPECT_FALSE(ControllerChoice::parse(text)) << text;
  }
  EXPECT_THAT(ControllerChoice::parse("gpio").error().message, HasSubstr("pl061, pl061_luminary"));
}

TEST(ControllerChoice, gives_the_type_that_it_names) {
  EXPECT_EQ(ControllerChoice::parse("stm32l4x5-gpio[2]").value().type()->lines, 16);
  EXPECT_EQ(ControllerChoice::parse("auto").value().type(), nullptr);
  EXPECT_EQ(ControllerChoice::parse("/machine/soc/gpio1").value().type(), nullptr);
}

}  // namespace
}  // namespace pinbridge::controllers
