import { css, html, svg } from "lit";
import { customElement } from "lit/decorators.js";
import { levelStyles } from "./level_mark";
import { PartElement, PITCH } from "./part_element";

const SWITCHES = ["1", "2", "3", "4", "5", "6", "7", "8"];
const FIRST_PIN = 8.1;

/**
 * Eight switches in a row. Wokwi's element is one thing to the keyboard and nothing to a screen reader; here each switch
 * is one: Tab reaches the row, left and right go along it, up and down set a switch, Space and its digit turn it over.
 */
@customElement("pb-dip-switch-8")
export class DipSwitch8Element extends PartElement {
  static override styles = [
    PartElement.styles,
    levelStyles,
    css`
      .switch {
        cursor: pointer;
        outline: none;
      }
      .switch:focus-visible .focus {
        stroke: var(--pb-focus, #ffbf00);
        stroke-width: 1.6;
      }
      text {
        font-size: 6.4px;
        fill: #fff6ee;
        text-anchor: middle;
      }
    `,
  ];

  /** The one that Tab reaches. */
  private current = 0;

  get pinInfo() {
    const x = (i: number) => Math.round((FIRST_PIN + i * PITCH) * 1000) / 1000;
    return [
      ...SWITCHES.map((name, i) => ({ name: `${name}a`, x: x(i), y: 51.3, signals: [] })),
      ...SWITCHES.map((name, i) => ({ name: `${name}b`, x: x(i), y: 3, signals: [] })),
    ];
  }

  get summary(): string {
    return `${this.partId}, eight switches`;
  }

  private isOn(index: number): boolean {
    return this.controls[SWITCHES[index]!] === 1;
  }

  override render() {
    return html`<svg role="group" aria-label=${this.summary} width="82.9" height="55.4" viewBox="0 0 82.9 55.4">
      ${this.pinInfo.map(({ x, y }) => svg`<rect x=${x - 1} y=${y < 10 ? 2.4 : 45.6} width="2" height="6.6" rx="0.7" fill="#8d8f86"></rect>`)}
      <rect y="8.4" width="82.9" height="38" rx="1.5" fill="#c62f2b"></rect>
      <text x="8.4" y="16.4">ON</text>
      ${SWITCHES.map((name, i) => this.switchAt(name, i))}
    </svg>`;
  }

  private switchAt(name: string, index: number) {
    const x = FIRST_PIN + index * PITCH;
    const on = this.isOn(index);
    return svg`<g
      class="switch"
      role="switch"
      aria-checked=${on ? "true" : "false"}
      aria-label="switch ${name}"
      tabindex=${index === this.current ? 0 : -1}
      @click=${() => this.turn(index, !on)}
      @keydown=${(event: KeyboardEvent) => this.key(event, index)}
    >
      <rect class="focus" x=${x - 4.4} y="17.6" width="8.8" height="28" rx="1" fill="#c62f2b"></rect>
      <rect x=${x - 2.8} y="19.4" width="5.6" height="16.4" rx="0.6" fill="#5d1512"></rect>
      <rect class="lever" x=${x - 2.3} y=${on ? 19.9 : 28.5} width="4.6" height="6.8" rx="0.5" fill="#fbf5ec"></rect>
      <text x=${x} y="43.4">${name}</text>
    </g>`;
  }

  private turn(index: number, on: boolean): void {
    this.moveTo(index);
    if (on !== this.isOn(index)) this.operate(SWITCHES[index]!, on ? 1 : 0);
  }

  private key(event: KeyboardEvent, index: number): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const digit = SWITCHES.indexOf(event.key);
    if (event.key === "ArrowLeft") this.moveTo(index - 1);
    else if (event.key === "ArrowRight") this.moveTo(index + 1);
    else if (event.key === "ArrowUp") this.turn(index, true);
    else if (event.key === "ArrowDown") this.turn(index, false);
    else if (event.key === " " || event.key === "Enter") this.turn(index, !this.isOn(index));
    else if (digit >= 0) this.turn(digit, !this.isOn(digit));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private moveTo(index: number): void {
    if (index < 0 || index >= SWITCHES.length) return;
    this.current = index;
    this.requestUpdate();
    this.renderRoot.querySelectorAll<SVGGElement>(".switch")[index]?.focus();
  }
}
