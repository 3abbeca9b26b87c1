#include "parts/led.hpp"

namespace pinbridge {
namespace {

constexpr PinIndex kAnode{0};
constexpr PinIndex kCathode{1};

class Led : public Part {
 public:
  Layout layout() const override { return {.pins = {"A", "C"}}; }
  bool senses() const override { return true; }

  void sensed(PinIndex, Signal) override {
    const bool lit =
        host().signal(kAnode).level == Level::high && host().signal(kCathode).level == Level::low;
    if (lit == lit_) return;
    lit_ = lit;
    host().state_changed();
  }

  std::vector<ControlState> shows() const override { return {{"lit", lit_ ? 1 : 0}}; }

 private:
  bool lit_ = false;
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

}  // namespace pinbridge
