import { consume } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { benchContext } from "../model/bench_context";
import type { BenchModel } from "../model/bench_model";
import { NO_HAND, STATE_NAMES } from "../model/pin_table";
import type { Net } from "../protocol/messages";
import { driveWords, othersOf, pinWords } from "./net_words";

/** A pointer that only passes by asks the program nothing. */
const ASK_AFTER_MS = 90;
/** How often a net that keeps changing is asked for. */
const ASK_EVERY_MS = 250;

const CHOICES = [
  { state: "0", hand: 0, label: "0", title: "Drive this pin low by hand" },
  { state: "1", hand: 1, label: "1", title: "Drive this pin high by hand" },
  { state: "z", hand: NO_HAND, label: "Z", title: "Release this pin" },
] as const;

/** What a pin and its net are at. `open`: with buttons to drive it, and it stays until it is closed. */
@customElement("pb-pin-card")
export class PinCard extends LitElement {
  @consume({ context: benchContext, subscribe: true }) private readonly model!: BenchModel;
  @property({ attribute: false }) pin: number | null = null;
  @property({ type: Boolean, reflect: true }) open = false;
  @state() private net: Net | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  static override styles = css`
    :host {
      position: absolute;
      z-index: 20;
      max-width: min(340px, calc(100% - 16px));
      box-sizing: border-box;
      padding: 8px 10px;
      border: 1px solid var(--pb-line);
      border-radius: 8px;
      background: var(--pb-panel);
      color: var(--pb-fg);
      font: 12.5px/1.45 var(--pb-font);
      box-shadow: 0 4px 18px rgb(0 0 0 / 22%);
      pointer-events: none;
    }
    :host([open]) {
      pointer-events: auto;
    }
    :host([hidden]) {
      display: none;
    }
    h2 {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
      align-items: baseline;
      margin: 0;
      font-size: 13px;
    }
    h2 small {
      font-weight: normal;
      color: var(--pb-muted);
    }
    .level {
      margin-left: auto;
      font-weight: 600;
    }
    .conflict {
      color: var(--pb-conflict);
    }
    ul {
      margin: 4px 0 0;
      padding: 0;
      list-style: none;
    }
    p {
      margin: 4px 0 0;
      color: var(--pb-muted);
      overflow-wrap: anywhere;
    }
    .choices {
      display: flex;
      gap: 6px;
      align-items: center;
      margin-top: 8px;
      color: var(--pb-muted);
    }
    button {
      min-width: 40px;
      min-height: 32px;
      border: 1px solid var(--pb-line);
      border-radius: 6px;
      background: var(--pb-bg);
      color: var(--pb-fg);
      font: 600 13px var(--pb-font);
      cursor: pointer;
    }
    button[aria-pressed="true"] {
      border-color: var(--pb-accent);
      background: var(--pb-accent);
      color: var(--pb-on-accent);
    }
    button:focus-visible {
      outline: 2px solid var(--pb-focus);
      outline-offset: 1px;
    }
    @media (pointer: coarse) {
      button {
        min-width: 48px;
        min-height: 44px;
      }
    }
  `;

  /** Asks for the net, unless that was done a moment ago. */
  refresh(): void {
    const wait = Math.max(ASK_AFTER_MS, this.asked + ASK_EVERY_MS - Date.now());
    this.timer ??= setTimeout(() => void this.ask(), wait);
    this.requestUpdate();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("pin")) return;
    this.net = null;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.asked = 0;
    if (this.pin !== null) this.refresh();
  }

  override render() {
    const { pin } = this;
    if (pin === null) return nothing;
    const { pins } = this.model;
    const name = pins.names[pin] ?? "";
    const label = pins.labels[pin];
    return html`
      <h2>
        ${name}${label ? html`<small>${label}</small>` : nothing}
        <span class="level ${STATE_NAMES[pins.state[pin] as 0]}">${pinWords(pins, pin)}</span>
      </h2>
      ${this.net ? this.netTemplate(this.net) : nothing} ${this.open ? this.choices(name, pins.hand[pin]) : nothing}
    `;
  }

  private netTemplate(net: Net) {
    const others = othersOf(net);
    return html`
      <ul>
        ${net.drives.map((drive) => html`<li>${driveWords(drive)}</li>`)}
        ${net.drives.length ? nothing : html`<li>No pin drives this net.</li>`}
      </ul>
      ${others ? html`<p>with ${others}</p>` : nothing}
    `;
  }

  private choices(name: string, hand: number | undefined) {
    return html`
      <div class="choices" role="group" aria-label="Drive ${name} by hand">
        By hand
        ${CHOICES.map(
          (choice) =>
            html`<button
              title=${choice.title}
              aria-label="${choice.label}: ${choice.title}"
              aria-pressed=${hand === choice.hand}
              @click=${() => this.drive(name, choice.state)}
            >
              ${choice.label}
            </button>`,
        )}
      </div>
    `;
  }

  private drive(name: string, to: "0" | "1" | "z"): void {
    this.model.report(this.model.drive(name, to));
  }

  private async ask(): Promise<void> {
    this.timer = undefined;
    this.asked = Date.now();
    const pin = this.pin;
    const name = this.model.pins.names[pin ?? -1];
    if (name === undefined) return;
    // Without a response, the card only shows the levels.
    const net = await this.model.net(name).catch(() => null);
    if (pin !== this.pin) return;
    this.net = net;
    this.dispatchEvent(new CustomEvent<Net | null>("pb-net", { detail: net }));
  }
}
