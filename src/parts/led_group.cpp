#include "parts/led_group.hpp"

namespace pinbridge::parts {

bool is_led_lit(const PartHost& host, const LedEnds& ends) {
  return host.signal(ends.anode).level == Level::high &&
         host.signal(ends.cathode).level == Level::low;
}

Layout LedGroup::layout() const {
  Layout layout = outline();
  for (const LedEnds& ends : leds_) layout.diodes.emplace_back(ends.anode, ends.cathode);
  return layout;
}

void LedGroup::placed() {
  lamps_.place(host());
}

void LedGroup::look() {
  lamps_.set_each([this](std::size_t i) { return is_led_lit(host(), leds_[i]); });
}

}  // namespace pinbridge::parts
