import { buzzer } from "./buzzer";
import { dipSwitch } from "./dip_switch";
import { ili9341 } from "./ili9341";
import { irReceiver, irRemote } from "./infrared";
import { ky040 } from "./ky_040";
import { lcd1602, lcd2004 } from "./lcd";
import { led } from "./led";
import { ledBarGraph } from "./led_bar_graph";
import { membraneKeypad } from "./membrane_keypad";
import { type Kind, loadBoards, microcontroller } from "./microcontroller";
import { microsdCard } from "./microsd_card";
import { idlePart, ownPart, unknownPart } from "./own_part";
import type { PartAdapter } from "./part_adapter";
import { pushbutton, pushbutton6mm } from "./pushbutton";
import { resistor } from "./resistor";
import { rgbLed } from "./rgb_led";
import { SENSORS } from "./sensors";
import { sevenSegment } from "./seven_segment";
import { slideSwitch } from "./slide_switch";
import { ssd1306 } from "./ssd1306";
import { stepperMotor } from "./stepper_motor";

export const WOKWI = [
  buzzer,
  dipSwitch,
  ili9341,
  irReceiver,
  irRemote,
  ky040,
  lcd1602,
  lcd2004,
  led,
  ledBarGraph,
  membraneKeypad,
  microsdCard,
  pushbutton,
  pushbutton6mm,
  resistor,
  rgbLed,
  ...SENSORS,
  sevenSegment,
  slideSwitch,
  ssd1306,
  stepperMotor,
];

const BY_TYPE = new Map(WOKWI.map((adapter) => [adapter.type ?? adapter.tag, adapter]));

/** How a part of this kind is drawn and operated. */
export function adapterOf(type: string, attributes: Kind["attributes"] = {}): PartAdapter {
  const known = BY_TYPE.get(type) ?? microcontroller({ type, attributes }) ?? ownPart(type);
  if (known) return known;
  return isWokwi(type) && customElements.get(type) ? idlePart(type) : unknownPart(type);
}

/** Only these elements are drawings of parts: the page has others, and itself. */
function isWokwi(type: string): boolean {
  return type.startsWith("wokwi-");
}

/** Brings the drawings of these parts that the page does not have from the start. */
export async function loadDrawings(parts: Kind[]): Promise<void> {
  const known = parts.flatMap(({ type }) => BY_TYPE.get(type)?.load?.() ?? []);
  const others = parts.filter(({ type, attributes }) => !BY_TYPE.has(type) && (!ownPart(type) || attributes["board"]));
  await loadBoards(others);
  const rare = others.some((kind) => isWokwi(kind.type) && !microcontroller(kind));
  // Without them there is a box with the pins.
  if (rare) await import("@wokwi/elements/dist/esm/index").catch(() => undefined);
  await Promise.allSettled(known);
}
