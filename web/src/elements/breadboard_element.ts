import { css, svg, type SVGTemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { boardStrips, BOARD_SIZES, ROWS, type BoardSize, type Strip } from "./breadboard_layout";
import { lead, levelStyles } from "./level_mark";
import { CONFLICT, HIGHZ, PartElement, PITCH, px } from "./part_element";

/** The strips of a size never change: made once for all boards of it. */
const STRIPS = new Map<BoardSize, Strip[]>();

function stripsOf(size: BoardSize): Strip[] {
  let strips = STRIPS.get(size);
  if (strips === undefined) STRIPS.set(size, (strips = boardStrips(size)));
  return strips;
}

/** A breadboard. A line under the holes of a strip shows its level, where a pin drives it. */
@customElement("pb-breadboard")
export class BreadboardElement extends PartElement {
  static override styles = [
    PartElement.styles,
    levelStyles,
    css`
      .coordinate {
        font-size: 5px;
        fill: #8b8778;
        text-anchor: middle;
      }
      .lead {
        opacity: 0.8;
        stroke-linecap: round;
      }
      .lead.conflict {
        stroke-width: 7.6;
      }
    `,
  ];

  private get size(): BoardSize {
    return BOARD_SIZES.get(this.type) ?? BOARD_SIZES.get("wokwi-breadboard")!;
  }

  get pinInfo() {
    return stripsOf(this.size).flatMap((strip) => strip.holes);
  }

  get summary(): string {
    const strips = stripsOf(this.size).filter((strip) => this.levels[strip.first] === CONFLICT);
    const conflicts = strips.length === 0 ? "" : `, conflict on ${strips.map((s) => s.holes[0]!.name).join(", ")}`;
    return `${this.partId}, ${this.size.name}${conflicts}`;
  }

  override render() {
    const { width, height } = this.size;
    return this.frame(
      width,
      height,
      svg`<defs>
          <pattern id="hole" x=${-PITCH / 2} y=${-PITCH / 2} width=${PITCH} height=${PITCH} patternUnits="userSpaceOnUse">
            <rect x="2.6" y="2.6" width="4.4" height="4.4" rx="0.7" fill="#3c3a35"></rect>
            <path d="M2.6 7h4.4v-4.4" fill="none" stroke="#fff" stroke-opacity="0.75" stroke-width="0.6"></path>
          </pattern>
        </defs>
        <rect width=${width} height=${height} rx="4" fill=${this.color} stroke="#bdb9ac" stroke-width="0.8"></rect>
        ${this.groove()} ${this.railLines()} ${stripsOf(this.size).map((strip) => this.strip(strip))}
        ${this.holes()} ${this.coordinates()}`,
    );
  }

  private get color(): string {
    const color = this.attrs["color"] ?? "white";
    return color === "white" ? "#eceae2" : color;
  }

  private groove() {
    const { width, firstRows } = this.size;
    const y = (firstRows[0] + px(ROWS - 1) + firstRows[1]) / 2;
    return svg`<rect y=${y - 4.8} width=${width} height="9.6" fill="#000" fill-opacity="0.09"></rect>`;
  }

  /** A red line beside the holes of plus, a blue one beside those of minus. */
  private railLines() {
    const { width, rails } = this.size;
    return rails.map((y, i) => {
      const isPlus = i % 2 === 0;
      const lineY = isPlus ? y - 6.2 : y + 6.2;
      return svg`<path d="M14 ${lineY}H${width - 14}" stroke=${isPlus ? "#d8423a" : "#3a66d8"} stroke-width="1"></path>
        <text x="7.5" y=${y + 2.6} font-size="8" text-anchor="middle" fill=${isPlus ? "#d8423a" : "#3a66d8"}>${isPlus ? "+" : "−"}</text>`;
    });
  }

  private strip({ first, holes }: Strip): SVGTemplateResult | "" {
    const state = this.levels[first];
    if (state === undefined || state === HIGHZ) return "";
    const [from, to] = [holes[0]!, holes[holes.length - 1]!];
    return svg`<g class="on-light">${lead(`M${from.x} ${from.y}L${to.x} ${to.y}`, state)}</g>`;
  }

  /** One rectangle of pattern for each block of holes, in place of hundreds of holes. */
  private holes() {
    const { columns, railHoles, firstColumn, firstRows, firstRailHole, rails } = this.size;
    const block = (x: number, y: number, across: number, down: number) =>
      svg`<g transform="translate(${x} ${y})"><rect class="holes" x=${-PITCH / 2} y=${-PITCH / 2} width=${px(across)} height=${px(down)} fill="url(#hole)"></rect></g>`;
    const groups = Array.from({ length: railHoles / 5 }, (_, i) => firstRailHole + px(i * 6));
    return [
      ...firstRows.map((y) => block(firstColumn, y, columns, ROWS)),
      ...rails.flatMap((y) => groups.map((x) => block(x, y, 5, 1))),
    ];
  }

  private coordinates() {
    const { columns, firstColumn, firstRows, rails } = this.size;
    if (rails.length === 0) return "";
    const numbers = Array.from({ length: columns }, (_, i) => i + 1).filter((n) => n === 1 || n % 5 === 0);
    const letters = [..."abcdefghij"];
    const rowY = (i: number) => firstRows[i < ROWS ? 0 : 1] + px(i % ROWS);
    const text = (x: number, y: number, what: string | number) =>
      svg`<text class="coordinate" x=${x} y=${y}>${what}</text>`;
    const right = firstColumn + px(columns - 1);
    return [
      ...numbers.map((n) => text(firstColumn + px(n - 1), firstRows[0] - 7, n)),
      ...numbers.map((n) => text(firstColumn + px(n - 1), firstRows[1] + px(ROWS - 1) + 10.5, n)),
      ...letters.flatMap((letter, i) => [
        text(firstColumn - 9.6, rowY(i) + 1.7, letter),
        text(right + 9.6, rowY(i) + 1.7, letter),
      ]),
    ];
  }
}
