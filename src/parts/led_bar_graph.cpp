#include "parts/led_bar_graph.hpp"

#include "parts/led_group.hpp"

namespace pinbridge::parts {
namespace {

constexpr std::uint32_t kLeds = 10;

/// Anodes come first among the pins, then cathodes.
std::vector<LedEnds> bars() {
  std::vector<LedEnds> leds;
  leds.reserve(kLeds);
  for (std::uint32_t i = 0; i < kLeds; ++i) leds.push_back({PinIndex{i}, PinIndex{kLeds + i}});
  return leds;
}

class LedBarGraph : public LedGroup {
 public:
  LedBarGraph() : LedGroup(bars()) {}

  std::vector<ControlState> shows() const override {
    return {{"lit", lamps().lit_list()}, {"brightness", lamps().brightness_list()}};
  }

 protected:
  Layout outline() const override {
    Layout layout;
    for (const char* end : {"A", "C"}) {
      for (std::uint32_t i = 1; i <= kLeds; ++i) layout.pins.emplace_back(end + std::to_string(i));
    }
    return layout;
  }
};

}  // namespace

PartType led_bar_graph_type() {
  return {.name = "wokwi-led-bar-graph",
          .summary = "LED bar graph: ten LEDs, each lit while its A is high and its C is low",
          .attributes = {{"color", "red", ""}, {"fps", "80", ""}, {"gamma", "2.8", ""}},
          .make = [](Attributes&) { return std::make_unique<LedBarGraph>(); }};
}

}  // namespace pinbridge::parts
