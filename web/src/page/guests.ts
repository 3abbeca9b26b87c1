import { consume } from "@lit/context";
import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";

import { Subscriptions } from "../lit/subscriptions";
import { benchContext } from "../model/bench_context";
import type { BenchModel } from "../model/bench_model";
import type { DrawnPart } from "../protocol/messages";

/** Which guests are on the board: one entry a chip, with how it is reached for those who look closer. */
@customElement("pb-guests")
export class Guests extends LitElement {
  @consume({ context: benchContext, subscribe: true }) private readonly model!: BenchModel;

  constructor() {
    super();
    new Subscriptions(this, () => [
      this.model.onDiagram.add(() => this.requestUpdate()),
      this.model.onPart.add((name) => this.chips.some(({ part }) => part === name) && this.requestUpdate()),
    ]);
  }

  static override styles = css`
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 14px;
      margin: 0;
      padding: 0;
      list-style: none;
      font-size: 13px;
    }
    li {
      display: flex;
      gap: 6px;
      align-items: center;
      min-width: 0;
      white-space: nowrap;
    }
    .lamp {
      flex: none;
      width: 8px;
      height: 8px;
      border: 1.5px solid var(--pb-muted);
      border-radius: 50%;
    }
    .connected .lamp {
      border-color: var(--pb-good);
      background: var(--pb-good);
    }
    b {
      font-weight: 600;
    }
    span {
      overflow: hidden;
      color: var(--pb-muted);
      text-overflow: ellipsis;
    }
  `;

  override render() {
    return html`<ul aria-label="Guests">
      ${this.chips.map((chip) => this.entry(chip))}
    </ul>`;
  }

  private get chips(): DrawnPart[] {
    return this.model.diagram.parts.filter(({ part }) => "connected" in this.model.stand(part).shows);
  }

  private entry({ part }: DrawnPart) {
    const { connected, guest, machine, transport, socket } = this.model.stand(part).shows;
    const here = connected === 1;
    const how = `Machine ${machine ?? ""}, by ${transport ?? "virtio"}, socket ${socket ?? ""}`;
    return html`<li class=${here ? "connected" : "waiting"} title=${how}>
      <i class="lamp"></i><b>${part}</b><span>${here ? guest || "guest connected" : "waiting for a guest"}</span>
    </li>`;
  }
}
