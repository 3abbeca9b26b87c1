#include "parts/led.hpp"

#include "parts/lamps.hpp"

namespace pinbridge {
namespace {

constexpr PinIndex kAnode{0};
constexpr PinIndex kCathode{1};

class Led : public Part {
 public:
  Layout layout() const override {
    return {.pins = {"A", "C"}, .diodes = {{kAnode, kCathode}}};
  }
  bool senses() const override { return true; }

  void sensed(PinIndex, Signal) override {
    lamp_.set(0, host().signal(kAnode).level == Level::high &&
                     host().signal(kCathode).level == Level::low);
  }

  std::vector<ControlState> shows() const override {
    return {{"lit", lamp_.lit(0) ? 1 : 0}, {"brightness", lamp_.brightness(0)}};
  }

 protected:
  void placed() override { lamp_.place(host()); }

 private:
  Lamps lamp_{1};
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
