import { consume } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";

import { pinWords } from "../board/net_words";
import { Subscriptions } from "../lit/subscriptions";
import { benchContext } from "../model/bench_context";
import type { BenchModel } from "../model/bench_model";
import { NO_HAND } from "../model/pin_table";
import { controlStyles } from "./styles";

/** Maximum number of rows: the filter finds the rest. */
const MOST = 200;
const CHOICES = [
  { state: "0", hand: 0, words: "low" },
  { state: "1", hand: 1, words: "high" },
  { state: "z", hand: NO_HAND, words: "release" },
] as const;

/** All pins with their levels, to drive them without a pointer: a dialog over the page. */
@customElement("pb-pin-list")
export class PinList extends LitElement {
  @consume({ context: benchContext, subscribe: true }) private readonly model!: BenchModel;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("input") private input!: HTMLInputElement;
  @state() private filter = "";
  private frame = 0;

  constructor() {
    super();
    new Subscriptions(this, () => [
      this.model.onLevels.add(() => this.soon()),
      this.model.onDiagram.add(() => this.soon()),
    ]);
  }

  static override styles = [
    controlStyles,
    css`
      dialog {
        box-sizing: border-box;
        width: min(560px, calc(100vw - 24px));
        height: min(640px, calc(100dvh - 48px));
        padding: 0;
        border: 1px solid var(--pb-line);
        border-radius: 10px;
        background: var(--pb-panel);
        color: var(--pb-fg);
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 35%);
      }
      header {
        display: flex;
        gap: 10px;
        align-items: center;
        padding: 12px;
        border-bottom: 1px solid var(--pb-line);
      }
      header label {
        display: flex;
        flex: 1;
        gap: 8px;
        align-items: center;
        font-weight: 600;
      }
      header input {
        flex: 1;
        min-width: 60px;
        padding: 0 8px;
      }
      .rows {
        flex: 1;
        overflow: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 13px;
      }
      th {
        position: sticky;
        top: 0;
        background: var(--pb-panel);
        color: var(--pb-muted);
        font-weight: normal;
        text-align: left;
      }
      th,
      td {
        padding: 4px 12px;
        border-bottom: 1px solid var(--pb-line);
      }
      td small {
        color: var(--pb-muted);
      }
      td:last-child {
        white-space: nowrap;
      }
      td button {
        min-width: 34px;
      }
      button[aria-pressed="true"] {
        border-color: var(--pb-accent);
        background: var(--pb-accent);
        color: var(--pb-on-accent);
      }
      p {
        margin: 12px;
        color: var(--pb-muted);
      }
    `,
  ];

  /** Opens it, with the pins of a part if one is named. */
  show(part?: string): void {
    this.filter = part ? `${part}:` : "";
    this.input.value = this.filter;
    this.dialog.showModal();
    this.input.focus();
    this.input.select();
    this.requestUpdate();
  }

  override render() {
    return html`
      <dialog aria-label="Pins" @close=${() => this.closed()}>
        <header>
          <label>Pins <input type="search" placeholder="part, pin or line" @input=${() => this.type()} /></label>
          <button @click=${() => this.dialog.close()}>Close</button>
        </header>
        <div class="rows">${this.dialog?.open ? this.table() : nothing}</div>
      </dialog>
    `;
  }

  private table() {
    const { names, labels } = this.model.pins;
    const wanted = this.filter.trim().toLowerCase();
    const found = [...names.keys()].filter((pin) => `${names[pin]} ${labels[pin]}`.toLowerCase().includes(wanted));
    return html`
      <table>
        <tr>
          <th>Pin</th>
          <th>State</th>
          <th>By hand</th>
        </tr>
        ${found.slice(0, MOST).map((pin) => this.row(pin))}
      </table>
      ${found.length > MOST ? html`<p>And ${found.length - MOST} more: type a part's name to find them.</p>` : nothing}
      ${found.length ? nothing : html`<p>No pin matches.</p>`}
    `;
  }

  private row(pin: number) {
    const { pins } = this.model;
    const name = pins.names[pin] ?? "";
    return html`<tr>
      <td>${name} ${pins.labels[pin] ? html`<small>${pins.labels[pin]}</small>` : nothing}</td>
      <td>${pinWords(pins, pin)}</td>
      <td>
        ${CHOICES.map(
          ({ state, hand, words }) =>
            html`<button
              aria-label="${name} ${state.toUpperCase()}, ${words}"
              aria-pressed=${pins.hand[pin] === hand}
              @click=${() => this.model.report(this.model.drive(name, state))}
            >
              ${state.toUpperCase()}
            </button>`,
        )}
      </td>
    </tr>`;
  }

  private type(): void {
    this.filter = this.input.value;
  }

  /** Once a frame, and only while the list is to be seen. */
  private soon(): void {
    if (this.dialog?.open)
      this.frame ||= requestAnimationFrame(() => {
        this.frame = 0;
        this.requestUpdate();
      });
  }

  private closed(): void {
    this.requestUpdate();
  }
}
