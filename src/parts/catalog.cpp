#include "parts/catalog.hpp"

#include <utility>

#include "parts/clock_generator.hpp"
#include "parts/flip_flops.hpp"
#include "parts/gates.hpp"
#include "parts/hc165.hpp"
#include "parts/hc595.hpp"
#include "parts/led.hpp"
#include "parts/pushbutton.hpp"
#include "parts/resistor.hpp"
#include "parts/slide_switch.hpp"
#include "parts/supply.hpp"

namespace pinbridge {

void add_parts(Catalog& catalog) {
  catalog.add(led_type());
  catalog.add(pushbutton_type());
  catalog.add(slide_switch_type());
  catalog.add(resistor_type());
  catalog.add(vcc_type());
  catalog.add(gnd_type());
  catalog.add(hc595_type());
  catalog.add(hc165_type());
  for (PartType& type : gate_types()) catalog.add(std::move(type));
  for (PartType& type : flip_flop_types()) catalog.add(std::move(type));
  catalog.add(clock_generator_type());
}

}  // namespace pinbridge
