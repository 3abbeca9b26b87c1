import type { ElementPin } from "@wokwi/elements";
import { svg } from "lit";
import { customElement } from "lit/decorators.js";
import { lead, levelStyles } from "./level_mark";
import { gridPin, HIGH, LOW, PartElement, px } from "./part_element";
import { symbolStyles } from "./symbol_styles";

interface FlipFlop {
  name: string;
  height: number;
  /** Top and bottom of its body. */
  body: [number, number];
  pins: ElementPin[];
}

/** From the left edge to the right one, and where the body is between them. */
const COLUMNS = 10;
const BODY_LEFT = 20;
const BODY_RIGHT = 76;

function outputs(row: number, notRow: number): ElementPin[] {
  return [gridPin("Q", COLUMNS, row), gridPin("NOTQ", COLUMNS, notRow)];
}

const FLIP_FLOPS = new Map<string, FlipFlop>(
  Object.entries({
    "wokwi-flip-flop-d": {
      name: "D flip-flop",
      height: 38,
      body: [1, 37],
      pins: [gridPin("D", 0, 1), gridPin("CLK", 0, 3), ...outputs(1, 3)],
    },
    "wokwi-flip-flop-dr": {
      name: "D flip-flop with reset",
      height: 48,
      body: [1, 39],
      pins: [gridPin("D", 0, 1), gridPin("CLK", 0, 3), ...outputs(1, 3), gridPin("R", 5, 5)],
    },
    "wokwi-flip-flop-dsr": {
      name: "D flip-flop with set and reset",
      height: 58,
      body: [9, 49],
      pins: [gridPin("D", 0, 2), gridPin("CLK", 0, 4), ...outputs(2, 4), gridPin("S", 5, 0), gridPin("R", 5, 6)],
    },
    "wokwi-flip-flop-sr": {
      name: "SR flip-flop",
      height: 38,
      body: [1, 37],
      pins: [gridPin("S", 0, 1), gridPin("CLK", 0, 2), gridPin("R", 0, 3), ...outputs(1, 3)],
    },
  }),
);

export const FLIP_FLOP_TYPES = [...FLIP_FLOPS.keys()];

/** A flip-flop: a box with its pins' names, and in its middle the bit that it holds. */
@customElement("pb-flip-flop")
export class FlipFlopElement extends PartElement {
  static override styles = [PartElement.styles, levelStyles, symbolStyles];

  private get kind(): FlipFlop {
    return FLIP_FLOPS.get(this.type) ?? FLIP_FLOPS.get("wokwi-flip-flop-d")!;
  }

  get pinInfo() {
    return this.kind.pins;
  }

  get summary(): string {
    return `${this.partId}, ${this.kind.name}: ${this.states(this.pinInfo.map((pin) => pin.name))}`;
  }

  override render() {
    const { height, pins, body } = this.kind;
    const [top, bottom] = body;
    return this.frame(
      px(COLUMNS),
      height,
      svg`${pins.map((pin) => lead(this.leadOf(pin), this.level(pin.name)))}
        <rect class="body" x=${BODY_LEFT} y=${top} width=${BODY_RIGHT - BODY_LEFT} height=${bottom - top} rx="1"></rect>
        ${pins.map((pin) => this.name(pin))}
        <text class="symbol" x=${px(5)} y=${(top + bottom) / 2 + 3.6}>${this.bit}</text>`,
    );
  }

  private get bit(): string {
    const state = this.level("Q");
    return state === HIGH ? "1" : state === LOW ? "0" : "";
  }

  private leadOf({ x, y }: ElementPin): string {
    const [top, bottom] = this.kind.body;
    if (x === 0) return `M0 ${y}H${BODY_LEFT}`;
    if (x === px(COLUMNS)) return `M${x} ${y}H${BODY_RIGHT}`;
    return y < top ? `M${x} ${y}V${top}` : `M${x} ${y}V${bottom}`;
  }

  private name({ name, x, y }: ElementPin) {
    const [top, bottom] = this.kind.body;
    if (name === "CLK") {
      return svg`<path class="stroke" d="M${BODY_LEFT} ${y - 3.6}l6 3.6l-6 3.6"></path>`;
    }
    if (name === "NOTQ") {
      const right = BODY_RIGHT - 4;
      return svg`<text class="pin-name end" x=${right} y=${y + 2.7}>Q</text>
        <path class="stroke" d="M${right - 5.6} ${y - 4.3}h5.4" stroke-width="0.8"></path>`;
    }
    if (x === 0) return svg`<text class="pin-name" x=${BODY_LEFT + 4} y=${y + 2.7}>${name}</text>`;
    if (name === "Q") return svg`<text class="pin-name end" x=${BODY_RIGHT - 4} y=${y + 2.7}>Q</text>`;
    return svg`<text class="pin-name middle" x=${x} y=${y < top ? top + 8 : bottom - 2.8}>${name}</text>`;
  }
}
