import { consume } from "@lit/context";
import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";

import { Subscriptions } from "../lit/subscriptions";
import { benchContext } from "../model/bench_context";
import type { BenchModel } from "../model/bench_model";
import type { Bounce } from "../protocol/messages";
import { controlStyles } from "./styles";

const NS_PER_MS = 1e6;
const USUAL_MS = 5;
/** The maximum that the program accepts. */
const LONGEST_MS = 1000;

/** How contacts bounce on the whole board. */
@customElement("pb-bounce-control")
export class BounceControl extends LitElement {
  @consume({ context: benchContext, subscribe: true }) private readonly model!: BenchModel;

  constructor() {
    super();
    new Subscriptions(this, () => [this.model.onBounce.add(() => this.requestUpdate())]);
  }

  static override styles = [
    controlStyles,
    css`
      :host {
        display: flex;
        gap: 8px;
        align-items: center;
        color: var(--pb-muted);
        font-size: 13px;
      }
      label {
        display: flex;
        gap: 6px;
        align-items: center;
      }
      input {
        width: 70px;
        padding: 0 6px;
      }
      select {
        padding: 0 4px;
      }
    `,
  ];

  override render() {
    const { mode, longest } = this.model.bounce;
    return html`
      <label>
        Bounce
        <select .value=${mode} @change=${(event: Event) => this.chooseMode(event)}>
          <option value="parts" ?selected=${mode === "parts"}>as each part says</option>
          <option value="off" ?selected=${mode === "off"}>off</option>
          <option value="on" ?selected=${mode === "on"}>on</option>
        </select>
      </label>
      <label ?hidden=${mode !== "on"}>
        up to
        <input
          type="number"
          min="0.001"
          max=${LONGEST_MS}
          step="any"
          aria-label="Longest bounce in milliseconds"
          .value=${String(longest / NS_PER_MS)}
          @change=${(event: Event) => this.chooseLongest(event)}
        />
        ms
      </label>
    `;
  }

  private chooseMode(event: Event): void {
    const mode = (event.target as HTMLSelectElement).value as Bounce["mode"];
    const { longest } = this.model.bounce;
    this.set({ mode, longest: mode === "on" ? longest || USUAL_MS * NS_PER_MS : longest });
  }

  private chooseLongest(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (!input.reportValidity() || input.value === "") return this.requestUpdate();
    this.set({ mode: "on", longest: Math.round(input.valueAsNumber * NS_PER_MS) });
  }

  private set(bounce: Bounce): void {
    // A refused value is shown unchanged.
    this.model.report(this.model.setBounce(bounce).finally(() => this.requestUpdate()));
  }
}
