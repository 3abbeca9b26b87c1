import { css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { PartElement } from "./part_element";

/** Text on the board, as in the board's file, with its line breaks. */
@customElement("pb-text")
export class TextElement extends PartElement {
  static override styles = [
    PartElement.styles,
    css`
      :host {
        line-height: 1.25;
        font:
          16px/1.25 Arial,
          "Liberation Sans",
          Helvetica,
          sans-serif;
        color: var(--pb-fg);
        white-space: pre;
      }
    `,
  ];

  get pinInfo() {
    return [];
  }

  get summary(): string {
    return this.attrs["text"] ?? "";
  }

  override render() {
    return html`<span>${this.summary}</span>`;
  }
}
