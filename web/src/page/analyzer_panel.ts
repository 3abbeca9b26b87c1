import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../analyzer/analyzer";
import type { CaptureSource } from "../analyzer/capture_source";

const SMALLEST = 140;
const KEY_STEP = 24;
/** What stays of the board however large the panel is made. */
const BOARD_LEFT = 160;

/** The logic analyzer below the board: closed at first, and as high as one drags it. */
@customElement("pb-analyzer-panel")
export class AnalyzerPanel extends LitElement {
  @property({ attribute: false }) source!: CaptureSource;
  @state() private open = false;
  @state() private height = 280;

  static override styles = css`
    :host {
      position: relative;
      display: block;
      flex: none;
      border-top: 1px solid var(--pb-line);
      background: var(--pb-panel);
    }
    .grip {
      position: absolute;
      left: 0;
      right: 0;
      top: -5px;
      z-index: 5;
      height: 9px;
      cursor: ns-resize;
      touch-action: none;
    }
    .grip:focus-visible {
      outline: none;
      background: var(--pb-focus);
    }
    pb-analyzer {
      display: block;
      overflow: hidden;
    }
  `;

  override render() {
    return html`
      ${this.open ? this.grip() : nothing}
      <pb-analyzer
        .source=${this.source}
        .collapsed=${!this.open}
        style=${this.open ? `height: ${this.height}px` : ""}
        @pb-collapsed=${(event: CustomEvent<boolean>) => (this.open = !event.detail)}
      ></pb-analyzer>
    `;
  }

  private grip() {
    return html`<div
      class="grip"
      role="separator"
      tabindex="0"
      aria-label="Height of the logic analyzer"
      aria-orientation="horizontal"
      aria-valuenow=${this.height}
      aria-valuemin=${SMALLEST}
      aria-valuemax=${this.largest}
      @pointerdown=${(event: PointerEvent) => (event.target as Element).setPointerCapture(event.pointerId)}
      @pointermove=${(event: PointerEvent) => this.drag(event)}
      @keydown=${(event: KeyboardEvent) => this.key(event)}
    ></div>`;
  }

  private drag(event: PointerEvent): void {
    if ((event.target as Element).hasPointerCapture(event.pointerId)) this.resize(this.height - event.movementY);
  }

  private key(event: KeyboardEvent): void {
    const by = { ArrowUp: KEY_STEP, ArrowDown: -KEY_STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    this.resize(this.height + by);
  }

  private resize(height: number): void {
    this.height = Math.max(SMALLEST, Math.min(height, this.largest));
  }

  private get largest(): number {
    return Math.max(SMALLEST, window.innerHeight - BOARD_LEFT);
  }
}
