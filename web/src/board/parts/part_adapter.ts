import type { ElementPin } from "@wokwi/elements";

import type { PartStand } from "../../model/bench_model";
import type { Controls, DrawnPart } from "../../protocol/messages";
import type { Box } from "../geometry";

/** The element of a part: Wokwi's or ours, with the properties that its adapter knows. */
export type PartElement = HTMLElement & { pinInfo?: ElementPin[]; updateComplete?: Promise<unknown> };

/**
 * A place of a part's drawing that a hand operates. press: 1 while held down; switch: from 0 to 1 and back;
 * turn: by so many detents.
 */
export interface Zone {
  kind: "press" | "switch" | "turn";
  control: string;
  /** In px of the drawing. */
  box: Box;
  round?: boolean;
  /** "Key 5 of keypad". */
  label: string;
  /** What its two positions are called; else "released" and "pressed", or "off" and "on". */
  positions?: [string, string];
  /** For turn. */
  by?: number;
  /** What operates it on a keyboard while the part has the focus. */
  key?: string;
}

/** How a type of part looks and is operated: one object a type, without state. */
export interface PartAdapter {
  tag: string;
  /** Once, before the first drawing. */
  dress?(element: PartElement, part: DrawnPart): void;
  /** Whenever the part stands or shows another thing. */
  show?(element: PartElement, stand: PartStand, part: DrawnPart): void;
  zones?(part: DrawnPart): Zone[];
  /** For a screen reader: "LED led1, red, 40 % bright". */
  describe(part: DrawnPart, stand: PartStand): string;
}

/** Sets properties of an element whose class this page does not know by type. */
export function assign(element: PartElement, properties: Record<string, unknown>): void {
  Object.assign(element, properties);
}

export function number(values: Controls, name: string): number {
  return Number(values[name] ?? 0);
}

/** "100,0,25" as numbers. */
export function numbers(values: Controls, name: string): number[] {
  const list = String(values[name] ?? "");
  return list === "" ? [] : list.split(",").map(Number);
}

/** Wokwi's flags: "1" or "true", or the name alone. */
export function flag(text: string | undefined): boolean {
  return text !== undefined && text !== "0" && text !== "false";
}

/** How bright a light looks that is lit for so many percent of the time: an eye is not linear. */
export function seenBrightness(percent: number, gamma = 2.8): number {
  return percent <= 0 ? 0 : Math.min(percent / 100, 1) ** (1 / gamma);
}
