import type { BenchModel } from "../model/bench_model";
import type { HeldControls } from "../model/held_controls";
import type { PinChanges } from "../model/pin_table";
import { chipSides } from "./chip_sides";
import { type Box, boxAround, boxOf, cornersOf, type Point } from "./geometry";
import { LevelPainter } from "./level_painter";
import { PartDrawing } from "./part_drawing";
import { PartHand } from "./part_hand";
import { PinsView } from "./pins_view";
import { PointIndex } from "./point_index";
import { WiresView } from "./wires_view";

/** One diagram as it is drawn: below the parts, over them the wires, then what hands do, then the pins. */
export class Scene {
  readonly world = document.createElement("div");
  readonly hands: PartHand[];
  private readonly drawings: PartDrawing[];
  private readonly byName = new Map<string, { drawing: PartDrawing; hand: PartHand }>();
  /** The number of the part of each pin. */
  private readonly partOfPin: number[];
  private painter: LevelPainter | null = null;
  private places: (Point | undefined)[] = [];
  private index = new PointIndex([]);
  /** All that is drawn. */
  box: Box = { x: 0, y: 0, width: 0, height: 0 };

  constructor(
    private readonly model: BenchModel,
    held: HeldControls,
    /** After each frame in which pins were painted. */
    private readonly onPainted: (pins: Iterable<number>) => void,
  ) {
    const { parts, wires } = model.diagram;
    const byName = new Map(parts.map((part) => [part.part, part]));
    this.drawings = parts.map((part) => {
      const sides = part.type.startsWith("chip-") ? { sides: chipSides(part, wires, byName) } : {};
      return new PartDrawing(part, model, sides);
    });
    this.hands = this.drawings.map((drawing) => new PartHand(drawing, model, held));
    this.drawings.forEach((drawing, i) => {
      const hand = this.hands[i];
      if (hand) this.byName.set(drawing.part.part, { drawing, hand });
    });
    this.partOfPin = parts.flatMap((part, i) => part.pins.map(() => i));
    this.world.className = "world hidden-until-measured";
    this.world.append(...this.drawings.map(({ frame }) => frame));
  }

  /** Draws what depends on where pins are. To be called when `world` is in the document. */
  async complete(): Promise<void> {
    await Promise.all(this.drawings.map((drawing) => drawing.measure()));
    this.hands.forEach((hand) => hand.measure());
    const { pins, diagram } = this.model;
    this.places = this.drawings.flatMap((drawing) => drawing.pinPlaces());
    this.index = new PointIndex(this.places);
    const wires = new WiresView(diagram.wires, pins, this.places);
    const wired = new Set(diagram.wires.flatMap(({ from, to }) => [pins.number(from), pins.number(to)]));
    const dots = new PinsView(pins, this.places, (pin) => wired.has(pin) || !this.isBreadboard(pin));
    this.world.append(wires.svg, ...this.inReadingOrder().map(({ frame }) => frame), dots.svg);
    this.painter = new LevelPainter(pins, [wires, dots], (painted) => this.painted(painted));
    this.box = boxAround([...this.drawings.flatMap(({ placement }) => cornersOf(boxOf(placement))), ...wires.corners]);
    this.world.classList.remove("hidden-until-measured");
  }

  remove(): void {
    this.painter?.stop();
    this.world.remove();
  }

  levelsChanged(changes: PinChanges): void {
    this.painter?.changed(changes);
  }

  partChanged(name: string): void {
    const part = this.byName.get(name);
    part?.drawing.show();
    part?.hand.show();
  }

  inspect(pins: Iterable<number>): void {
    this.painter?.inspect(pins);
  }

  hand(part: string): PartHand | undefined {
    return this.byName.get(part)?.hand;
  }

  /** The pin within so many px of the board. */
  pinNear(at: Point, within: number): number | undefined {
    return this.index.nearest(at, within);
  }

  place(pin: number): Point | undefined {
    return this.places[pin];
  }

  private painted(pins: Iterable<number>): void {
    const parts = new Set<number>();
    for (const pin of pins) parts.add(this.partOfPin[pin] ?? -1);
    for (const part of parts) this.drawings[part]?.showLevels();
    this.onPainted(pins);
  }

  private isBreadboard(pin: number): boolean {
    return this.drawings[this.partOfPin[pin] ?? -1]?.part.type.includes("breadboard") ?? false;
  }

  /** As one reads the board: in rows from the top, each from the left. */
  private inReadingOrder(): PartHand[] {
    const rowHeight = 40;
    const key = ({ drawing: { placement: p } }: PartHand) => [
      Math.round((p.top + p.height / 2) / rowHeight),
      p.left + p.width / 2,
    ];
    return [...this.hands].sort((a, b) => {
      const [rowA = 0, leftA = 0] = key(a);
      const [rowB = 0, leftB = 0] = key(b);
      return rowA - rowB || leftA - leftB;
    });
  }
}
