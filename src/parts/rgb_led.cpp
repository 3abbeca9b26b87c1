#include "parts/rgb_led.hpp"

#include <array>

#include "parts/common_end.hpp"
#include "parts/led_group.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kRed{0};
constexpr PinIndex kCommon{1};
constexpr PinIndex kGreen{2};
constexpr PinIndex kBlue{3};

class RgbLed : public LedGroup {
 public:
  explicit RgbLed(CommonEnd common)
      : LedGroup({led_to_common(common, kCommon, kRed), led_to_common(common, kCommon, kGreen),
                  led_to_common(common, kCommon, kBlue)}) {}

  std::vector<ControlState> shows() const override {
    return {{"lit", color()},
            {"red", lamps().brightness(0)},
            {"green", lamps().brightness(1)},
            {"blue", lamps().brightness(2)}};
  }

 protected:
  Layout outline() const override { return {.pins = {"R", "COM", "G", "B"}}; }

 private:
  /// The mixed color of the LEDs that are lit.
  std::string color() const {
    static constexpr std::array kMixed{"off",  "red",     "green", "yellow",
                                       "blue", "magenta", "cyan",  "white"};
    return kMixed[(lamps().lit(0) ? 1U : 0U) | (lamps().lit(1) ? 2U : 0U) |
                  (lamps().lit(2) ? 4U : 0U)];
  }
};

}  // namespace

PartType rgb_led_type() {
  return {.name = "wokwi-rgb-led",
          .summary = "RGB LED: a red, a green and a blue LED between R, G, B and COM",
          .attributes = {common_end_attribute(), {"fps", "80", ""}, {"gamma", "2.8", ""}},
          .make = [](Attributes& attributes) {
            return std::make_unique<RgbLed>(common_end_from(attributes));
          }};
}

}  // namespace pinbridge::parts
