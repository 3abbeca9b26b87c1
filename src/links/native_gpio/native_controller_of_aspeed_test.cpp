#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/native_gpio/native_controller.hpp"
#include "links/native_gpio/testing/controller_test.hpp"

namespace pinbridge::native_gpio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Aspeed's controllers have properties for inputs, and one name for all outputs.
class AspeedControllerTest : public testing::ControllerTest {
 protected:
  AspeedControllerTest() {
    qmp_peer().say("{\"QMP\": {}}\n{\"return\": {}}\n");
    qmp_peer().next();
  }
  ~AspeedControllerTest() override { controller_.reset(); }
  /// The first lines of an AST2600, of which group B begins with its second.
  static qemu::QomDevice aspeed() {
    auto device = testing::ControllerTest::device("aspeed.gpio-ast2600");
    device.inputs = device.outputs = 0;
    device.pin_levels = {"gpioA1", "gpioA0", "gpioB1", "gpioA3", "gpioA2", "gpioA4",
                         "gpioA5", "gpioA6", "gpioA7", "gpioB2", "gpio",   "gpioX"};
    return device;
  }
  /// The inputs that QEMU is given by QMP, as "gpioA0 true".
  std::vector<std::string> properties() {
    std::vector<std::string> set;
    for (const std::string& line : qmp_peer().all()) {
      const auto message = boost::json::parse(line);
      EXPECT_EQ(message.at("execute"), "qom-set");
      const auto& arguments = message.at("arguments").as_object();
      EXPECT_EQ(arguments.at("path"), "/machine/gpio");
      set.push_back(fmt::format("{} {}", std::string(arguments.at("property").as_string()),
                                arguments.at("value").as_bool()));
    }
    return set;
  }
  void answer_qmp(std::size_t commands) {
    std::string text;
    for (std::size_t i = 0; i < commands; ++i) text += "{\"return\": {}}\n";
    qmp_peer().say(text);
    testing::settle(loop_);
  }

  testing::FakeLines wide_{12};
};

TEST_F(AspeedControllerTest, InputsAreSetAsProperties) {
  EXPECT_EQ(line_count(*controllers::find_controller_type("aspeed.gpio-ast2600"), aspeed()), 11);
  wide_.put(9, true);
  wide_.unwired = {0, 1, 2, 3, 4, 5, 6};
  controller_ = make(aspeed(), wide_);
  controller_->start();
  EXPECT_THAT(properties(), ElementsAre("gpioA7 false", "gpioB1 true", "gpioB2 false"))
      << "line 8 has no property";
  wide_.put(8, true);
  wide_.put(10, true);
  EXPECT_THAT(properties(), ElementsAre("gpioB2 true"));
  EXPECT_THAT(qtest_peer().all(), IsEmpty());
}

TEST_F(AspeedControllerTest, InterceptedOutputsAreCountedFromOneWithoutTheLinesThatAreLeftOut) {
  controller_ = make(aspeed(), wide_);
  controller_->start();
  for (const char* edge : {"raise 0", "raise 1", "raise 8", "raise 9", "lower 9", "raise 10",
                           "raise 11", "raise 255", "raise 4294967295"}) {
    qtest_peer().say(std::string("IRQ ") + edge + "\n");
  }
  testing::settle(loop_);
  EXPECT_THAT(wide_.take_log(), ElementsAre("0=high", "7=high", "9=high", "9=low", "10=high"));
  EXPECT_EQ(ended_, "");
}

TEST_F(AspeedControllerTest, TooManyUnansweredPropertiesMergeAndTheLastLevelIsRight) {
  controller_ = make(aspeed(), wide_);
  controller_->start();
  for (int i = 0; i < 5000; ++i) wide_.pulse(0);
  wide_.put(0, true);
  const auto sent = properties();
  EXPECT_EQ(sent.size(), 1024U);
  answer_qmp(sent.size());
  EXPECT_THAT(properties(), ElementsAre("gpioA0 true"));
  EXPECT_GT(wide_.merged[0], 8000);
}

TEST_F(AspeedControllerTest, AnAnswerAfterItsEndIsIgnored) {
  controller_ = make(aspeed(), wide_);
  controller_->start();
  controller_.reset();
  answer_qmp(properties().size());
  EXPECT_EQ(ended_, "");
}

}  // namespace
}  // namespace pinbridge::native_gpio
