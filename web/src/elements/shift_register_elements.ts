import { css, svg } from "lit";
import { customElement } from "lit/decorators.js";
import { levelMark, levelStyles } from "./level_mark";
import { CONFLICT, HIGH, LOW, PartElement, PITCH } from "./part_element";

/** A package of 16 pins that lies on its side: pin 1 is the first of the lower row, pin 16 the first of the upper. */
const FIRST_PIN = 4.6;
const TOP = 1.4;
const BOTTOM = 30.2;
const WIDTH = 75;
const HEIGHT = 31.6;

const STYLES = css`
  .mark {
    font-size: 7px;
    font-weight: bold;
    fill: #b9b38a;
    text-anchor: middle;
  }
  .pin-name {
    font-size: 2.6px;
    fill: #d8d8d8;
    text-anchor: middle;
  }
`;

/** What both shift registers have in common. */
abstract class ShiftRegisterElement extends PartElement {
  static override styles = [PartElement.styles, levelStyles, STYLES];

  protected abstract readonly mark: string;
  protected abstract readonly upper: string[];
  protected abstract readonly lower: string[];
  /** The pins whose levels are its byte, bit 7 first. */
  protected abstract readonly byte: string[];

  get pinInfo() {
    const row = (names: string[], y: number) =>
      names.map((name, i) => ({ name, x: Math.round((FIRST_PIN + i * PITCH) * 1000) / 1000, y, signals: [] }));
    return [...row(this.lower, BOTTOM), ...row(this.upper, TOP)];
  }

  get summary(): string {
    return `${this.partId}, ${this.mark} shift register, ${this.byte[0]} to ${this.byte[7]}: ${this.bits}`;
  }

  /** Its byte as digits: z where no pin drives, ! where there is a conflict. */
  private get bits(): string {
    const digit = (state: number | undefined) =>
      state === HIGH ? "1" : state === LOW ? "0" : state === CONFLICT ? "!" : state === undefined ? "?" : "z";
    return this.byte.map((name) => digit(this.level(name))).join("");
  }

  override render() {
    return this.frame(
      WIDTH,
      HEIGHT,
      svg`${this.pinInfo.map(({ x, y }) => svg`<rect x=${x - 2.2} y=${y === TOP ? 0 : HEIGHT - 4} width="4.4" height="4" rx="0.4" fill="#c9c9c9"></rect>`)}
        <rect y="3.6" width=${WIDTH} height=${HEIGHT - 7.2} rx="1" fill="#24272a" stroke="#565d64" stroke-width="0.7"></rect>
        <path d="M0 12.6a3.2 3.2 0 0 1 0 6.4z" fill="#111"></path>
        <text class="mark" x=${WIDTH / 2} y="18.3">${this.mark}</text>
        ${this.pinInfo.map(({ name, x, y }) => this.pin(name, x, y === TOP))}`,
    );
  }

  private pin(name: string, x: number, isUpper: boolean) {
    return svg`<g class="on-dark" transform="translate(${x} ${isUpper ? 6.6 : 25}) scale(0.62)">${levelMark(0, 0, this.level(name))}</g>
      <text class="pin-name" x=${x} y=${isUpper ? 11.4 : 22.2}>${name}</text>`;
  }
}

@customElement("pb-74hc595")
export class Hc595Element extends ShiftRegisterElement {
  protected readonly mark = "74HC595";
  protected readonly lower = ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "GND"];
  protected readonly upper = ["VCC", "Q0", "DS", "OE", "STCP", "SHCP", "MR", "Q7S"];
  protected readonly byte = ["Q7", "Q6", "Q5", "Q4", "Q3", "Q2", "Q1", "Q0"];
}

@customElement("pb-74hc165")
export class Hc165Element extends ShiftRegisterElement {
  protected readonly mark = "74HC165";
  protected readonly lower = ["PL", "CP", "D4", "D5", "D6", "D7", "Q7_N", "GND"];
  protected readonly upper = ["VCC", "CE", "D3", "D2", "D1", "D0", "DS", "Q7"];
  protected readonly byte = ["D7", "D6", "D5", "D4", "D3", "D2", "D1", "D0"];
}
