import type { BenchModel } from "../model/bench_model";
import type { DrawnPart } from "../protocol/messages";
import { flattenOpacity } from "./flat_opacity";
import { type Box, boxAround, boxOf, cornersOf, onBoard, type Placement, type Point } from "./geometry";
import { adapterOf } from "./parts/catalog";
import { assign, type PartAdapter, type PartElement, type Zone } from "./parts/part_adapter";

/** What a drawing needs to know of the bench. */
export type Drawable = Pick<BenchModel, "stand" | "pins">;

/** The drawing of one part: its element, kept as the model has it. */
export class PartDrawing {
  readonly adapter: PartAdapter;
  readonly element: PartElement;
  readonly frame = document.createElement("div");
  /** Complete once `measure` has run. */
  readonly placement: Placement;
  /** Where the user operates it. */
  readonly zones: Zone[];

  private readonly levels: Uint8Array;
  private readonly directions: Uint8Array;

  constructor(
    readonly part: DrawnPart,
    private readonly model: Drawable,
  ) {
    this.adapter = adapterOf(part.type, part.attributes);
    this.placement = { left: part.left, top: part.top, rotate: part.rotate, width: 0, height: 0 };
    this.element = document.createElement(this.adapter.tag);
    this.zones = this.adapter.zones?.(part) ?? [];
    this.levels = new Uint8Array(part.pins.length);
    this.directions = new Uint8Array(part.pins.length);
    this.adapter.dress?.(this.element, part);
    // Zones for the user are above it: they are operated and focused instead of the drawing, and describe it.
    this.element.inert = true;
    this.element.setAttribute("aria-hidden", "true");
    this.frame.className = part.type.includes("breadboard") ? "drawing under" : "drawing";
    this.frame.hidden = part.hide;
    this.frame.append(this.element);
    this.show();
    this.showLevels();
  }

  /** Its size is known only when it has been drawn. */
  async measure(): Promise<void> {
    await this.element.updateComplete;
    const { shadowRoot } = this.element;
    if (shadowRoot) {
      flattenOpacity(shadowRoot);
      this.adapter.drawn?.(shadowRoot);
    }
    const { offsetWidth: width, offsetHeight: height } = this.element;
    Object.assign(this.placement, { width, height });
  }

  /** What shines, once it has been measured; none of a part that is hidden. */
  get light(): SVGGElement | null {
    const { shadowRoot } = this.element;
    return (!this.part.hide && shadowRoot && this.adapter.light?.(shadowRoot)) || null;
  }

  /** Moves it to its position, once it has been measured. */
  settle(): void {
    place(this.frame, this.placement);
  }

  /** The smallest upright box around it and its zones: sliders are above it. */
  get reach(): Box {
    const zones = this.zones.map(({ box }) => boxOf(this.placement, box));
    return boxAround([boxOf(this.placement), ...zones].flatMap(cornersOf));
  }

  show(): void {
    this.adapter.show?.(this.element, this.model.stand(this.part.part), this.part);
  }

  /** Only our own drawings show levels themselves. */
  showLevels(): void {
    if (!("levels" in this.element)) return;
    const first = this.model.pins.firstOf.get(this.part.part) ?? 0;
    const { state, direction } = this.model.pins;
    this.levels.set(state.subarray(first, first + this.levels.length));
    this.directions.set(direction.subarray(first, first + this.directions.length));
    assign(this.element, { levels: this.levels, directions: this.directions });
  }

  describe(): string {
    return this.adapter.describe(this.part, this.model.stand(this.part.part));
  }

  /** Where its pins are on the board, in the order of its pins. */
  pinPlaces(): Point[] {
    const known = new Map((this.element.pinInfo ?? []).map((pin) => [pin.name, pin]));
    const middle = { x: this.placement.width / 2, y: this.placement.height / 2 };
    return this.part.pins.map(({ name }) => {
      // Wokwi's files also name a pin without its number where its drawing has several: COM for COM.1.
      const pin = known.get(name) ?? known.get(`${name}.1`);
      return onBoard(this.placement, pin ?? middle);
    });
  }
}

/** Draws a frame at the position of a part. */
export function place(frame: HTMLElement, { left, top, rotate, width, height }: Placement): void {
  Object.assign(frame.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
    transform: rotate ? `rotate(${rotate}deg)` : "",
  });
}
