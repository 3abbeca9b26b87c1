import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { listen, Subscriptions } from "../lit/subscriptions";
import type { CapturablePin } from "./capture_source";
import { MOST_CHANNELS } from "./capture_session";
import { placeBeside } from "./place_beside";
import { controlStyles } from "./styles";

/** More pins than this are not listed at once: typing finds them. */
const MOST_LISTED = 200;

/** The pins whose name or label contains all words typed. */
export function filterPins(pins: CapturablePin[], typed: string): CapturablePin[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return pins.filter((pin) => {
    const text = `${pin.name} ${pin.label}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** A button that opens a list of pins to choose from. Fires `pb-choose` with the pins chosen then, in their order. */
@customElement("pb-pin-picker")
export class PinPicker extends LitElement {
  @property({ attribute: false }) pins: CapturablePin[] = [];
  @property({ attribute: false }) chosen: string[] = [];
  @state() private open = false;
  @state() private typed = "";
  @query("input[type=search]") private field!: HTMLInputElement | null;
  @query(".panel") private panel!: HTMLElement | null;
  @query(".opener") private opener!: HTMLButtonElement;

  constructor() {
    super();
    new Subscriptions(this, () => [listen(document, "pointerdown", (event) => this.closeOutside(event))]);
  }

  static override styles = [
    controlStyles,
    css`
      :host {
        display: inline-block;
      }
      .panel {
        position: fixed;
        z-index: 20;
        display: flex;
        flex-direction: column;
        width: min(320px, calc(100vw - 16px));
        padding: 10px;
        border: 1px solid var(--pb-line);
        border-radius: 10px;
        background: var(--pb-panel);
        box-shadow: 0 10px 30px rgb(0 0 0 / 0.25);
      }
      input[type="search"] {
        flex: none;
        width: 100%;
      }
      ul {
        list-style: none;
        margin: 8px 0;
        padding: 0;
        max-height: 280px;
        overflow: auto;
      }
      label {
        display: flex;
        gap: 8px;
        align-items: center;
        min-height: 30px;
        padding: 0 6px;
        border-radius: 6px;
        cursor: pointer;
      }
      label:hover,
      label:focus-within {
        background: color-mix(in srgb, var(--pb-accent) 12%, transparent);
      }
      input[type="checkbox"] {
        accent-color: var(--pb-accent);
        margin: 0;
      }
      .label,
      p {
        color: var(--pb-muted);
      }
      p {
        margin: 4px 6px;
        font-size: 0.9em;
      }
      .foot {
        display: flex;
        justify-content: space-between;
        align-items: center;
      }
    `,
  ];

  override render() {
    return html`<button class="opener" aria-expanded=${this.open} @click=${() => this.toggle(!this.open)}>
        Pins <span class="label">${this.chosen.length}</span>
      </button>
      ${this.open ? this.renderPanel() : nothing}`;
  }

  private renderPanel() {
    const found = filterPins(this.pins, this.typed);
    const isFull = this.chosen.length >= MOST_CHANNELS;
    return html`<div class="panel" role="dialog" aria-label="Pins to show" @keydown=${this.onKey}>
      <input
        type="search"
        placeholder="Filter: vm 13"
        aria-label="Filter pins"
        .value=${this.typed}
        @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value)}
      />
      <ul>
        ${found.slice(0, MOST_LISTED).map((pin) => this.renderPin(pin, isFull))}
      </ul>
      ${found.length === 0 ? html`<p>No pin matches.</p>` : nothing}
      ${found.length > MOST_LISTED ? html`<p>${found.length - MOST_LISTED} more; type to find them.</p>` : nothing}
      <div class="foot">
        <p role="status">
          ${isFull ? `${MOST_CHANNELS} pins are the most that are shown.` : `${this.chosen.length} of ${MOST_CHANNELS}`}
        </p>
        <button @click=${() => this.tell([])} ?disabled=${this.chosen.length === 0}>None</button>
      </div>
    </div>`;
  }

  private renderPin(pin: CapturablePin, isFull: boolean) {
    const isChosen = this.chosen.includes(pin.name);
    return html`<li>
      <label
        ><input
          type="checkbox"
          .checked=${isChosen}
          ?disabled=${isFull && !isChosen}
          @change=${() => this.choose(pin.name)}
        />${pin.name} <span class="label">${pin.label}</span></label
      >
    </li>`;
  }

  private toggle(open: boolean): void {
    this.open = open;
    this.typed = "";
    void this.updateComplete.then(() => {
      if (this.panel) placeBeside(this.panel, this.opener);
      (this.field ?? this.opener).focus();
    });
  }

  private choose(name: string): void {
    const isChosen = this.chosen.includes(name);
    this.tell(isChosen ? this.chosen.filter((other) => other !== name) : [...this.chosen, name]);
  }

  private tell(pins: string[]): void {
    this.dispatchEvent(new CustomEvent<string[]>("pb-choose", { detail: pins }));
  }

  /** Arrows go through the field and the boxes, Enter in the field takes the first, Escape closes. */
  private onKey(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Escape") this.toggle(false);
    else if (event.key === "Enter" && event.target === this.field) {
      const first = filterPins(this.pins, this.typed)[0];
      if (first && (this.chosen.includes(first.name) || this.chosen.length < MOST_CHANNELS)) this.choose(first.name);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const stops = [...this.renderRoot.querySelectorAll<HTMLElement>(".panel input:not(:disabled)")];
      const at = stops.findIndex((stop) => stop === event.target);
      stops[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
      event.preventDefault();
    }
  }

  private closeOutside(event: Event): void {
    if (this.open && !event.composedPath().includes(this)) this.open = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "pb-pin-picker": PinPicker;
  }
}
