import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { ROW } from "./level_painter";
import type { EdgeCount } from "./measure";
import type { Scope } from "./scope";
import { STATE_NAMES, STATE_SIGNS, UNKNOWN } from "./state_code";
import { controlStyles } from "./styles";
import { formatCount } from "./time_format";

/** The heads of the channels: name, present level, edges between the cursors; and their order. */
@customElement("pb-channel-list")
export class ChannelList extends LitElement {
  @property({ attribute: false }) scope!: Scope;
  /** What a guest calls each channel's line; empty for none. */
  @property({ attribute: false }) labels: string[] = [];
  /** Another number is another state of the scope. */
  @property({ attribute: false }) revision = 0;
  private dragged: string | undefined;

  static override styles = [
    controlStyles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        display: flex;
        align-items: center;
        gap: 6px;
        height: ${ROW}px;
        padding-right: 8px;
        border-bottom: 1px solid var(--pb-line);
      }
      li.selected {
        background: color-mix(in srgb, var(--pb-accent) 10%, transparent);
      }
      button {
        border: none;
        background: none;
        padding: 0;
        height: 100%;
      }
      .grip {
        flex: none;
        width: 18px;
        color: var(--pb-muted);
        cursor: grab;
        touch-action: none;
      }
      button[aria-pressed="true"] {
        background: none;
        box-shadow: none;
      }
      .name {
        flex: 1;
        min-width: 0;
        text-align: left;
        line-height: 1.25;
      }
      .name span {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .second {
        color: var(--pb-muted);
        font-size: 0.85em;
        font-variant-numeric: tabular-nums;
      }
      .level {
        flex: none;
        min-width: 22px;
        padding: 0 5px;
        border: 1.5px solid var(--level);
        border-radius: 5px;
        text-align: center;
        font-weight: 600;
        line-height: 20px;
        font-size: 0.9em;
      }
      .level[data-state="0"] {
        --level: var(--pb-low);
      }
      .level[data-state="1"] {
        --level: var(--pb-high);
        background: var(--pb-high);
        color: var(--pb-panel);
      }
      .level[data-state="2"] {
        --level: var(--pb-highz);
        border-style: dashed;
      }
      .level[data-state="3"] {
        --level: var(--pb-conflict);
        background: var(--pb-conflict);
        color: var(--pb-panel);
      }
      .level[data-state="4"] {
        --level: var(--pb-muted);
        border-style: dotted;
      }
      .remove {
        flex: none;
        width: 18px;
        color: var(--pb-muted);
        opacity: 0;
      }
      li:is(:hover, .selected) .remove,
      .remove:focus-visible {
        opacity: 1;
      }
      @media (max-width: 560px) {
        .grip {
          width: 14px;
        }
        li {
          gap: 3px;
          padding-right: 4px;
        }
        .remove {
          display: none;
        }
      }
    `,
  ];

  override render() {
    const { scope } = this;
    const counts = scope.counts();
    return html`<ul aria-label="Channels">
      ${repeat(
        scope.session.chosen,
        (pin) => pin,
        (pin, row) => this.renderChannel(pin, row, counts[row]),
      )}
    </ul>`;
  }

  private renderChannel(pin: string, row: number, count: EdgeCount | undefined) {
    const { scope } = this;
    const track = scope.tracks[row];
    const state = track?.present ?? UNKNOWN;
    const label = this.labels[row] || pin;
    const second = count ? countText(count) : label === pin ? "" : pin;
    return html`<li class=${row === scope.selected ? "selected" : ""}>
      <button
        class="grip"
        aria-label="Move ${label}: arrow keys"
        title="Drag or use the arrow keys to move"
        @pointerdown=${(event: PointerEvent) => this.grab(event, pin)}
        @pointermove=${this.drag}
        @pointerup=${this.drop}
        @pointercancel=${this.drop}
        @keydown=${(event: KeyboardEvent) => this.moveByKey(event, row)}
      >
        ⠿
      </button>
      <button class="name" title=${pin} aria-pressed=${row === scope.selected} @click=${() => scope.select(row)}>
        <span>${label}</span>${second ? html`<span class="second">${second}</span>` : nothing}
      </button>
      <button class="remove" aria-label="Remove ${label}" title="Remove" @click=${() => this.hideChannel(pin)}>
        ✕
      </button>
      <span class="level" data-state=${state} role="img" aria-label=${STATE_NAMES[state]!} title=${STATE_NAMES[state]!}
        >${STATE_SIGNS[state]}</span
      >
    </li>`;
  }

  private grab(event: PointerEvent, pin: string): void {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.dragged = pin;
  }

  private readonly drag = (event: PointerEvent): void => {
    const from = this.dragged === undefined ? -1 : this.scope.session.chosen.indexOf(this.dragged);
    if (from < 0) return;
    const items = [...this.renderRoot.querySelectorAll("li")];
    const to = items.findIndex((item) => event.clientY < item.getBoundingClientRect().bottom);
    if (to >= 0 && to !== from) this.scope.move(from, to);
  };

  private readonly drop = (): void => {
    this.dragged = undefined;
  };

  private moveByKey(event: KeyboardEvent, row: number): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const grip = event.currentTarget as HTMLElement;
    this.scope.move(row, row + step);
    // The browser takes the focus from what is moved.
    void this.updateComplete.then(() => grip.focus());
  }

  private hideChannel(pin: string): void {
    this.scope.session.choose(this.scope.session.chosen.filter((other) => other !== pin));
  }
}

function countText({ edges, exact }: EdgeCount): string {
  return `${exact ? "" : "≥ "}${formatCount(edges)} ${edges === 1 && exact ? "edge" : "edges"}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "pb-channel-list": ChannelList;
  }
}
