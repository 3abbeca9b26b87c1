import { consume } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";

import { Subscriptions, type Unsubscribe } from "../lit/subscriptions";
import { benchContext } from "../model/bench_context";
import type { BenchModel } from "../model/bench_model";
import { Conflicts } from "../model/conflicts";
import { driveWords } from "../board/net_words";
import { CONFLICT, type PinChanges } from "../model/pin_table";
import type { Net } from "../protocol/messages";
import { controlStyles } from "./styles";

const TROUBLE_MS = 8000;
/** A conflict may be too short to read: its text stays for this long. */
const AFTERMATH_MS = 5000;
const NAMED = 3;

/** Lost connections, conflicts and refused requests, also for screen readers. */
@customElement("pb-banners")
export class Banners extends LitElement {
  @consume({ context: benchContext, subscribe: true }) private readonly model!: BenchModel;
  @state() private nets: string[][] = [];
  @state() private fight = "";
  /** What the conflict was that has just ended. */
  @state() private past = "";
  @state() private trouble = "";
  @state() private spoken = "";
  private conflicts: Conflicts | null = null;
  private fighting = new Set<number>();
  private wasOpen = false;
  private forgetPast: ReturnType<typeof setTimeout> | undefined;
  private hideTrouble: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Subscriptions(this, () => this.follow());
  }

  static override styles = [
    controlStyles,
    css`
      .banner {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: center;
        padding: 6px 12px;
        border-bottom: 1px solid var(--pb-line);
        background: var(--pb-panel);
        font-size: 13.5px;
      }
      .banner p {
        flex: 1 1 200px;
        margin: 0;
        overflow-wrap: anywhere;
      }
      .conflict {
        border-bottom-color: var(--pb-conflict);
        background: repeating-linear-gradient(-45deg, var(--pb-conflict) 0 8px, transparent 8px 16px) 0 0 / 100% 5px
          no-repeat var(--pb-panel);
        padding-top: 11px;
      }
      .conflict b {
        color: var(--pb-conflict);
      }
      .past,
      .lost {
        box-shadow: inset 4px 0 0 var(--pb-muted);
      }
      .said {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    `,
  ];

  private follow(): Unsubscribe[] {
    const { model } = this;
    this.wasOpen = model.status.state === "open";
    this.newBoard();
    this.look({ changed: [...model.pins.names.keys()], busy: [] });
    return [
      model.onDiagram.add(() => this.newBoard()),
      model.onLevels.add((changes) => this.look(changes)),
      model.onStatus.add(({ state }) => this.statusIs(state)),
      model.onConflict.add((pins) => this.nets.length || this.remember(conflictWords([pins]))),
      model.onTrouble.add((text) => this.say(text)),
    ];
  }

  override render() {
    return html`
      ${this.lostTemplate()} ${this.nets.length ? this.conflictTemplate() : this.pastTemplate()}
      ${
        this.trouble
          ? html`<div class="banner">
              <p>${this.trouble}</p>
              <button @click=${() => (this.trouble = "")}>Close</button>
            </div>`
          : nothing
      }
      <div class="said" role="status" aria-live="polite">${this.spoken}</div>
    `;
  }

  private lostTemplate() {
    const { status } = this.model;
    if (status.state === "open") return nothing;
    const connecting = this.wasOpen ? "Reconnecting…" : "Connecting to Pinbridge…";
    const lost = this.wasOpen ? "Connection lost. The page shows the last known state." : "Pinbridge does not respond.";
    return html`<div class="banner lost">
      <p>${status.state === "connecting" ? connecting : `${lost} Reconnecting automatically.`}</p>
      <button @click=${() => this.dispatchEvent(new CustomEvent("pb-retry"))}>Try now</button>
    </div>`;
  }

  private conflictTemplate() {
    return html`<div class="banner conflict">
      <p><b>⚠ Conflict</b> ${this.fight || conflictWords(this.nets)}</p>
      <button @click=${() => this.show(this.nets[0]?.[0])}>Show</button>
    </div>`;
  }

  private pastTemplate() {
    return this.past ? html`<div class="banner past"><p>The conflict has ended: ${this.past}.</p></div>` : nothing;
  }

  private show(pin: string | undefined): void {
    if (pin) this.dispatchEvent(new CustomEvent<string>("pb-show-pin", { detail: pin }));
  }

  private newBoard(): void {
    this.conflicts = new Conflicts(this.model.diagram, this.model.pins);
    this.fighting.clear();
    this.nets = [];
    this.past = "";
  }

  private look({ changed }: PinChanges): void {
    const { state } = this.model.pins;
    let other = false;
    for (const pin of changed) {
      const fights = state[pin] === CONFLICT;
      if (fights === this.fighting.has(pin)) continue;
      other = true;
      if (fights) this.fighting.add(pin);
      else this.fighting.delete(pin);
    }
    if (other) void this.tellConflicts();
  }

  private async tellConflicts(): Promise<void> {
    const nets = this.conflicts?.nets() ?? [];
    if (nets.length === 0) this.conflictsOver();
    else if (nets.length !== this.nets.length) this.spoken = `Conflict ${conflictWords(nets)}`;
    this.nets = nets;
    const pin = nets[0]?.[0];
    const net = pin === undefined ? null : await this.model.net(pin).catch(() => null);
    if (this.nets === nets) this.fight = net ? fightWords(net, nets.length) : "";
  }

  private conflictsOver(): void {
    this.spoken = "The conflict has ended.";
    this.remember(this.fight || conflictWords(this.nets));
  }

  private remember(conflict: string): void {
    this.past = conflict;
    clearTimeout(this.forgetPast);
    this.forgetPast = setTimeout(() => (this.past = ""), AFTERMATH_MS);
  }

  private statusIs(state: string): void {
    if (state === "open") this.spoken = this.wasOpen ? "Reconnected." : "Connected.";
    else if (state === "waiting" && this.wasOpen) this.spoken = "Connection lost. Reconnecting automatically.";
    this.wasOpen ||= state === "open";
    this.requestUpdate();
  }

  private say(text: string): void {
    this.trouble = this.spoken = text;
    clearTimeout(this.hideTrouble);
    this.hideTrouble = setTimeout(() => (this.trouble = ""), TROUBLE_MS);
  }
}

function conflictWords(nets: string[][]): string {
  const pins = nets.slice(0, NAMED).map((net) => net.slice(0, NAMED).join(", "));
  const rest = nets.length - NAMED;
  return `on ${nets.length === 1 ? "the net" : `${nets.length} nets`} of ${pins.join("; ")}${rest > 0 ? " …" : ""}`;
}

function fightWords({ drives }: Net, nets: number): string {
  const fight = drives.map(driveWords).join(" against ");
  return fight && nets > 1 ? `${fight}, and on ${nets - 1} more ${nets === 2 ? "net" : "nets"}` : fight;
}
