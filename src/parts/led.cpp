#include "parts/led.hpp"

#include "parts/led_group.hpp"

namespace pinbridge::parts {
namespace {

class Led : public LedGroup {
 public:
  Led() : LedGroup({{PinIndex{0}, PinIndex{1}}}) {}

  std::vector<ControlState> shows() const override {
    return {{"lit", lamps().lit(0) ? 1 : 0}, {"brightness", lamps().brightness(0)}};
  }

 protected:
  Layout outline() const override { return {.pins = {"A", "C"}}; }
};

}  // namespace

PartType led_type() {
  return {.name = "wokwi-led",
          .summary = "LED, lit while A is high and C is low",
          .attributes = {{"color", "red", ""},
                         {"lightColor", "as color", ""},
                         {"label", "none", ""},
                         {"gamma", "2.8", ""},
                         {"fps", "80", ""},
                         {"flip", "0", ""}},
          .make = [](Attributes&) { return std::make_unique<Led>(); }};
}

}  // namespace pinbridge::parts
