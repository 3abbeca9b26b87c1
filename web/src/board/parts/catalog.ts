import { buzzer } from "./buzzer";
import { dipSwitch } from "./dip_switch";
import { ky040 } from "./ky_040";
import { lcd1602, lcd2004 } from "./lcd";
import { led } from "./led";
import { ledBarGraph } from "./led_bar_graph";
import { membraneKeypad } from "./membrane_keypad";
import { idlePart, ownPart, unknownPart } from "./own_part";
import type { PartAdapter } from "./part_adapter";
import { pushbutton, pushbutton6mm } from "./pushbutton";
import { resistor } from "./resistor";
import { rgbLed } from "./rgb_led";
import { sevenSegment } from "./seven_segment";
import { slideSwitch } from "./slide_switch";

const WOKWI = [
  buzzer,
  dipSwitch,
  ky040,
  lcd1602,
  lcd2004,
  led,
  ledBarGraph,
  membraneKeypad,
  pushbutton,
  pushbutton6mm,
  resistor,
  rgbLed,
  sevenSegment,
  slideSwitch,
];

const BY_TYPE = new Map(WOKWI.map((adapter) => [adapter.tag, adapter]));

/** How a part of this type is drawn and operated. */
export function adapterOf(type: string): PartAdapter {
  const known = BY_TYPE.get(type) ?? ownPart(type);
  if (known) return known;
  return customElements.get(type) ? idlePart(type) : unknownPart(type);
}

/** Brings all of Wokwi's drawings where one of these types is not among those that the page has. */
export async function loadDrawings(types: string[]): Promise<void> {
  const rare = types.filter((type) => type.startsWith("wokwi-") && !BY_TYPE.has(type) && !ownPart(type));
  // Without them there is a box with the pins.
  if (rare.length) await import("@wokwi/elements/dist/esm/index").catch(() => undefined);
}
