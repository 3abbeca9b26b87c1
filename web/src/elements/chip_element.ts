import { css, html, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { chipLayout, chipPins, type ChipLayout, type Place, type Side } from "./chip_layout";
import { fitText } from "./fit_text";
import { levelMark, levelStyles } from "./level_mark";
import { PartElement, PITCH, px, STATE_NAMES } from "./part_element";

const FONT = 7;

/** A guest's gpiochip: a package with a row for each line. */
@customElement("pb-chip")
export class ChipElement extends PartElement {
  /** On which side a line's row is, by pin name: where its wires lead. */
  @property({ attribute: false }) sides: Record<string, Side> = {};

  private layoutOf: { pins: unknown; sides: unknown; layout: ChipLayout } | null = null;

  private get layout(): ChipLayout {
    if (this.layoutOf?.pins !== this.pins || this.layoutOf.sides !== this.sides) {
      this.layoutOf = { pins: this.pins, sides: this.sides, layout: chipLayout(this.pins, this.sides) };
    }
    return this.layoutOf.layout;
  }

  get pinInfo() {
    return chipPins(this.pins, this.layout);
  }

  get connected(): boolean {
    return this.shows["connected"] === 1;
  }

  /** Which guest, in a few words. */
  get status(): string {
    if (!this.connected) return "no guest";
    const guest = String(this.shows["guest"] ?? "");
    return guest === "" ? "guest connected" : guest;
  }

  get summary(): string {
    const lines = this.pins.length === 1 ? "1 line" : `${this.pins.length} lines`;
    return `${this.partId}, GPIO chip with ${lines}, ${this.connected ? `connected: ${this.status}` : "no guest connected"}`;
  }

  static override styles = [
    PartElement.styles,
    levelStyles,
    css`
      .name {
        font-size: 9.5px;
        font-weight: bold;
        fill: #f2f2f2;
      }
      .status {
        font-size: 6.5px;
        fill: #c9c9c9;
      }
      .offset {
        font-size: 6px;
        fill: #b9b9b9;
      }
      .label {
        font-size: 7px;
        fill: #fff;
      }
      .right {
        text-anchor: end;
      }
      .arrow {
        fill: #9fb8cc;
      }
      .arrow.out {
        fill: #ffc36b;
      }
    `,
  ];

  override render() {
    const { columns, rows, left, right, cells } = this.layout;
    const width = px(columns);
    const height = px(rows);
    return html`
      <svg
        role="img"
        aria-label=${this.summary}
        width=${width}
        height=${height}
        viewBox="0 0 ${width} ${height}"
        class=${this.connected ? "connected" : "waiting"}
      >
        <rect x="3" width=${width - 6} height=${height} rx="2.5" fill="#2b2f33"></rect>
        <rect x="3" width=${width - 6} height="27" rx="2.5" fill="#1f2225"></rect>
        ${this.header(width)} ${left.map((place) => this.row(place, "left"))}
        ${right.map((place) => this.row(place, "right"))} ${cells.map((place) => this.cell(place))}
      </svg>
    `;
  }

  private header(width: number) {
    const room = width - 22;
    return svg`
      <text class="name" x="9" y="12">${fitText(this.partId, room, 9.5)}</text>
      <circle cx="11.5" cy="20.3" r="2.3" fill=${this.connected ? "#35c759" : "none"} stroke=${this.connected ? "#35c759" : "#c9c9c9"}></circle>
      <text class="status" x="17" y="22.5">${fitText(this.status, room, 6.5)}</text>
    `;
  }

  private row({ index, column, row }: Place, side: Side) {
    const pin = this.pins[index]!;
    const x = px(column);
    const y = px(row);
    const inward = side === "left" ? 1 : -1;
    const room = px(this.layout.left.length > 0 && this.layout.right.length > 0 ? 5.5 : 6.5);
    return svg`
      <g class="line" data-pin=${pin.name}>
        <title>${this.lineText(index)}</title>
        <rect x=${side === "left" ? x - 1 : x - 4} y=${y - 1.6} width="5" height="3.2" fill="#c8c8c8"></rect>
        ${levelMark(x + inward * 10, y, this.levels[index])}
        <text class="offset ${side}" x=${x + inward * 15.5} y=${y + 2.2}>${pin.name}</text>
        ${this.arrow(x + inward * 33, y, index, side)}
        <text class="label ${side}" x=${x + inward * 39} y=${y + 2.5}>${fitText(pin.label, room, FONT)}</text>
      </g>
    `;
  }

  /** Points out of the package where the guest drives the line, else into it. */
  private arrow(x: number, y: number, index: number, side: Side) {
    const out = this.directions[index] === 1;
    const toLeft = out === (side === "left");
    const d = toLeft ? "M2.6 -2.6L-2.6 0L2.6 2.6z" : "M-2.6 -2.6L2.6 0L-2.6 2.6z";
    return svg`<path class="arrow ${out ? "out" : "in"}" transform="translate(${x} ${y})" d=${d}></path>`;
  }

  private cell({ index, column, row }: Place) {
    const half = PITCH / 2 - 0.6;
    return svg`
      <g class="cell" data-pin=${this.pins[index]!.name}>
        <title>${this.lineText(index)}</title>
        <rect x=${px(column) - half} y=${px(row) - half} width=${half * 2} height=${half * 2} rx="1" fill="#3a3f44"></rect>
        ${levelMark(px(column), px(row), this.levels[index])}
      </g>
    `;
  }

  private lineText(index: number): string {
    const { name, label } = this.pins[index]!;
    const state = STATE_NAMES[this.levels[index] ?? -1] ?? "unknown";
    const direction = this.directions[index] === 1 ? "out" : "in";
    return `${this.partId}:${name}${label === "" ? "" : ` ${label}`} ${direction} ${state}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "pb-chip": ChipElement;
  }
}
