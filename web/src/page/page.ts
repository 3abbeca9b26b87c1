import { provide } from "@lit/context";
import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";

import "./banners";
import "./header";
import "./pin_list";
import type { Board } from "../board/board";
import { listen, Subscriptions } from "../lit/subscriptions";
import { BenchCapture } from "../model/bench_capture";
import { benchContext } from "../model/bench_context";
import { BenchModel } from "../model/bench_model";
import { Connection, ownServer } from "../protocol/connection";
import type { PinList } from "./pin_list";

/** The whole page: it makes the connection, and all else shows what the model says. */
@customElement("pb-page")
export class Page extends LitElement {
  private readonly connection = new Connection(ownServer());
  @provide({ context: benchContext }) private readonly model = new BenchModel(this.connection);
  private readonly capture = new BenchCapture(this.model, this.connection);

  constructor() {
    super();
    // A machine that wakes up, or a page that is looked at again, does not wait for the next try.
    new Subscriptions(this, () => [
      listen(window, "online", () => this.connection.open()),
      listen(document, "visibilitychange", () => document.hidden || this.connection.open()),
    ]);
    this.connection.open();
    // They are most of the page's code: its frame is painted, and the connection made, while they load.
    this.model.report(Promise.all([import("../board/board"), import("./analyzer_panel")]));
  }

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

  override render() {
    return html`
      <header>
        <pb-header></pb-header>
        <pb-banners
          @pb-retry=${() => this.connection.open()}
          @pb-show-pin=${(event: CustomEvent<string>) => this.showPin(event.detail)}
        ></pb-banners>
      </header>
      <main>
        <pb-board @pb-open-pins=${(event: CustomEvent<string | undefined>) => this.pins.show(event.detail)}></pb-board>
      </main>
      <section aria-label="Logic analyzer">
        <pb-analyzer-panel .source=${this.capture}></pb-analyzer-panel>
      </section>
      <pb-pin-list></pb-pin-list>
    `;
  }

  private showPin(name: string): void {
    const board = this.renderRoot.querySelector<Board>("pb-board");
    void customElements.whenDefined("pb-board").then(() => board?.showPin(name));
  }

  private get pins(): PinList {
    return this.renderRoot.querySelector("pb-pin-list") as PinList;
  }
}
