import { css, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { chipLayout, chipPins, MATRIX_COLUMNS, type ChipLayout, type Place, type Side } from "./chip_layout";
import { fitText } from "./fit_text";
import { guestWords, isConnected, lampStyles } from "./guest_state";
import { levelMark, levelStyles } from "./level_mark";
import { PartElement, px } from "./part_element";

/** How far from its pin a row's things are, in px: level, offset, arrow, label. */
const LEVEL = 9;
const OFFSET = 14.5;
const ARROW = 36;
const LABEL = 42;
/** Room for an offset, or for the pin's name where it is none. */
const OFFSET_ROOM = 18;
const FONT = { name: 9.5, status: 6.8, offset: 6, label: 7 };

/** A guest's gpiochip: a package with a row for each line. */
@customElement("pb-chip")
export class ChipElement extends PartElement {
  /** On which side a line's row is, by the pin's name: where its wires leave. */
  @property({ attribute: false }) sides: ReadonlyMap<string, Side> = new Map();

  private cached: { pins: unknown; sides: unknown; layout: ChipLayout } | null = null;

  private get layout(): ChipLayout {
    if (this.cached?.pins !== this.pins || this.cached.sides !== this.sides) {
      this.cached = { pins: this.pins, sides: this.sides, layout: chipLayout(this.pins, this.sides) };
    }
    return this.cached.layout;
  }

  get pinInfo() {
    return chipPins(this.pins, this.layout);
  }

  get connected(): boolean {
    return isConnected(this.shows);
  }

  get guest(): string {
    return guestWords(this.shows);
  }

  get summary(): string {
    const lines = this.pins.length === 1 ? "1 line" : `${this.pins.length} lines`;
    return `${this.partId}, GPIO chip of ${lines}, ${this.connected ? "connected" : "not connected"}: ${this.guest}`;
  }

  static override styles = [
    PartElement.styles,
    levelStyles,
    lampStyles,
    css`
      .name {
        font-size: 9.5px;
        font-weight: bold;
        fill: #f4f4f4;
      }
      .status {
        font-size: 6.8px;
        fill: #cfd4d8;
      }
      .offset {
        font-size: 6px;
        fill: #b4bac0;
      }
      .label {
        font-size: 7px;
        fill: #fff;
      }
      .right {
        text-anchor: end;
      }
      .arrow {
        fill: none;
        stroke: #aeb6bd;
        stroke-width: 1;
        stroke-linejoin: round;
      }
      .arrow.out {
        fill: #f4f4f4;
        stroke: #f4f4f4;
      }
      .above {
        text-anchor: middle;
      }
      .gap {
        fill: #70777d;
      }
      .cell rect {
        fill: #3b4147;
      }
    `,
  ];

  override render() {
    const { columns, rows, left, right } = this.layout;
    const width = px(columns);
    const height = px(rows);
    return this.frame(
      width,
      height,
      svg`<rect x="4" width=${width - 8} height=${height} rx="3" fill="#2a2e32" stroke="#555c63" stroke-width="0.8"></rect>
        <path d="M4 27V3a3 3 0 0 1 3 -3H${width - 7}a3 3 0 0 1 3 3V27z" fill="#1d2023"></path>
        ${this.header(width)} ${left.map((place) => this.unlessSame(place, () => this.row(place, "left")))}
        ${right.map((place) => this.unlessSame(place, () => this.row(place, "right")))} ${this.matrix()}`,
    );
  }

  /** Only a few of a thousand lines change at a time, and only those are drawn again. */
  private unlessSame({ index }: Place, draw: () => unknown) {
    return guard([this.levels[index], this.directions[index], this.layout], draw);
  }

  private header(width: number) {
    const room = width - 26;
    return svg`<text class="name" x="10" y="12">${fitText(this.partId, room, FONT.name)}</text>
      <circle class="lamp ${this.connected ? "on" : "off"}" cx="12.4" cy="20" r="2.5"></circle>
      <text class="status" x="18" y="22.4">${fitText(this.guest, room, FONT.status)}</text>`;
  }

  private row({ index, column, row }: Place, side: Side) {
    const { name, label } = this.pins[index]!;
    const x = px(column);
    const y = px(row);
    const inward = side === "left" ? 1 : -1;
    return svg`<g class="line on-dark" data-pin=${name}>
      <rect x=${side === "left" ? x - 1.2 : x - 4.8} y=${y - 1.7} width="6" height="3.4" rx="0.5" fill="#c9c9c9"></rect>
      ${levelMark(x + inward * LEVEL, y, this.levels[index])}
      <text class="offset ${side}" x=${x + inward * OFFSET} y=${y + 2.2}>${fitText(name, OFFSET_ROOM, FONT.offset)}</text>
      ${this.arrow(x + inward * ARROW, y, index, side)}
      <text class="label ${side}" x=${x + inward * LABEL} y=${y + 2.5}>${fitText(label, this.labelRoom, FONT.label)}</text>
    </g>`;
  }

  /** Up to the middle of the package where both sides have rows, else up to its edge. */
  private get labelRoom(): number {
    const { columns, left, right } = this.layout;
    return px(left.length > 0 && right.length > 0 ? columns / 2 : columns) - LABEL - 6;
  }

  /** Points out of the package where the guest drives the line, and is full then; else into it. */
  private arrow(x: number, y: number, index: number, side: Side) {
    const out = this.directions[index] === 1;
    const toLeft = out === (side === "left");
    const d = toLeft ? "M2.4 -2.5L-2.4 0L2.4 2.5z" : "M-2.4 -2.5L2.4 0L-2.4 2.5z";
    return svg`<path class="arrow ${out ? "out" : "in"}" transform="translate(${x} ${y})" d=${d}></path>`;
  }

  /** Above it the last digits of offsets, and on its left the offset that each of its rows begins with. */
  private matrix() {
    const { columns, cells, gaps, matrixTop } = this.layout;
    if (matrixTop === null) return "";
    const left = px((columns - MATRIX_COLUMNS) / 2);
    const rows = Math.ceil(this.pins.length / MATRIX_COLUMNS);
    return svg`<g class="on-dark">
      ${[0, 8, 16, 24].map((n) => svg`<text class="offset above" x=${left + px(n)} y=${px(matrixTop) - 6.5}>+${n}</text>`)}
      ${Array.from(
        { length: rows },
        (_, row) =>
          svg`<text class="offset right" x=${left - 7} y=${px(matrixTop + row) + 2.2}>${row * MATRIX_COLUMNS}</text>`,
      )}
      ${gaps.map(({ column, row }) => svg`<circle class="gap" cx=${px(column)} cy=${px(row)} r="0.8"></circle>`)}
      ${cells.map((place) => this.unlessSame(place, () => this.cell(place)))}
    </g>`;
  }

  private cell({ index, column, row }: Place) {
    const x = px(column);
    const y = px(row);
    return svg`<g class="cell" data-pin=${this.pins[index]!.name}>
      <rect x=${x - 4.3} y=${y - 4.3} width="8.6" height="8.6" rx="1.2"></rect>
      ${levelMark(x, y, this.levels[index])}
    </g>`;
  }
}
