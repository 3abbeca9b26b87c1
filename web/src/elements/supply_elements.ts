import { css, svg } from "lit";
import { customElement } from "lit/decorators.js";
import { levelMark, levelStyles, lead } from "./level_mark";
import { PartElement } from "./part_element";

/** A supply: a bar with its name, and a pin below it. */
@customElement("pb-vcc")
export class VccElement extends PartElement {
  static override styles = [
    PartElement.styles,
    levelStyles,
    css`
      text {
        font-size: 7.5px;
        font-weight: bold;
        text-anchor: middle;
        fill: var(--pb-fg);
      }
      .bar {
        fill: none;
        stroke: #e0493e;
        stroke-width: 2;
        stroke-linejoin: round;
        stroke-linecap: round;
      }
    `,
  ];

  get pinInfo() {
    return [{ name: "VCC", x: 9.6, y: 28.05, signals: [] }];
  }

  get summary(): string {
    return `${this.partId}, supply: ${this.states(["VCC"])}`;
  }

  override render() {
    return this.frame(
      19.2,
      28.5,
      svg`${lead("M9.6 12V28", this.level("VCC"))}
        <text x="9.6" y="6.5">VCC</text>
        <path class="bar" d="M4 16.5L9.6 10.5L15.2 16.5"></path>`,
    );
  }
}

/** Ground: three bars under its pin. */
@customElement("pb-gnd")
export class GndElement extends PartElement {
  static override styles = [
    PartElement.styles,
    levelStyles,
    css`
      text {
        font-size: 7.5px;
        font-weight: bold;
        text-anchor: middle;
        fill: var(--pb-fg);
      }
      .bar {
        fill: none;
        stroke: var(--pb-fg);
        stroke-width: 1.8;
        stroke-linecap: round;
      }
    `,
  ];

  get pinInfo() {
    return [{ name: "GND", x: 10.2, y: 0, signals: [] }];
  }

  get summary(): string {
    return `${this.partId}, ground: ${this.states(["GND"])}`;
  }

  override render() {
    return this.frame(
      20.4,
      36.5,
      svg`${lead("M10.2 0V14", this.level("GND"))}
        <path class="bar" d="M1.6 14H18.8M4.8 18.5H15.6M8 23H12.4"></path>
        <text x="10.2" y="34">GND</text>`,
    );
  }
}

/** The point where wires meet, marked by its level. */
@customElement("pb-junction")
export class JunctionElement extends PartElement {
  static override styles = [
    PartElement.styles,
    levelStyles,
    css`
      .dot {
        fill: #24272a;
        stroke: #8a9198;
        stroke-width: 0.8;
      }
    `,
  ];

  get pinInfo() {
    return [{ name: "J", x: 4.8, y: 4.8, signals: [] }];
  }

  get summary(): string {
    return `${this.partId}, junction: ${this.states(["J"])}`;
  }

  override render() {
    return this.frame(
      9.6,
      9.6,
      svg`<g class="on-dark">
        <circle class="dot" cx="4.8" cy="4.8" r="4"></circle>${levelMark(4.8, 4.8, this.level("J"))}
      </g>`,
    );
  }
}
