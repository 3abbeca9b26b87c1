import { GUEST_CHIPS } from "../model/guest_chips";
import "./breadboard_element";
import "./chip_element";
import "./clock_generator_element";
import "./display_elements";
import { FLIP_FLOP_TYPES } from "./flip_flop_element";
import { GATE_TYPES } from "./gate_element";
import { BOARD_SIZES } from "./breadboard_layout";
import "./logic_analyzer_element";
import "./mux_element";
import "./relay_module_element";
import "./shift_register_elements";
import "./supply_elements";
import "./text_element";
import { MODULE_TYPES } from "./unknown_part_element";

export * from "./part_element";
export { ChipElement } from "./chip_element";
export type { Side } from "./chip_layout";

const all = (types: string[], tag: string) => Object.fromEntries(types.map((type) => [type, tag]));

/** The custom element that draws a part of this type; a custom chip has none. */
export const ownElements = new Map<string, string>(
  Object.entries({
    ...all(GUEST_CHIPS, "pb-chip"),
    ...all(GATE_TYPES, "pb-gate"),
    ...all(FLIP_FLOP_TYPES, "pb-flip-flop"),
    ...all([...BOARD_SIZES.keys()], "pb-breadboard"),
    ...all(MODULE_TYPES, "pb-unknown-part"),
    "board-ssd1306": "pb-ssd1306",
    "wokwi-74hc165": "pb-74hc165",
    "wokwi-74hc595": "pb-74hc595",
    "wokwi-clock-generator": "pb-clock-generator",
    "wokwi-gnd": "pb-gnd",
    "wokwi-junction": "pb-junction",
    "wokwi-logic-analyzer": "pb-logic-analyzer-part",
    "wokwi-max7219-matrix": "pb-max7219-matrix",
    "wokwi-mux-2": "pb-mux-2",
    "wokwi-relay-module": "pb-relay-module",
    "wokwi-text": "pb-text",
    "wokwi-tm1637-7segment": "pb-tm1637",
    "wokwi-vcc": "pb-vcc",
  }),
);

/** Draws a part of a type that is neither here nor in Wokwi's library. */
export const UNKNOWN_PART = "pb-unknown-part";
