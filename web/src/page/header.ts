import { consume } from "@lit/context";
import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";

import "./bounce_control";
import "./guests";
import "./theme_switch";
import { Subscriptions } from "../lit/subscriptions";
import { benchContext } from "../model/bench_context";
import type { BenchModel } from "../model/bench_model";

/** The name of the board, who is on it, and what is set for all of it. */
@customElement("pb-header")
export class Header extends LitElement {
  @consume({ context: benchContext, subscribe: true }) private readonly model!: BenchModel;

  constructor() {
    super();
    new Subscriptions(this, () => [this.model.onDiagram.add(() => this.requestUpdate())]);
  }

  static override styles = css`
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 6px 16px;
      align-items: center;
      padding: 6px 12px;
      border-bottom: 1px solid var(--pb-line);
      background: var(--pb-panel);
    }
    h1 {
      display: flex;
      gap: 8px;
      align-items: center;
      margin: 0;
      font-size: 15px;
      font-weight: 600;
      white-space: nowrap;
    }
    h1 svg {
      flex: none;
    }
    pb-guests {
      flex: 1 1 160px;
      min-width: 0;
    }
    .settings {
      display: flex;
      gap: 8px 14px;
      align-items: center;
    }
    @media (max-width: 560px) {
      :host {
        gap: 4px 10px;
        padding: 4px 8px;
      }
      .settings {
        flex: 1 1 100%;
        justify-content: space-between;
      }
    }
  `;

  override updated(): void {
    const { board } = this.model.diagram;
    document.title = board ? `${board} – Pinbridge` : "Pinbridge";
  }

  override render() {
    return html`
      <h1>
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <rect x="5" y="3" width="10" height="14" rx="1.6" fill="currentColor" />
          <path d="M1 6h4M1 10h4M1 14h4M15 6h4M15 10h4M15 14h4" stroke="currentColor" stroke-width="1.6" />
          <circle cx="10" cy="10" r="2.2" fill="var(--pb-high)" />
        </svg>
        <span>${this.model.diagram.board || "Pinbridge"}</span>
      </h1>
      <pb-guests></pb-guests>
      <div class="settings">
        <pb-bounce-control></pb-bounce-control>
        <pb-theme-switch></pb-theme-switch>
      </div>
    `;
  }
}
