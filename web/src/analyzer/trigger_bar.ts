import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Scope } from "./scope";
import { controlStyles } from "./styles";
import { formatPercent } from "./time_format";
import type { TriggerKind, TriggerMode } from "./trigger";

const MODES: [TriggerMode, string, string][] = [
  ["off", "No trigger", "the picture follows the latest edges"],
  ["auto", "Auto", "shows each trigger, or the latest edges if there is none"],
  ["normal", "Normal", "shows each trigger and keeps the last one"],
  ["single", "Single", "shows the first trigger and stops"],
];

const KINDS: [TriggerKind, string][] = [
  ["rising", "↑ rising edge"],
  ["falling", "↓ falling edge"],
  ["either", "↕ either edge"],
  ["high", "▔ level high"],
  ["low", "▁ level low"],
];

@customElement("pb-trigger-bar")
export class TriggerBar extends LitElement {
  @property({ attribute: false }) scope!: Scope;
  @property({ attribute: false }) labels: string[] = [];
  /** Another number is another state of the scope. */
  @property({ attribute: false }) revision = 0;

  static override styles = [
    controlStyles,
    css`
      :host {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
      }
      input[type="range"] {
        width: 70px;
        accent-color: var(--pb-accent);
      }
      select {
        max-width: 130px;
        padding: 0 4px;
      }
    `,
  ];

  override render() {
    const { settings } = this.scope;
    return html`<select
        aria-label="Trigger mode"
        title=${MODES.find(([mode]) => mode === settings.mode)?.[2] ?? ""}
        @change=${(event: Event) => this.scope.setTrigger({ mode: valueOf(event) as TriggerMode })}
      >
        ${MODES.map(([mode, text]) => html`<option value=${mode} ?selected=${mode === settings.mode}>${text}</option>`)}
      </select>
      ${settings.mode === "off" ? nothing : this.renderSettings()}`;
  }

  private renderSettings() {
    const { scope } = this;
    const { settings, triggerPin } = scope;
    return html`<div class="group">
        <select aria-label="Trigger channel" @change=${(event: Event) => scope.setTrigger({ pin: valueOf(event) })}>
          ${scope.session.chosen.map(
            (pin, row) => html`<option value=${pin} ?selected=${pin === triggerPin}>${this.labels[row]}</option>`,
          )}
        </select>
        <select
          aria-label="Trigger on"
          @change=${(event: Event) => scope.setTrigger({ kind: valueOf(event) as TriggerKind })}
        >
          ${KINDS.map(([kind, text]) => html`<option value=${kind} ?selected=${kind === settings.kind}>${text}</option>`)}
        </select>
        ${settings.mode === "single" ? html`<button @click=${() => scope.follow()}>Arm</button>` : nothing}
      </div>
      <input
        type="range"
        aria-label="Part of the picture before the trigger"
        title="Part of the picture before the trigger"
        min="0"
        max="100"
        step="5"
        .value=${String(settings.position * 100)}
        aria-valuetext=${formatPercent(settings.position)}
        @input=${(event: Event) => scope.setTrigger({ position: Number(valueOf(event)) / 100 })}
      />`;
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

declare global {
  interface HTMLElementTagNameMap {
    "pb-trigger-bar": TriggerBar;
  }
}
