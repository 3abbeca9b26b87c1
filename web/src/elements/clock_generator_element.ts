import { css, svg } from "lit";
import { customElement } from "lit/decorators.js";
import { fitText } from "./fit_text";
import { lead, levelStyles } from "./level_mark";
import { gridPin, PartElement, px } from "./part_element";
import { symbolStyles } from "./symbol_styles";

const UNITS: Record<string, string> = { k: "kHz", m: "MHz" };

/** "10k" is how a board's file writes 10 kHz. */
export function frequencyText(attribute: string): string {
  const text = attribute.trim();
  const unit = UNITS[text.slice(-1).toLowerCase()];
  return unit === undefined ? `${text} Hz` : `${text.slice(0, -1).trim()} ${unit}`;
}

/** A clock generator, with its frequency. */
@customElement("pb-clock-generator")
export class ClockGeneratorElement extends PartElement {
  static override styles = [
    PartElement.styles,
    levelStyles,
    symbolStyles,
    css`
      .frequency {
        font-size: 7.5px;
        fill: #40464d;
        text-anchor: middle;
      }
    `,
  ];

  get pinInfo() {
    return [gridPin("CLK", 7, 2)];
  }

  get frequency(): string {
    return frequencyText(this.attrs["frequency"] ?? "10k");
  }

  get summary(): string {
    return `${this.partId}, clock of ${this.frequency}: ${this.states(["CLK"])}`;
  }

  override render() {
    return this.frame(
      px(7),
      38,
      svg`${lead("M54 19.2H67.2", this.level("CLK"))}
        <rect class="body" x="1" y="1" width="53" height="36" rx="1.5"></rect>
        <path class="stroke" d="M7 21h6.5v-13h9v13h9v-13h9v13h7"></path>
        <text class="frequency" x="27.5" y="32.5">${fitText(this.frequency, 50, 7.5)}</text>`,
    );
  }
}
