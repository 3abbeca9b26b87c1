#include "parts/catalog.hpp"

#include "parts/dip_switch.hpp"
#include "parts/ky_040.hpp"
#include "parts/led.hpp"
#include "parts/membrane_keypad.hpp"
#include "parts/pushbutton.hpp"
#include "parts/resistor.hpp"
#include "parts/slide_switch.hpp"
#include "parts/supply.hpp"

namespace pinbridge {

void add_parts(Catalog& catalog) {
  catalog.add(led_type());
  catalog.add(pushbutton_type());
  catalog.add(pushbutton_6mm_type());
  catalog.add(slide_switch_type());
  catalog.add(dip_switch_type());
  catalog.add(membrane_keypad_type());
  catalog.add(ky_040_type());
  catalog.add(resistor_type());
  catalog.add(vcc_type());
  catalog.add(gnd_type());
}

}  // namespace pinbridge
