import type { ElementPin } from "@wokwi/elements";
import { css, html, LitElement, type CSSResultGroup, type SVGTemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Controls } from "../protocol/messages";

/** 0.1 inch in CSS px: how far pins are apart. */
export const PITCH = 9.6;

/** State codes as the protocol has them. */
export const LOW = 0;
export const HIGH = 1;
export const HIGHZ = 2;
export const CONFLICT = 3;

export const STATE_NAMES = ["low", "high", "highz", "conflict"] as const;

export interface PartPin {
  name: string;
  /** What a guest calls the line; empty for none. */
  label: string;
}

/** An array counts as new whenever it is set: its owner may fill and set the same one again. */
const always = { attribute: false, hasChanged: () => true };

/**
 * What all our drawings of parts have in common. None of these parts is operated: they only show. The board sets these properties and reads `pinInfo`, which may depend
 * on them: ask again after `pins`, `attrs` or `type` were set (no need to wait for the drawing).
 */
export abstract class PartElement extends LitElement {
  /** The part's id. */
  @property({ attribute: false }) partId = "";
  /** The part's type, such as "wokwi-gate-and-2". */
  @property({ attribute: false }) type = "";
  @property({ attribute: false }) pins: PartPin[] = [];
  @property({ attribute: false }) attrs: Record<string, string> = {};
  @property({ attribute: false }) shows: Controls = {};
  /** A state code for each of `pins`; where there is none, nothing is known. */
  @property(always) levels: ArrayLike<number> = [];
  /** 1 where the part drives the pin. */
  @property(always) directions: ArrayLike<number> = [];

  /** Where each pin is, in px from the element's top left. */
  abstract get pinInfo(): ElementPin[];

  /** What the drawing shows, in words: its accessible name. */
  abstract get summary(): string;

  static override styles: CSSResultGroup = css`
    :host {
      display: inline-block;
      line-height: 0;
    }
    svg {
      display: block;
      overflow: visible;
      user-select: none;
    }
    text {
      font-family: Arial, "Liberation Sans", Helvetica, sans-serif;
    }
  `;

  /** The drawing in an SVG of this size in px, named by the summary. */
  protected frame(width: number, height: number, drawing: SVGTemplateResult) {
    return html`<svg
      role="img"
      aria-label=${this.summary}
      width=${width}
      height=${height}
      viewBox="0 0 ${width} ${height}"
    >
      ${drawing}
    </svg>`;
  }

  /** The state of the pin of this name, or undefined where nothing is known. */
  protected level(name: string): number | undefined {
    const index = this.pins.findIndex((pin) => pin.name === name);
    return index < 0 ? undefined : this.levels[index];
  }

  /** "A high, B low": the levels of these pins, in words. */
  protected states(names: string[]): string {
    return names.map((name) => `${name} ${stateName(this.level(name))}`).join(", ");
  }
}

export function stateName(state: number | undefined): string {
  return STATE_NAMES[state ?? -1] ?? "unknown";
}

/** A pin at so many pitches from the element's top left. */
export function gridPin(name: string, column: number, row: number): ElementPin {
  return { name, x: px(column), y: px(row), signals: [] };
}

/** Pitches in px, without the dust of floating point. */
export function px(pitches: number): number {
  return Math.round(pitches * PITCH * 1000) / 1000;
}
