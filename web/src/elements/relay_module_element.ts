import { css, svg } from "lit";
import { customElement } from "lit/decorators.js";
import { levelMark, levelStyles } from "./level_mark";
import { PartElement } from "./part_element";

const INPUTS: [string, number][] = [
  ["VCC", 18.7],
  ["GND", 28.3],
  ["IN", 37.9],
];
const CONTACTS: [string, number][] = [
  ["NC", 20.1],
  ["COM", 29.7],
  ["NO", 39.3],
];
const TERMINAL = 113.7;

/** A relay on its board. A switch drawn on the relay shows where its contact is. */
@customElement("pb-relay-module")
export class RelayModuleElement extends PartElement {
  static override styles = [
    PartElement.styles,
    levelStyles,
    css`
      text {
        font-size: 5.2px;
        fill: #fff;
      }
      .end {
        font-size: 4.6px;
        text-anchor: end;
      }
      .contact {
        fill: none;
        stroke: #fff;
        stroke-width: 1.2;
        stroke-linecap: round;
      }
      .arm {
        fill: none;
        stroke: #ffd23f;
        stroke-width: 2.2;
        stroke-linecap: round;
      }
      .lamp {
        fill: #5b1212;
        stroke: #3d0b0b;
        stroke-width: 0.7;
      }
      .lamp.on {
        fill: #ff5b4d;
        stroke: #ffd9d4;
        filter: drop-shadow(0 0 2.5px #ff7a6d);
      }
    `,
  ];

  get pinInfo() {
    const pins = (names: [string, number][], x: number) => names.map(([name, y]) => ({ name, x, y, signals: [] }));
    return [...pins(INPUTS, 0), ...pins(CONTACTS, TERMINAL)];
  }

  get isOn(): boolean {
    return this.shows["on"] === 1;
  }

  get summary(): string {
    return `${this.partId}, relay, ${this.isOn ? "on: COM is connected to NO" : "off: COM is connected to NC"}`;
  }

  override render() {
    return this.frame(
      128,
      58.2,
      svg`<rect x="15.2" width="112.8" height="58.2" rx="2" fill="#b3261e"></rect>
        ${INPUTS.map(([name, y]) => this.input(name, y))}
        <rect x="22.8" y="14.4" width="8.2" height="28" fill="#1c2546" stroke="#fff" stroke-width="0.8"></rect>
        <rect x="56" y="7" width="48" height="44" rx="1.5" fill="#1e6fd9"></rect>
        ${this.contact()}
        <circle class="lamp ${this.isOn ? "on" : "off"}" cx="44" cy="51" r="2.6"></circle>
        <rect x="107" y="13" width="13.4" height="33.4" rx="1" fill="#2f86ea"></rect>
        ${CONTACTS.map(([name, y]) => this.terminal(name, y))}`,
    );
  }

  private input(name: string, y: number) {
    return svg`<path d="M0 ${y}H27" stroke="#b9b9b9" stroke-width="2.2"></path>
      <g class="on-dark">${levelMark(36.5, y, this.level(name))}</g>
      <text x="40.5" y=${y + 1.9}>${name}</text>`;
  }

  private terminal(name: string, y: number) {
    return svg`<circle cx=${TERMINAL} cy=${y} r="3.4" fill="#c2c2c2" stroke="#5a5a5a" stroke-width="0.8"></circle>
      <path d="M${TERMINAL - 2.2} ${y + 1.4}l4.4 -2.8" stroke="#5a5a5a" stroke-width="0.9"></path>
      <text class="end" x="103" y=${y - 1.8}>${name}</text>`;
  }

  private contact() {
    return svg`<g>
      <path class="contact" d="M107 20.1H90M107 29.7H70M107 39.3H90"></path>
      <circle class="contact" cx="88.8" cy="20.1" r="1.2"></circle><circle class="contact" cx="88.8" cy="39.3" r="1.2"></circle>
      <path class="arm" d=${this.isOn ? "M70 29.7L88 38.2" : "M70 29.7L88 21.2"}></path>
      <circle cx="70" cy="29.7" r="1.8" fill="#ffd23f"></circle>
    </g>`;
  }
}
