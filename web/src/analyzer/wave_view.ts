import { css, html, LitElement } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { Gestures } from "./gestures";
import { pressKey } from "./keys";
import { ROW } from "./level_painter";
import { pulseAt } from "./measure";
import { type Hover, paintChannels, RULER } from "./picture";
import { paintRuler } from "./ruler";
import type { Scope } from "./scope";
import { controlStyles } from "./styles";
import { readTheme, type Theme } from "./theme";

/**
 * The ruler and the waveforms, beside what is slotted as `heads`. Draws when `draw` is called. Fires `pb-redraw` when
 * the pointer is elsewhere or the size another, `pb-visible` (detail: boolean) when it becomes visible or hidden, `pb-say` with a text to speak.
 */
@customElement("pb-wave-view")
export class WaveView extends LitElement {
  @property({ attribute: false }) scope!: Scope;
  @property({ attribute: false }) rows = 0;
  hover: Hover | undefined;

  @query(".ruler") private ruler!: HTMLCanvasElement;
  @query(".waves") private waves!: HTMLCanvasElement;
  private observers: { disconnect(): void }[] = [];
  /** What the canvas shows, so that the same is not drawn twice. */
  private drawn = "";

  static override styles = [
    controlStyles,
    css`
      :host {
        display: block;
        overflow: hidden auto;
      }
      .grid {
        display: grid;
        grid-template-columns: var(--pb-heads, 190px) minmax(0, 1fr);
      }
      .corner,
      .ruler {
        position: sticky;
        top: 0;
        z-index: 1;
        height: ${RULER}px;
        background: var(--pb-panel);
        border-bottom: 1px solid var(--pb-line);
      }
      .corner,
      .heads {
        border-right: 1px solid var(--pb-line);
      }
      canvas {
        display: block;
        width: 100%;
        touch-action: pan-y;
        user-select: none;
      }
      .screen:focus-visible {
        outline-offset: -2px;
      }
      @media (max-width: 560px) {
        .grid {
          --pb-heads: 104px;
        }
      }
    `,
  ];

  override render() {
    return html`<div class="grid">
      <div class="corner"><slot name="corner"></slot></div>
      <canvas class="ruler" aria-hidden="true"></canvas>
      <div class="heads"><slot name="heads"></slot></div>
      <div
        class="screen"
        role="application"
        aria-label="Waveforms. Keys: plus and minus zoom, arrows pan and select a channel, A and B place cursors, comma and full stop move them to edges, Space pauses."
        tabindex="0"
        @keydown=${this.onKey}
      >
        <canvas class="waves" aria-hidden="true" style="height: ${Math.max(1, this.rows) * ROW}px"></canvas>
      </div>
    </div>`;
  }

  override firstUpdated(): void {
    const gestures = new Gestures(this.scope, (x, row) => this.point(x, row));
    gestures.listen(this.waves, false);
    gestures.listen(this.ruler, true);
    this.observe();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const observer of this.observers.splice(0)) observer.disconnect();
  }

  /** Draws what has changed since the last call. */
  draw(): void {
    const box = this.waves.getBoundingClientRect();
    if (box.width === 0) return;
    const { scope } = this;
    const theme = readTheme(this);
    if (Math.abs(scope.viewport.width - box.width) > 0.01) scope.viewport.resize(box.width);
    scope.update();
    const key = this.keyOf(theme, box);
    if (key === this.drawn) return;
    this.drawn = key;
    fitCanvas(this.waves, box.width, box.height, theme.ratio);
    fitCanvas(this.ruler, box.width, RULER, theme.ratio);
    const [waves, ruler] = [this.waves.getContext("2d"), this.ruler.getContext("2d")];
    if (!waves || !ruler) return;
    paintChannels(waves, scope, theme, this.hover);
    paintRuler(ruler, scope, theme);
  }

  private keyOf(theme: Theme, box: DOMRect): string {
    const { scope } = this;
    const { viewport, session, cursors } = scope;
    const step = viewport.nsPerPx / theme.ratio;
    // Edges later than the picture, and time that is less than a pixel, make no difference.
    const seen = (time: number) => Math.floor(Math.min(time, viewport.end) / step);
    const told = session.store?.until ?? 0;
    const edges = told <= viewport.end ? scope.tracks.map((track) => track?.end) : [];
    return JSON.stringify([
      [theme, box.width, box.height, Math.round(viewport.start / step), viewport.nsPerPx],
      [session.chosen, session.store?.capture, session.store?.dropped, seen(told), seen(scope.until), edges],
      [cursors, scope.selected, scope.settings, scope.trigger.fired, this.hover],
    ]);
  }

  private observe(): void {
    const sizes = new ResizeObserver(() => this.dispatchEvent(new CustomEvent("pb-redraw")));
    sizes.observe(this.waves);
    const sight = new IntersectionObserver((entries) => {
      this.dispatchEvent(new CustomEvent("pb-visible", { detail: entries.at(-1)?.isIntersecting }));
    });
    sight.observe(this);
    this.observers = [sizes, sight];
  }

  /** The pointer's place in time and row; nowhere, without arguments. */
  private point(x?: number, row?: number): void {
    const track = row === undefined ? undefined : this.scope.tracks[row];
    const pulse = track && x !== undefined ? pulseAt(track, this.scope.viewport.timeAt(x)) : undefined;
    this.hover = x === undefined ? undefined : { x, row: row ?? -1, pulse };
    this.dispatchEvent(new CustomEvent("pb-redraw"));
  }

  /** While the waves move under a resting pointer, its target changes. */
  refreshHover(): void {
    if (this.hover) this.point(this.hover.x, this.hover.row < 0 ? undefined : this.hover.row);
  }

  private onKey(event: KeyboardEvent): void {
    const said = pressKey(this.scope, event, this.hover?.x);
    if (said === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.dispatchEvent(new CustomEvent("pb-say", { detail: said }));
  }
}

function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
}

declare global {
  interface HTMLElementTagNameMap {
    "pb-wave-view": WaveView;
  }
}
