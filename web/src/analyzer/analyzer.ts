import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { listen, Subscriptions, type Unsubscribe } from "../lit/subscriptions";
import { analyzerStyles } from "./analyzer_styles";
import type { CaptureSource } from "./capture_source";
import "./channel_list";
import { FrameLoop } from "./frame_loop";
import { KEYS } from "./keys";
import "./pin_picker";
import { placeBeside } from "./place_beside";
import { cursorReadout, modeText, notices, pulseText, vcdAddress } from "./readout";
import { Scope } from "./scope";
import { controlStyles } from "./styles";
import { formatDuration } from "./time_format";
import "./trigger_bar";
import type { WaveView } from "./wave_view";
import "./wave_view";

/** Numbers beside the waveforms change so often, in ms: eyes cannot read faster. */
const TEXT_EVERY = 100;

/**
 * The logic analyzer. It captures from when it is first open, and goes on while it is collapsed; drawn is only what can
 * be seen. Fires `pb-collapsed` (detail: boolean) when a person opens or closes it.
 */
@customElement("pb-analyzer")
export class Analyzer extends LitElement {
  @property({ attribute: false }) source: CaptureSource | undefined;
  @property({ type: Boolean, reflect: true }) collapsed = false;
  /** The text of the live region, for screen readers. */
  @state() private said = "";
  @query("pb-wave-view") private view!: WaveView | null;

  readonly scope = new Scope(
    () => performance.now(),
    (edgesOnly) => this.onChange(edgesOnly),
  );
  private readonly loop = new FrameLoop(() => this.draw());
  private readonly darkness = window.matchMedia?.("(prefers-color-scheme: dark)");
  private readonly themes = new MutationObserver(() => this.loop.request());
  private connectedTo: CaptureSource | undefined;
  private revision = 0;
  private textAt = 0;

  static override styles = [controlStyles, analyzerStyles];

  constructor() {
    super();
    new Subscriptions(this, () => this.follow());
  }

  private follow(): Unsubscribe[] {
    this.themes.observe(document.documentElement, { attributes: true });
    this.loop.start();
    return [
      listen(this.darkness, "change", () => this.loop.request()),
      () => this.themes.disconnect(),
      () => this.loop.stop(),
      () => {
        this.connectedTo = undefined;
        this.scope.session.disconnect();
      },
    ];
  }

  override willUpdate(changed: PropertyValues): void {
    this.revision++;
    if (changed.has("source") && this.connectedTo && this.connectedTo !== this.source) {
      this.scope.session.disconnect();
      this.connectedTo = undefined;
    }
    if (!this.source || this.collapsed || this.connectedTo || !this.isConnected) return;
    this.connectedTo = this.source;
    this.scope.session.connect(this.source);
  }

  override render() {
    return html`<div class="frame">
      <header>
        <button class="title" aria-expanded=${!this.collapsed} @click=${this.toggle}>
          <svg viewBox="0 0 10 10" aria-hidden="true"><path d="M3 1l4 4-4 4" /></svg>Logic analyzer
        </button>
        ${this.collapsed ? nothing : this.renderTools()}
      </header>
      ${this.collapsed ? nothing : this.renderBody()}
      <div class="spoken" aria-live="polite">${this.said}</div>
    </div>`;
  }

  private renderTools() {
    const { scope } = this;
    const { mode } = scope;
    const zoom = (factor: number) => () => scope.zoom(factor);
    return html`<div class="group">
        <button
          aria-pressed=${mode === "follow"}
          title="Follow the latest edges, or wait for the trigger (End)"
          @click=${() => scope.follow()}
        >
          Follow
        </button>
        <button
          aria-pressed=${mode === "paused"}
          title="Pause the picture; the capture continues (Space)"
          @click=${this.togglePause}
        >
          Pause
        </button>
      </div>
      <div class="group">
        <button aria-label="Zoom out" title="Zoom out (−)" @click=${zoom(2)}>−</button>
        <span class="span" title="Time span of the picture">${formatSpan(scope.viewport.span)}</span>
        <button aria-label="Zoom in" title="Zoom in (+)" @click=${zoom(0.5)}>+</button>
        <button title="Show the complete capture (F)" @click=${() => scope.fit()}>All</button>
      </div>
      <pb-trigger-bar
        .scope=${scope}
        .labels=${this.labels.map(([label, pin]) => label || pin)}
        .revision=${this.revision}
      ></pb-trigger-bar>
      <span class="space"></span>
      ${this.renderSave()}
      <pb-pin-picker
        .pins=${scope.session.pins()}
        .chosen=${scope.session.chosen}
        @pb-choose=${(event: CustomEvent<string[]>) => scope.session.choose(event.detail)}
      ></pb-pin-picker>`;
  }

