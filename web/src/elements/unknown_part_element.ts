import { css, svg } from "lit";
import { customElement } from "lit/decorators.js";
import { fitText } from "./fit_text";
import { levelMark, levelStyles } from "./level_mark";
import { gridPin, PartElement, px } from "./part_element";

const COLUMNS = 14;
const FIRST_ROW = 4;

/** A part of a type that nobody knows: a dashed box with the pins that wires name. */
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
        stroke-dasharray: 4 3;
      }
      .name {
        font-size: 9px;
        font-weight: bold;
        fill: var(--pb-fg);
      }
      .type,
      .pin-name {
        font-size: 7px;
        fill: var(--pb-fg);
      }
      .end {
        text-anchor: end;
      }
    `,
  ];

  private get leftCount(): number {
    return Math.ceil(this.pins.length / 2);
  }

  get pinInfo() {
    const left = this.leftCount;
    return this.pins.map(({ name }, i) =>
      i < left ? gridPin(name, 0, FIRST_ROW + i) : gridPin(name, COLUMNS, FIRST_ROW + i - left),
    );
  }

  get summary(): string {
    return `${this.partId}, a part of the unknown type ${this.type}`;
  }

  override render() {
    const width = px(COLUMNS);
    const height = px(FIRST_ROW + Math.max(this.leftCount, 1));
    return this.frame(
      width,
      height,
      svg`<rect x="0.6" y="0.6" width=${width - 1.2} height=${height - 1.2} rx="3"></rect>
        <text class="name" x="8" y="12">${fitText(this.partId, width - 16, 9)}</text>
        <text class="type" x="8" y="22">${fitText(this.type, width - 16, 7)}</text>
        ${this.pinInfo.map(({ name, x, y }) => this.pin(name, x, y))}`,
    );
  }

  private pin(name: string, x: number, y: number) {
    const inward = x === 0 ? 1 : -1;
    return svg`${levelMark(x + inward * 8, y, this.level(name))}
      <text class="pin-name ${x === 0 ? "" : "end"}" x=${x + inward * 14} y=${y + 2.5}>${fitText(name, px(5), 7)}</text>`;
  }
}
