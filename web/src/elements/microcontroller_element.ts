import { css, html, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { isGuestChip } from "../model/guest_chips";
import { mm, padsOf, type Board, type Pad } from "./boards/board";
import { boardStyles, circuitBoard, ground, hole, light, padName } from "./boards/board_drawing";
import { pinPlaces, type PinPlace } from "./boards/pin_places";
import { fitRows, fitText } from "./fit_text";
import { guestWords, isConnected, lampStyles } from "./guest_state";
import { levelMark, levelStyles } from "./level_mark";
import { HIGH, PartElement } from "./part_element";

const FONT = { title: 6.5, name: 7.5, status: 5.5 };
/** Of the plate that names the guest, in px. */
const PLATE_HEIGHT = 21;
const ROW = 6.6;

interface Layout {
  pads: Pad[];
  places: PinPlace[];
  /** The first pin of the part at a pad, by the pad's name. */
  pinAt: Map<string, number>;
}

/** A microcontroller's board. Its pins are those of the board or, where it is a guest's chip, the guest's lines. */
@customElement("pb-microcontroller")
export class MicrocontrollerElement extends PartElement {
  /** Set before the first drawing. */
  @property({ attribute: false }) board!: Board;

  private cached: { pins: unknown; board: unknown; layout: Layout } | null = null;
  private art: HTMLElement | null = null;

  private get layout(): Layout {
    if (this.cached?.pins !== this.pins || this.cached.board !== this.board) {
      this.cached = { pins: this.pins, board: this.board, layout: this.layOut() };
    }
    return this.cached.layout;
  }

  private layOut(): Layout {
    const pads = padsOf(this.board);
    const names = this.pins.map(({ name }) => name);
    const places = pinPlaces(this.board, pads, names, this.isChip);
    const pinAt = new Map(places.map(({ pad }, index) => [pad?.name ?? "", index] as const).reverse());
    return { pads, places, pinAt };
  }

  get pinInfo() {
    return this.layout.places.map(({ x, y }, index) => ({ name: this.pins[index]!.name, x, y, signals: [] }));
  }

  private get isChip(): boolean {
    return isGuestChip(this.type);
  }

  get summary(): string {
    const { name } = this.board.table;
    if (!this.isChip) return `${this.partId}, ${name}`;
    const connected = isConnected(this.shows) ? "connected" : "not connected";
    return `${this.partId}, ${name} as the chip of a guest, ${connected}: ${guestWords(this.shows)}`;
  }

  static override styles = [
    PartElement.styles,
    levelStyles,
    lampStyles,
    boardStyles,
    css`
      :host {
        position: relative;
      }
      .over {
        position: absolute;
        left: 0;
        top: 0;
      }
      .plate {
        fill: #1d2023;
        stroke: #555c63;
        stroke-width: 0.6;
      }
      .name {
        font-size: 7.5px;
        font-weight: bold;
        fill: #f4f4f4;
      }
      .status {
        font-size: 5.5px;
        fill: #cfd4d8;
      }
    `,
  ];

  override render() {
    const { board } = this;
    const drawing = this.frame(
      mm(board.width),
      mm(board.height),
      svg`<g class=${board.pcb?.light ? "light-board" : "dark-board"}>
        ${circuitBoard(board)} ${this.lights()} ${this.layout.pads.map((pad) => this.pad(pad))}
        ${this.layout.places.map((place, index) => (place.pad ? nothing : this.cell(place, index)))}
        ${this.isChip ? this.plate() : this.heading()}
      </g>`,
    );
    return board.art
      ? html`${this.artOf(board.art)}
          <div class="over">${drawing}</div>`
      : drawing;
  }

  /** Wokwi's drawing, with its lamps as the levels are. */
  private artOf({ tag, lamps }: NonNullable<Board["art"]>): HTMLElement {
    if (this.art?.localName !== tag) this.art = document.createElement(tag);
    for (const [lamp, pin] of Object.entries(lamps)) Object.assign(this.art, { [lamp]: this.levelAt(pin) === HIGH });
    return Object.assign(this.art, { ledPower: true });
  }

  private levelAt(pad: string): number | undefined {
    return this.levels[this.layout.pinAt.get(pad) ?? -1];
  }

  private lights() {
    return this.board.lights?.map((of) => light(of, this.levelAt(of.pin) === of.level));
  }

  /** Only what changed is drawn again. */
  private pad(pad: Pad) {
    const level = this.levelAt(pad.name);
    return guard([level, this.layout], () => {
      if (this.board.art && level === undefined) return nothing;
      const drawn = this.board.art ? ground(pad) : svg`${hole(pad)} ${padName(pad)}`;
      return svg`${drawn}<g class="on-dark" data-pin=${pad.name}>${levelMark(pad.x, pad.y, level)}</g>`;
    });
  }

  /** A line that no pin of the board leads to. */
  private cell({ x, y }: PinPlace, index: number) {
    const level = this.levels[index];
    return guard(
      [level, this.layout],
      () => svg`<g class="on-dark" data-pin=${this.pins[index]!.name}>
        <rect class="cell" x=${x - 4.1} y=${y - 4.1} width="8.2" height="8.2" rx="1.2"></rect>
        ${levelMark(x, y, level)}
      </g>`,
    );
  }

  /** The board's own name, where other boards name their guest. */
  private heading() {
    const { title = "", width } = this.board.plate;
    return svg`<text class="silk title" transform=${this.plateTransform} x=${mm(width) / 2} y="13" font-size=${FONT.title}
      text-anchor="middle">${fitText(title, mm(width), FONT.title)}</text>`;
  }

  private get plateTransform(): string {
    const { x, y, turned } = this.board.plate;
    return `translate(${mm(x)} ${mm(y)})${turned ? ` rotate(90) translate(0 ${-PLATE_HEIGHT})` : ""}`;
  }

  private plate() {
    const { width, rows = 1 } = this.board.plate;
    const room = mm(width);
    const words = fitRows(guestWords(this.shows), rows, room - 5, FONT.status);
    return svg`<g transform=${this.plateTransform}>
      <rect class="plate" width=${room} height=${PLATE_HEIGHT + (rows - 1) * ROW} rx="2"></rect>
      <circle class="lamp ${isConnected(this.shows) ? "on" : "off"}" cx="6" cy="7" r="2.3"></circle>
      <text class="name" x="11" y="9.6">${fitText(this.partId, room - 13, FONT.name)}</text>
      ${words.map((text, row) => svg`<text class="status" x="3" y=${17.6 + row * ROW}>${text}</text>`)}
    </g>`;
  }
}
