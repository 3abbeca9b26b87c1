import { css, svg } from "lit";
import { customElement } from "lit/decorators.js";
import { fitText } from "./fit_text";
import { levelMark, levelStyles } from "./level_mark";
import { gridPin, PartElement, px } from "./part_element";
import { pixelPath } from "./pixel_rows";

const styles = [
  PartElement.styles,
  levelStyles,
  css`
    .board {
      fill: #1d3f73;
      stroke: #0c2143;
      stroke-width: 1;
    }
    .glass {
      fill: #0b0d10;
    }
    text {
      font-size: 6px;
      fill: #fff;
    }
  `,
];

/** Displays on a board, whose pins are in a row. */
abstract class DisplayElement extends PartElement {
  static override styles = styles;

  protected text(name: string): string {
    return String(this.shows[name] ?? "");
  }

  protected marks() {
    return this.pinInfo.map(({ name, x, y }) => levelMark(x, y, this.level(name)));
  }
}

const OLED_PINS = ["GND", "VCC", "SCL", "SDA"];
const OLED_WIDTH = 14;

/** An OLED display of 128×64 pixels with four pins at its top. */
@customElement("pb-ssd1306")
export class Ssd1306Element extends DisplayElement {
  get pinInfo() {
    return OLED_PINS.map((name, i) => gridPin(name, 5 + i, 0.5));
  }

  get summary(): string {
    const lit = /[1-9a-f]/.test(this.text("pixels"));
    return `${this.partId}, OLED display, ${lit ? "with a picture" : "dark"}`;
  }

  override render() {
    const width = px(OLED_WIDTH);
    return this.frame(
      width,
      px(10),
      svg`<rect class="board on-dark" x="0.5" y="0.5" width=${width - 1} height=${px(10) - 1} rx="3"></rect>
        <rect class="glass" x="3" y="17" width=${width - 6} height="70" rx="1"></rect>
        <path transform="translate(3.2 20)" fill="#cfeaff" d=${pixelPath(this.text("pixels"), 128, 64)}></path>
        <g class="on-dark">${this.marks()}</g>`,
    );
  }
}

const MATRIX_LEFT = ["V+", "GND", "DIN", "CS", "CLK"];
const MATRIX_RIGHT = ["V+.2", "GND.2", "DOUT", "CS.2", "CLK.2"];
const MATRIX_SIZE = 10;
const MOST_MODULES = 32;
const RED = "#ff4136";
const COLORS = new Map([
  ["red", RED],
  ["green", "#5fe06f"],
  ["blue", "#5b9dff"],
  ["yellow", "#ffe14d"],
  ["white", "#fff"],
]);

/** LED matrices in a row; the first is next to DIN. */
@customElement("pb-max7219-matrix")
export class Max7219Element extends DisplayElement {
  private get modules(): number {
    const chain = Number(this.attrs["chain"] ?? 1);
    return Number.isInteger(chain) && chain >= 1 && chain <= MOST_MODULES ? chain : 1;
  }

  get pinInfo() {
    const right = this.modules * MATRIX_SIZE + 2;
    return [
      ...MATRIX_LEFT.map((name, i) => gridPin(name, 0, 3 + i)),
      ...MATRIX_RIGHT.map((name, i) => gridPin(name, right, 3 + i)),
    ];
  }

  get summary(): string {
    const lit = /[1-9a-f]/.test(this.text("rows"));
    return `${this.partId}, ${this.modules === 1 ? "LED matrix" : `${this.modules} LED matrices`}, ${lit ? "lit" : "dark"}`;
  }

  override render() {
    const width = px(this.modules * MATRIX_SIZE + 2);
    const height = px(MATRIX_SIZE);
    const fill = COLORS.get(this.attrs["color"] ?? "red") ?? RED;
    const pictures = this.text("rows").split(",").slice(0, this.modules);
    return this.frame(
      width,
      height,
      svg`<rect class="board" x="0.5" y="0.5" width=${width - 1} height=${height - 1} rx="2"></rect>
        <rect class="glass" x=${px(1)} y="3" width=${width - 2 * px(1)} height=${height - 6}></rect>
        ${pictures.map((rows, i) => {
          const place = `translate(${px(1 + i * MATRIX_SIZE) + 3} 6) scale(10.5)`;
          return svg`<path transform=${place} fill=${fill} d=${dotPath(rows)}></path>`;
        })}
        <g class="on-dark">${this.marks()}</g>`,
    );
  }
}

/** Each lit pixel a disc. */
function dotPath(rows: string): string {
  let path = "";
  for (let row = 0; row < 8; ++row) {
    const bits = Number.parseInt(rows.slice(row * 2, row * 2 + 2), 16);
    for (let column = 0; column < 8; ++column) {
      if (((bits >> (7 - column)) & 1) === 0) continue;
      path += `M${column + 0.1} ${row + 0.5}a.4 .4 0 1 0 .8 0a.4 .4 0 1 0 -.8 0z`;
    }
  }
  return path;
}

const TM1637_PINS = ["CLK", "DIO", "VCC", "GND"];
/** Segments A to G of a digit of 10×18. */
const SEGMENTS = [
  "M2 0h6l1 1-1 1H2L1 1z",
  "M10 2v6L9 9 8 8V2l1-1z",
  "M10 10v6l-1 1-1-1v-6l1-1z",
  "M8 18H2l-1-1 1-1h6l1 1z",
  "M0 16v-6l1-1 1 1v6l-1 1z",
  "M0 8V2l1-1 1 1v6L1 9z",
  "M2 8h6l1 1-1 1H2L1 9z",
];

/** Four digits and a colon on a board with four pins at its right. */
@customElement("pb-tm1637")
export class Tm1637Element extends DisplayElement {
  get pinInfo() {
    return TM1637_PINS.map((name, i) => gridPin(name, 18, 3 + i));
  }

  get summary(): string {
    return `${this.partId}, four-digit display, reads "${fitText(this.text("text").trim(), 60, 6)}"`;
  }

  override render() {
    const width = px(18);
    const fill = COLORS.get(this.attrs["color"] ?? "red") ?? RED;
    const digits = [0, 1, 2, 3].map((i) => Number.parseInt(this.text("segments").slice(i * 2, i * 2 + 2), 16) || 0);
    const segment = (lit: boolean, d: string) => svg`<path d=${d} fill=${lit ? fill : "#2a2c31"}></path>`;
    return this.frame(
      width,
      px(9),
      svg`<rect class="board" x="0.5" y="0.5" width=${width - 1} height=${px(9) - 1} rx="3"></rect>
        <rect class="glass" x="10" y="14" width="130" height="58"></rect>
        ${digits.map(
          (lit, i) => svg`<g transform="translate(${19 + i * 30} 22) scale(2.2) skewX(-6)">
            ${SEGMENTS.map((d, bit) => segment(((lit >> bit) & 1) === 1, d))}</g>`,
        )}
        ${[34, 52].map((y) => svg`<circle cx="76" cy=${y} r="2" fill=${((digits[1] ?? 0) & 0x80) !== 0 ? fill : "#2a2c31"}></circle>`)}
        <g class="on-dark">${this.marks()}</g>`,
    );
  }
}
