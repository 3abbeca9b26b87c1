import { CONFLICT, NO_HAND, type PinTable, STATE_WORDS } from "../model/pin_table";
import type { Net, NetDrive } from "../protocol/messages";

/** How many pins of a net are named before the rest is a number. */
const NAMED = 8;

/** "vm:13 out high". */
export function pinWords(pins: PinTable, pin: number): string {
  const hand = pins.hand[pin] ?? NO_HAND;
  const words = [pins.direction[pin] ? "out" : "in", STATE_WORDS[pins.state[pin] as 0] ?? ""];
  if (hand !== NO_HAND) words.push(`driven ${hand === 1 ? "high" : "low"} by hand`);
  if (pins.state[pin] === CONFLICT) words.push("⚠");
  return words.join(" ");
}

/** "vm:13 out low", "vm:13 by hand high", "R1:2 pull high through a resistor". */
export function driveWords({ pin, by, level, strength }: NetDrive): string {
  const how = by === "hand" ? "by hand" : { strong: "out", pull: "pull", supply: "supply" }[strength];
  return `${pin} ${how} ${levelWord(level)}${by === "resistor" ? " through a resistor" : ""}`;
}

/** The pins of a net but one: "led1:A, R1:1 and 3 more". */
export function othersOf({ pin, pins }: Net): string {
  const others = pins.filter((name) => name !== pin);
  const rest = others.length - NAMED;
  return others.slice(0, NAMED).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

function levelWord(level: Net["state"]): string {
  return level === "highz" ? "high-Z" : level;
}
