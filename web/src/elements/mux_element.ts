import { svg } from "lit";
import { customElement } from "lit/decorators.js";
import { lead, levelStyles } from "./level_mark";
import { gridPin, HIGH, LOW, PartElement, px } from "./part_element";
import { symbolStyles } from "./symbol_styles";

/** A multiplexer of two inputs; a line in it leads from the input that is chosen to the output. */
@customElement("pb-mux-2")
export class Mux2Element extends PartElement {
  static override styles = [PartElement.styles, levelStyles, symbolStyles];

  get pinInfo() {
    return [gridPin("A", 0, 1), gridPin("B", 0, 3), gridPin("SEL", 5, 5), gridPin("OUT", 10, 2)];
  }

  /** The input that is passed on, if one is. */
  get chosen(): "A" | "B" | null {
    const select = this.level("SEL");
    return select === LOW ? "A" : select === HIGH ? "B" : null;
  }

  get summary(): string {
    const chosen = this.chosen === null ? "no input chosen" : `passes ${this.chosen} on`;
    return `${this.partId}, multiplexer, ${chosen}: ${this.states(["A", "B", "SEL", "OUT"])}`;
  }

  override render() {
    const way = this.chosen === null ? "" : `M39 ${this.chosen === "A" ? 9.6 : 28.8}L46 19.2H62`;
    return this.frame(
      px(10),
      48,
      svg`${lead("M0 9.6H28", this.level("A"))}${lead("M0 28.8H28", this.level("B"))}
        ${lead("M66 19.2H96", this.level("OUT"))}${lead("M48 48V33", this.level("SEL"))}
        <path class="body" d="M28 0.8L66 9V29.4L28 37.6z"></path>
        <text class="pin-name" x="31" y="12.3">A</text>
        <text class="pin-name" x="31" y="31.5">B</text>
        ${way === "" ? "" : svg`<path class="stroke way" d=${way}></path>`}`,
    );
  }
}
