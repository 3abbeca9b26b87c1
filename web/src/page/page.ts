import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";

import "../board/board";
import "./banners";
import "./header";
import "./pin_list";
import "./analyzer_panel";
import type { Board } from "../board/board";
import { BenchCapture } from "../model/bench_capture";
import { BenchModel } from "../model/bench_model";
import { Connection, ownServer } from "../protocol/connection";
import type { PinList } from "./pin_list";

/** The whole page: it makes the connection, and all else shows what the model says. */
@customElement("pb-page")
export class Page extends LitElement {
  private readonly connection = new Connection(ownServer());
  private readonly model = new BenchModel(this.connection);
  private readonly capture = new BenchCapture(this.model, this.connection);

  static override styles = css`
    :host {
      display: flex;
      flex-direction: column;
      height: 100vh;
      height: 100dvh;
    }
    main {
      display: flex;
      flex: 1 1 0;
      min-height: 0;
    }
    pb-board {
      flex: 1;
    }
  `;

  override connectedCallback(): void {
    super.connectedCallback();
    // A machine that wakes up, or a page that is looked at again, does not wait for the next try.
    window.addEventListener("online", () => this.connection.open());
    document.addEventListener("visibilitychange", () => document.hidden || this.connection.open());
    this.connection.open();
  }

  override render() {
    return html`
      <header>
        <pb-header .model=${this.model}></pb-header>
        <pb-banners
          .model=${this.model}
          @pb-retry=${() => this.connection.open()}
          @pb-show-pin=${(event: CustomEvent<string>) => this.board.showPin(event.detail)}
        ></pb-banners>
      </header>
      <main>
        <pb-board
          .model=${this.model}
          @pb-open-pins=${(event: CustomEvent<string | undefined>) => this.pins.show(event.detail)}
        ></pb-board>
      </main>
      <section aria-label="Logic analyzer">
        <pb-analyzer-panel .source=${this.capture}></pb-analyzer-panel>
      </section>
      <pb-pin-list .model=${this.model}></pb-pin-list>
    `;
  }

  private get board(): Board {
    return this.renderRoot.querySelector("pb-board") as Board;
  }

  private get pins(): PinList {
    return this.renderRoot.querySelector("pb-pin-list") as PinList;
  }
}
