import type { BenchModel } from "../model/bench_model";
import { isGuestChip } from "../model/guest_chips";
import { layOut } from "./auto_layout";
import { chipSides } from "./chip_sides";
import { type Box, boxAround, boxOf, cornersOf, type Point } from "./geometry";
import { LightsView } from "./lights_view";
import { PartDrawing } from "./part_drawing";
import { assign } from "./parts/part_adapter";
import { PinsView } from "./pins_view";
import { PointIndex } from "./point_index";
import { WiresView } from "./wires_view";

/** What the drawing of a board shows. */
export type DrawnBoard = Pick<BenchModel, "diagram" | "pins" | "stand">;

/** A drawn diagram: parts at the bottom, above them their lights, the wires, then the pins. */
export class BoardDrawing {
  readonly world = document.createElement("div");
  readonly parts: PartDrawing[];
  /** Of each pin, by its number. */
  places: (Point | undefined)[] = [];
  /** All that is drawn. */
  box: Box = { x: 0, y: 0, width: 0, height: 0 };
  /** What shows levels, besides parts. Empty until it is complete. */
  levels: (WiresView | PinsView)[] = [];
  /** The number of the part of each pin. */
  private readonly partOfPin: number[];

  constructor(private readonly model: DrawnBoard) {
    const { parts, wires } = model.diagram;
    const byName = new Map(parts.map((part) => [part.part, part]));
    this.parts = parts.map((part) => {
      const drawing = new PartDrawing(part, model);
      // A board has its pins where it has them.
      if ("sides" in drawing.element) assign(drawing.element, { sides: chipSides(part, wires, byName) });
      return drawing;
    });
    this.partOfPin = parts.flatMap((part, i) => part.pins.map(() => i));
    this.world.className = "world hidden-until-measured";
    this.world.append(...this.parts.map(({ frame }) => frame));
  }

  /** Draws what depends on where pins are. To be called when `world` is in the document. */
  async complete(): Promise<void> {
    await Promise.all(this.parts.map((drawing) => drawing.measure()));
    this.placeTheOthers();
    this.parts.forEach((drawing) => drawing.settle());
    const { pins, diagram } = this.model;
    this.places = this.parts.flatMap((drawing) => drawing.pinPlaces());
    // Holes of a breadboard are not obstacles: wires are meant to cross them.
    const obstacles = this.places.map((place, pin) => (this.isObstacle(pin) ? place : undefined));
    const lines = new PointIndex(obstacles);
    const wires = new WiresView(diagram.wires, pins, this.places, (...line) => lines.countOn(...line));
    const wired = new Set(diagram.wires.flatMap(({ from, to }) => [pins.number(from), pins.number(to)]));
    const dots = new PinsView(pins, this.places, (pin) => wired.has(pin) || !this.isBreadboard(pin));
    this.world.append(new LightsView(this.parts).svg, wires.svg, dots.svg);
    this.levels = [wires, dots];
    this.box = boxAround([...this.parts.flatMap(({ placement }) => cornersOf(boxOf(placement))), ...wires.corners]);
    this.world.classList.remove("hidden-until-measured");
  }

  /** The part of this pin. */
  partOf(pin: number): PartDrawing | undefined {
    return this.parts[this.partOfPin[pin] ?? -1];
  }

  /** Shows the level of each pin, at once. */
  showLevels(): void {
    for (const pin of this.model.pins.names.keys()) this.levels.forEach((view) => view.show(pin, false, false));
    this.parts.forEach((part) => part.showLevels());
  }

  /** Parts that the file gives no place get one. */
  private placeTheOthers(): void {
    const seen = this.parts.filter(({ part }) => !part.hide);
    const [placed, others] = [true, false].map((is) => seen.filter(({ part }) => part.placed === is));
    if (!placed || !others?.length) return;
    const taken = placed.length ? boxAround(placed.flatMap(({ reach }) => cornersOf(reach))) : null;
    const boxes = others.map(({ reach }) => reach);
    const sizes = others.map(({ part }, i) => ({ ...(boxes[i] as Box), chip: isGuestChip(part.type) }));
    layOut(sizes, taken).forEach(({ x, y }, i) => {
      const [drawing, box] = [others[i], boxes[i]];
      if (!drawing || !box) return;
      drawing.placement.left += x - box.x;
      drawing.placement.top += y - box.y;
    });
  }

  private isObstacle(pin: number): boolean {
    return !this.isBreadboard(pin) && !this.partOf(pin)?.part.hide;
  }

  private isBreadboard(pin: number): boolean {
    return this.partOf(pin)?.part.type.includes("breadboard") ?? false;
  }
}
