import "./breadboard_element";
import "./chip_element";
import "./clock_generator_element";
import { FLIP_FLOP_TYPES } from "./flip_flop_element";
import { GATE_TYPES } from "./gate_element";
import { BOARD_SIZES } from "./breadboard_layout";
import "./logic_analyzer_element";
import "./mux_element";
import "./relay_module_element";
import "./shift_register_elements";
import "./supply_elements";
import "./text_element";
import "./unknown_part_element";

export * from "./part_element";
export { ChipElement } from "./chip_element";
export type { Side } from "./chip_layout";

const all = (types: string[], tag: string) => Object.fromEntries(types.map((type) => [type, tag]));

/** The custom element that draws a part of this type; "chip-*" is every guest's chip. */
export const ownElements: Record<string, string> = {
  "chip-*": "pb-chip",
  ...all(GATE_TYPES, "pb-gate"),
  ...all(FLIP_FLOP_TYPES, "pb-flip-flop"),
  ...all(Object.keys(BOARD_SIZES), "pb-breadboard"),
  "wokwi-74hc165": "pb-74hc165",
  "wokwi-74hc595": "pb-74hc595",
  "wokwi-clock-generator": "pb-clock-generator",
  "wokwi-gnd": "pb-gnd",
  "wokwi-junction": "pb-junction",
  "wokwi-logic-analyzer": "pb-logic-analyzer-part",
  "wokwi-mux-2": "pb-mux-2",
  "wokwi-relay-module": "pb-relay-module",
  "wokwi-text": "pb-text",
  "wokwi-vcc": "pb-vcc",
};

/** Draws a part of a type that is neither here nor in Wokwi's library. */
export const UNKNOWN_PART = "pb-unknown-part";
