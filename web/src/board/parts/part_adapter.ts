import type { ElementPin } from "@wokwi/elements";

import type { PartStand } from "../../model/bench_model";
import type { Controls, DrawnPart } from "../../protocol/messages";
import type { Box } from "../geometry";
import type { ValueRange } from "../value_slider";

/** The element of a part: Wokwi's or ours, with the properties that its adapter knows. */
export type PartElement = HTMLElement & { pinInfo?: ElementPin[]; updateComplete?: Promise<unknown> };

/**
 * An area of a part's drawing that the user operates. press: 1 while held down; switch: from 0 to 1 and back;
 * turn: by this many detents; value: a number, with a slider.
 */
export interface Zone {
  kind: "press" | "switch" | "turn" | "value";
  control: string;
  /** In px of the drawing. */
  box: Box;
  round?: boolean;
  /** "Key 5 of keypad". */
  label: string;
  /** What its two positions are called; else "released" and "pressed", or "off" and "on". */
  positions?: [string, string];
  /** For value. */
  range?: ValueRange;
  /** For turn. */
  by?: number;
  /** What operates it on a keyboard while the part has the focus. */
  key?: string;
}

/** How a type of part looks and is operated: one object a type, without state. */
export interface PartAdapter {
  /** The element that draws it. */
  tag: string;
  /** The type of part, where the element of another draws it. */
  type?: string;
  /** Defines the element, where the page does not have it from the start. */
  load?(): Promise<unknown>;
  /** Once, before the first drawing. */
  dress?(element: PartElement, part: DrawnPart): void;
  /** Once, after the first drawing. */
  drawn?(drawing: ShadowRoot): void;
  /** What of the drawing shines, and may be drawn apart from the rest. Its picture is in the upper left corner. */
  light?(drawing: ShadowRoot): SVGGElement | null;
  /** Whenever the position or visible state of the part changes. */
  show?(element: PartElement, stand: PartStand, part: DrawnPart): void;
  zones?(part: DrawnPart): Zone[];
  /** For a screen reader: "LED led1, red, 40 % bright". */
  describe(part: DrawnPart, stand: PartStand): string;
}

const DECIMAL = /^-?\d{1,15}(\.\d{1,15})?$/;

/** Sets properties of an element whose class this page does not know by type. */
export function assign(element: PartElement, properties: Record<string, unknown>): void {
  Object.assign(element, properties);
}

export function number(values: Controls, name: string): number {
  const value = Number(values[name] ?? 0);
  return Number.isFinite(value) ? value : 0;
}

/** "100,0,25" as numbers. */
export function numbers(values: Controls, name: string): number[] {
  const list = String(values[name] ?? "");
  return list === "" ? [] : list.split(",").map((text) => Number(text) || 0);
}

/** An attribute's text; the fallback where it is missing or empty, which means the same. */
export function given(text: string | undefined, fallback: string): string {
  return text || fallback;
}

/** A switch as the program reads it: "1" and "true" are on; "0", "false" and "" are off; all else is not given. */
export function flag(text: string | undefined, fallback = false): boolean {
  if (text === "1" || text === "true") return true;
  return text === "0" || text === "false" || text === "" ? false : fallback;
}

/** A decimal number of an attribute within these bounds; else the fallback. */
export function bounded(text: string | undefined, fallback: number, least: number, most: number): number {
  const value = DECIMAL.test(text ?? "") ? Number(text) : NaN;
  return value >= least && value <= most ? value : fallback;
}

/** The same for a whole number. */
export function whole(text: string | undefined, fallback: number, least: number, most: number): number {
  return text?.includes(".") ? fallback : bounded(text, fallback, least, most);
}

export const USUAL_GAMMA = 2.8;

/** The visible brightness of a light that is lit for this percentage of the time: the eye is not linear. */
export function seenBrightness(percent: number, gamma = USUAL_GAMMA): number {
  return percent <= 0 ? 0 : Math.min(percent / 100, 1) ** (1 / gamma);
}
