import { svg, type SVGTemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { lead, levelStyles } from "./level_mark";
import { gridPin, PartElement, px } from "./part_element";
import { symbolStyles } from "./symbol_styles";

interface Gate {
  name: string;
  body: string;
  /** Where the body ends on the right. */
  tip: number;
  /** How far leads of inputs reach. */
  reach: number;
  inverts: boolean;
  /** The second line at the back of an exclusive OR. */
  back: boolean;
}

const AND = { body: "M27 3.2H47A16 16 0 0 1 47 35.2H27z", tip: 63, reach: 27, back: false };
const OR = { body: "M24 3.2H35Q55 4 65 19.2Q55 34.4 35 35.2H24Q33 19.2 24 3.2z", tip: 65, reach: 29, back: false };
const XOR = { ...OR, reach: 22, back: true };
const BUFFER = { body: "M30 4.2L61 19.2L30 34.2z", tip: 61, reach: 30, back: false };

const GATES = new Map<string, Gate>(
  Object.entries({
    "wokwi-gate-and-2": { ...AND, name: "AND gate", inverts: false },
    "wokwi-gate-nand-2": { ...AND, name: "NAND gate", inverts: true },
    "wokwi-gate-or-2": { ...OR, name: "OR gate", inverts: false },
    "wokwi-gate-nor-2": { ...OR, name: "NOR gate", inverts: true },
    "wokwi-gate-xor-2": { ...XOR, name: "XOR gate", inverts: false },
    "wokwi-gate-xnor-2": { ...XOR, name: "XNOR gate", inverts: true },
    "wokwi-gate-not": { ...BUFFER, name: "NOT gate", inverts: true },
    "wokwi-gate-buffer": { ...BUFFER, name: "buffer", inverts: false },
  }),
);

export const GATE_TYPES = [...GATES.keys()];

/** A logic gate in the American shape, which is recognized at a glance. */
@customElement("pb-gate")
export class GateElement extends PartElement {
  static override styles = [PartElement.styles, levelStyles, symbolStyles];

  private get gate(): Gate {
    return GATES.get(this.type) ?? GATES.get("wokwi-gate-buffer")!;
  }

  private get hasOneInput(): boolean {
    return this.gate.body === BUFFER.body;
  }

  get pinInfo() {
    const inputs = this.hasOneInput ? [gridPin("IN", 0, 2)] : [gridPin("A", 0, 1), gridPin("B", 0, 3)];
    return [...inputs, gridPin("OUT", 10, 2)];
  }

  get summary(): string {
    return `${this.partId}, ${this.gate.name}: ${this.states(this.pinInfo.map((pin) => pin.name))}`;
  }

  override render() {
    const { body, reach, inverts, tip, back } = this.gate;
    const outputFrom = inverts ? tip + 7 : tip;
    const leads: SVGTemplateResult[] = this.pinInfo.map(({ name, x, y }) =>
      lead(name === "OUT" ? `M${outputFrom} ${y}H${x}` : `M${x} ${y}H${reach}`, this.level(name)),
    );
    return this.frame(
      px(10),
      38,
      svg`${leads}
        <path class="body" d=${body}></path>
        ${back ? svg`<path class="stroke" d="M18.5 3.2Q27.5 19.2 18.5 35.2"></path>` : ""}
        ${inverts ? svg`<circle class="body" cx=${tip + 3.5} cy="19.2" r="3.2"></circle>` : ""}`,
    );
  }
}
