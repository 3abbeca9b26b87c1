import { css, svg } from "lit";
import { customElement } from "lit/decorators.js";
import { fitText } from "./fit_text";
import { lead, levelMark, levelStyles } from "./level_mark";
import { PartElement, PITCH } from "./part_element";

const CHANNELS = ["D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7"];
const FIRST_ROW = 9.25;

/** A logic analyzer's box: for each channel its level and, where it has one, its name. */
@customElement("pb-logic-analyzer-part")
export class LogicAnalyzerPartElement extends PartElement {
  static override styles = [
    PartElement.styles,
    levelStyles,
    css`
      .channel {
        font-size: 8px;
        fill: #f2f2f2;
      }
      .label {
        font-size: 7px;
        fill: #e2cdf0;
      }
      .title {
        font-size: 8px;
        font-weight: bold;
        fill: #fff;
        text-anchor: end;
      }
    `,
  ];

  get pinInfo() {
    return [...CHANNELS, "GND"].map((name, i) => ({
      name,
      x: 0,
      y: Math.round((FIRST_ROW + i * PITCH) * 1000) / 1000,
      signals: [],
    }));
  }

  get summary(): string {
    const names = CHANNELS.map((name) => (this.label(name) === "" ? name : `${name} (${this.label(name)})`));
    return `${this.partId}, logic analyzer: ${names.join(", ")}`;
  }

  private label(name: string): string {
    return this.pins.find((pin) => pin.name === name)?.label ?? "";
  }

  override render() {
    return this.frame(
      156,
      94,
      svg`${this.pinInfo.map(({ name, y }) => lead(`M0 ${y}H16`, this.level(name)))}
        <rect x="15.5" y="0.5" width="140" height="93" rx="2.5" fill="#5c2a7a" stroke="#3d1b52"></rect>
        <rect x="88" y="12" width="60" height="52" rx="2" fill="#1e1226"></rect>
        <path d="M93 32h8v-10h9v10h14v-10h6v10h6v-10h7M93 54h14v-10h17v10h19" fill="none" stroke="#c08be0" stroke-width="1.6"></path>
        <text class="title" x="150" y="87">Logic Analyzer</text>
        ${this.pinInfo.map(({ name, y }) => this.channel(name, y))}`,
    );
  }

  private channel(name: string, y: number) {
    if (name === "GND") return svg`<text class="channel" x="29" y=${y + 2.9}>GND</text>`;
    return svg`<g class="on-dark">${levelMark(22.5, y, this.level(name))}</g>
      <text class="channel" x="29" y=${y + 2.9}>${name}</text>
      <text class="label" x="44" y=${y + 2.6}>${fitText(this.label(name), 42, 7)}</text>`;
  }
}
