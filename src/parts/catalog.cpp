#include "parts/catalog.hpp"

#include <utility>

#include "parts/breadboard.hpp"
#include "parts/buzzer.hpp"
#include "parts/character_lcd.hpp"
#include "parts/clock_generator.hpp"
#include "parts/dip_switch.hpp"
#include "parts/drawing.hpp"
#include "parts/flip_flops.hpp"
#include "parts/gates.hpp"
#include "parts/hc165.hpp"
#include "parts/hc595.hpp"
#include "parts/ky_040.hpp"
#include "parts/led.hpp"
#include "parts/led_bar_graph.hpp"
#include "parts/logic_analyzer.hpp"
#include "parts/membrane_keypad.hpp"
#include "parts/pushbutton.hpp"
#include "parts/relay_module.hpp"
#include "parts/resistor.hpp"
#include "parts/rgb_led.hpp"
#include "parts/seven_segment.hpp"
#include "parts/slide_switch.hpp"
#include "parts/supply.hpp"

namespace pinbridge {

void add_parts(Catalog& catalog) {
  catalog.add(led_type());
  catalog.add(rgb_led_type());
  catalog.add(led_bar_graph_type());
  catalog.add(seven_segment_type());
  catalog.add(lcd1602_type());
  catalog.add(lcd2004_type());
  catalog.add(buzzer_type());
  catalog.add(pushbutton_type());
  catalog.add(pushbutton_6mm_type());
  catalog.add(slide_switch_type());
  catalog.add(dip_switch_type());
  catalog.add(membrane_keypad_type());
  catalog.add(ky_040_type());
  catalog.add(relay_module_type());
  catalog.add(resistor_type());
  catalog.add(vcc_type());
  catalog.add(gnd_type());
  catalog.add(breadboard_type());
  catalog.add(breadboard_half_type());
  catalog.add(breadboard_mini_type());
  catalog.add(junction_type());
  catalog.add(logic_analyzer_type());
  catalog.add(text_type());
  catalog.add(hc595_type());
  catalog.add(hc165_type());
  for (PartType& type : gate_types()) catalog.add(std::move(type));
  for (PartType& type : flip_flop_types()) catalog.add(std::move(type));
  catalog.add(clock_generator_type());
}

}  // namespace pinbridge