  private renderSave() {
    const { a, b } = this.scope.cursors;
    const whole = vcdAddress(this.scope);
    if (!whole) return nothing;
    const part = a !== undefined && b !== undefined && a !== b ? vcdAddress(this.scope, a, b) : undefined;
    const link = (href: string, text: string, title: string) =>
      html`<a class="button" href=${href} download="pinbridge.vcd" title=${title}>${text}</a>`;
    return html`<div class="group">
      ${link(whole, "Save VCD", "Save the complete capture for GTKWave, Surfer or PulseView")}
      ${part ? link(part, "A–B", "Save the part between the cursors as VCD") : nothing}
    </div>`;
  }

  private renderBody() {
    const { scope } = this;
    const { chosen } = scope.session;
    const said = notices(scope);
    return html`<pb-wave-view
        .scope=${scope}
        .rows=${chosen.length}
        @pb-redraw=${() => this.loop.request()}
        @pb-visible=${(event: CustomEvent<boolean>) => this.loop.setVisible(event.detail)}
        @pb-say=${(event: CustomEvent<string>) => (this.said = event.detail)}
      >
        <div slot="corner" class="mode" data-mode=${scope.mode}>${modeText(scope)}</div>
        <pb-channel-list
          slot="heads"
          .scope=${scope}
          .labels=${this.labels.map(([label]) => label)}
          .revision=${this.revision}
        ></pb-channel-list>
      </pb-wave-view>
      ${chosen.length === 0 ? html`<p class="empty">No pins are selected. Click Pins at the top to select them.</p>` : nothing}
      <footer>
        <div class="cursors">${cursorReadout(scope)}</div>
        <div class="pulse">${this.pulse}</div>
        <details @toggle=${this.placeKeys} @focusout=${this.closeKeys}>
          <summary>Keys</summary>
          <dl>
            ${KEYS.map(
              ([keys, text]) =>
                html`<dt>${keys}</dt>
                  <dd>${text}</dd>`,
            )}
          </dl>
        </details>
      </footer>
      <div role="status">
        ${said.map(({ text, isBad }) => html`<p class=${isBad ? "notice bad" : "notice"}>${text}</p>`)}
      </div>`;
  }

  /** For each channel: the guest's name for its line, and its pin. */
  private get labels(): [string, string][] {
    const pins = new Map(this.scope.session.pins().map((pin) => [pin.name, pin.label]));
    return this.scope.session.chosen.map((pin) => [pins.get(pin) ?? "", pin]);
  }

  private get pulse(): string {
    const hover = this.view?.hover;
    const [label, pin] = this.labels[hover?.row ?? -1] ?? ["", ""];
    return pulseText(hover, label || pin);
  }

  private draw(): void {
    const { view, scope } = this;
    if (!view || this.collapsed || !view.hasUpdated) return;
    view.refreshHover();
    view.draw();
    this.updateText();
    // The present moves without a message: draw again as soon as that makes a pixel.
    const isMoving = scope.mode !== "paused" && scope.session.status === "running" && scope.viewport.end >= scope.until;
    const pixel = scope.viewport.nsPerPx / window.devicePixelRatio / 1e6;
    const isWaiting = scope.mode === "follow" && scope.settings.mode === "auto";
    if (isMoving && pixel < 20) this.loop.request();
    else if (isMoving || isWaiting) this.loop.requestIn(isMoving ? Math.min(pixel, 1000) : TEXT_EVERY);
  }

  private updateText(): void {
    const now = performance.now();
    if (now - this.textAt < TEXT_EVERY) {
      this.loop.requestIn(TEXT_EVERY - (now - this.textAt));
      return;
    }
    this.textAt = now;
    this.requestUpdate();
  }

  private onChange(edgesOnly: boolean): void {
    this.loop.request();
    if (!edgesOnly) this.requestUpdate();
  }

  private placeKeys(event: Event): void {
    const details = event.currentTarget as HTMLDetailsElement;
    const [summary, keys] = details.children;
    if (details.open && summary) placeBeside(keys as HTMLElement, summary);
  }

  private closeKeys(event: Event): void {
    (event.currentTarget as HTMLDetailsElement).open = false;
  }

  private togglePause(): void {
    if (this.scope.mode === "paused") this.scope.follow();
    else this.scope.pause();
  }

  private toggle(): void {
    this.collapsed = !this.collapsed;
    this.loop.request();
    this.dispatchEvent(new CustomEvent("pb-collapsed", { detail: this.collapsed, bubbles: true, composed: true }));
  }
}

/** Three digits are enough to know how much the picture shows. */
function formatSpan(span: number): string {
  return formatDuration(Number(span.toPrecision(3)));
}

declare global {
  interface HTMLElementTagNameMap {
    "pb-analyzer": Analyzer;
  }
}
