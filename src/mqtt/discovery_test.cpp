#include "mqtt/discovery.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"

namespace pinbridge::mqtt {
namespace {

namespace json = boost::json;

class Discovery : public ::testing::Test {
 protected:
  Discovery() {
    std::vector<PartInstance> parts;
    for (const auto& [id, type] :
         {std::pair("led/1", "wokwi-led"), std::pair("b1", "wokwi-pushbutton"),
          std::pair("s1", "wokwi-slide-switch"), std::pair("x", "other")}) {
      parts.push_back({id, type, std::make_unique<testing::Button>()});
    }
    bench_ = std::make_unique<Bench>(std::move(parts), std::vector<Wire>{}, timers_, 1);
  }
  std::vector<Message> messages(bool control) const {
    return discovery_messages(*bench_, Topics("lab", "panel"), {"panel", "4f", control, {}, ""},
                              "ha");
  }

  TimerQueue timers_;
  std::unique_ptr<Bench> bench_;
};

TEST_F(Discovery, DescribesLedsButtonsAndSwitches) {
  const auto all = messages(true);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].topic, "ha/binary_sensor/pinbridge_lab_2fpanel/led_2f1/config");
  EXPECT_EQ(all[1].topic, "ha/button/pinbridge_lab_2fpanel/b1/config");
  EXPECT_EQ(all[2].topic, "ha/switch/pinbridge_lab_2fpanel/s1/config");
  for (const Message& message : all) EXPECT_TRUE(message.retain);
  const auto led = json::parse(all[0].payload);
  EXPECT_EQ(led.at("state_topic"), "lab/panel/part/led%2F1");
  EXPECT_EQ(led.at("availability_topic"), "lab/panel/status");
  EXPECT_EQ(led.at("name"), "led/1");
  EXPECT_EQ(led.at("unique_id"), "pinbridge_lab_2fpanel_led_2f1");
  const auto button = json::parse(all[1].payload);
  EXPECT_EQ(button.at("command_topic"), "lab/panel/part/b1/control/pressed/press");
  const auto change = json::parse(all[2].payload);
  EXPECT_EQ(change.at("command_topic"), "lab/panel/part/s1/control/value/set");
  EXPECT_EQ(change.at("device").at("model"), "panel");
}

TEST_F(Discovery, OffersNoControlsWithoutControl) {
  const auto all = messages(false);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(json::parse(all[0].payload).as_object().if_contains("command_topic"), nullptr);
}

}  // namespace
}  // namespace pinbridge::mqtt
