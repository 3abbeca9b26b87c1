import { css, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { fitText } from "./fit_text";
import { levelMark, levelStyles } from "./level_mark";
import { gridPin, PartElement, px } from "./part_element";

const COLUMNS = 14;
const FIRST_ROW = 4;
/** Of what a part shows, the drawing has so many values. */
const MOST_SHOWN = 6;

/** Modules of which there is no drawing. */
const MODULES: Record<string, string> = {
  "board-ds18b20": "DS18B20 thermometer",
  "host-gpio": "line of the host",
  "net-link": "net of several benches",
  "wokwi-a4988": "A4988 stepper driver",
  "wokwi-drv8825": "DRV8825 stepper driver",
  "wokwi-ds18b20": "DS18B20 thermometer",
};
export const MODULE_TYPES = Object.keys(MODULES);

/**
 * A box with the pins of the part, and what it shows: dashed for an unknown type, whose pins are those that wires name.
 * A program may be a custom chip, and decides what that shows.
 */
@customElement("pb-unknown-part")
export class UnknownPartElement extends PartElement {
  static override styles = [
    PartElement.styles,
    levelStyles,
    css`
      rect {
        fill: var(--pb-panel);
        stroke: var(--pb-muted);
        stroke-width: 1.2;
      }
      rect.unknown {
        stroke-dasharray: 4 3;
      }
      .name {
        font-size: 9px;
        font-weight: bold;
        fill: var(--pb-fg);
      }
      .type,
      .shown,
      .pin-name {
        font-size: 7px;
        fill: var(--pb-fg);
      }
      .end {
        text-anchor: end;
      }
    `,
  ];

  /** Of a custom chip: the name in its file. */
  @property({ attribute: false }) called = "";

  private get leftCount(): number {
    return Math.ceil(this.pins.length / 2);
  }

  get pinInfo() {
    const left = this.leftCount;
    return this.pins.map(({ name }, i) =>
      i < left ? gridPin(name, 0, FIRST_ROW + i) : gridPin(name, COLUMNS, FIRST_ROW + i - left),
    );
  }

  private get isCustomChip(): boolean {
    return this.type.startsWith("chip-");
  }

  private get module(): string | undefined {
    return Object.hasOwn(MODULES, this.type) ? MODULES[this.type] : undefined;
  }

  /** "angle 90": the visible state of the part, except for lists that are longer than a line. */
  private get shown(): string[] {
    return Object.entries(this.shows)
      .slice(0, MOST_SHOWN)
      .map(([name, value]) => fitText(`${name} ${value}`, px(COLUMNS) - 16, 7));
  }

  get summary(): string {
    if (this.module !== undefined) return `${this.partId}, ${this.module}`;
    return `${this.partId}, ${this.isCustomChip ? "a custom chip" : "a part"} of the ${this.isCustomChip ? "" : "unknown "}type ${this.type}`;
  }

  override render() {
    const width = px(COLUMNS);
    const below = px(FIRST_ROW + Math.max(this.leftCount, 1));
    const shown = this.shown;
    const height = below + shown.length * 9;
    const kind = this.isCustomChip || this.module !== undefined ? "custom" : "unknown";
    return this.frame(
      width,
      height,
      svg`<rect class=${kind} x="0.6" y="0.6" width=${width - 1.2} height=${height - 1.2} rx="3"></rect>
        <text class="name" x="8" y="12">${fitText(this.partId, width - 16, 9)}</text>
        <text class="type" x="8" y="22">${fitText(this.module ?? (this.called || this.type), width - 16, 7)}</text>
        ${this.pinInfo.map(({ name, x, y }) => this.pin(name, x, y))}
        ${shown.map((text, i) => svg`<text class="shown" x="8" y=${below + 5 + i * 9}>${text}</text>`)}`,
    );
  }

  private pin(name: string, x: number, y: number) {
    const inward = x === 0 ? 1 : -1;
    return svg`${levelMark(x + inward * 8, y, this.level(name))}
      <text class="pin-name ${x === 0 ? "" : "end"}" x=${x + inward * 14} y=${y + 2.5}>${fitText(name, px(5), 7)}</text>`;
  }
}
