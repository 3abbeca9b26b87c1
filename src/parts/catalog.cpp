#include "parts/catalog.hpp"

#include <utility>

#include "parts/bmp180.hpp"
#include "parts/breadboard.hpp"
#include "parts/buzzer.hpp"
#include "parts/character_lcd.hpp"
#include "parts/clock_generator.hpp"
#include "parts/dc_motor.hpp"
#include "parts/dht.hpp"
#include "parts/dip_switch.hpp"
#include "parts/drawing.hpp"
#include "parts/ds1307.hpp"
#include "parts/ds18b20.hpp"
#include "parts/flip_flops.hpp"
#include "parts/gates.hpp"
#include "parts/hc165.hpp"
#include "parts/hc595.hpp"
#include "parts/hc_sr04.hpp"
#include "parts/hx711.hpp"
#include "parts/ili9341.hpp"
#include "parts/infrared.hpp"
#include "parts/ky_040.hpp"
#include "parts/led.hpp"
#include "parts/led_bar_graph.hpp"
#include "parts/logic_analyzer.hpp"
#include "parts/max7219.hpp"
#include "parts/membrane_keypad.hpp"
#include "parts/microsd_card.hpp"
#include "parts/mpu6050.hpp"
#include "parts/neopixels.hpp"
#include "parts/pir_sensor.hpp"
#include "parts/pushbutton.hpp"
#include "parts/relay_module.hpp"
#include "parts/resistor.hpp"
#include "parts/rgb_led.hpp"
#include "parts/servo.hpp"
#include "parts/seven_segment.hpp"
#include "parts/slide_switch.hpp"
#include "parts/ssd1306.hpp"
#include "parts/stepper.hpp"
#include "parts/supply.hpp"
#include "parts/threshold_sensors.hpp"
#include "parts/tm1637.hpp"

namespace pinbridge::parts {

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
  catalog.add(ssd1306_type());
  catalog.add(ssd1306_board_type());
  catalog.add(max7219_matrix_type());
  catalog.add(servo_type());
  catalog.add(stepper_motor_type());
  catalog.add(a4988_type());
  catalog.add(drv8825_type());
  catalog.add(pir_sensor_type());
  catalog.add(hc_sr04_type());
  for (PartType& type : threshold_sensor_types()) catalog.add(std::move(type));
  for (PartType& type : ds18b20_types()) catalog.add(std::move(type));
  for (PartType& type : dht_types()) catalog.add(std::move(type));
  catalog.add(hx711_type());
  catalog.add(ds1307_type());
  catalog.add(tm1637_type());
  catalog.add(dc_motor_type());
  catalog.add(l298n_type());
  catalog.add(mpu6050_type());
  catalog.add(bmp180_type());
  for (PartType& type : neopixel_types()) catalog.add(std::move(type));
  catalog.add(ir_remote_type());
  catalog.add(ir_receiver_type());
  catalog.add(ili9341_type());
  catalog.add(microsd_card_type());
}

}  // namespace pinbridge::parts
