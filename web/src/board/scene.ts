import type { BenchModel } from "../model/bench_model";
import type { HeldControls } from "../model/held_controls";
import type { PinChanges } from "../model/pin_table";
import { BoardDrawing } from "./board_drawing";
import { type Box, boxAround, cornersOf, type Point } from "./geometry";
import { LevelPainter } from "./level_painter";
import type { PartDrawing } from "./part_drawing";
import { PartHand } from "./part_hand";
import { PointIndex } from "./point_index";

/** A drawn diagram that follows the bench, with the zones for the user above parts and wires. */
export class Scene {
  readonly hands: PartHand[];
  private readonly drawing: BoardDrawing;
  private readonly byName = new Map<string, { drawing: PartDrawing; hand: PartHand }>();
  private painter: LevelPainter | null = null;
  private index = new PointIndex([]);

  constructor(
    private readonly model: BenchModel,
    held: HeldControls,
    /** After each frame in which pins were painted. */
    private readonly onPainted: (pins: Iterable<number>) => void,
  ) {
    this.drawing = new BoardDrawing(model);
    this.hands = this.drawing.parts.map((drawing) => new PartHand(drawing, model, held));
    this.drawing.parts.forEach((drawing, i) => {
      const hand = this.hands[i];
      if (hand) this.byName.set(drawing.part.part, { drawing, hand });
    });
  }

  get world(): HTMLElement {
    return this.drawing.world;
  }

  /** All that is drawn, and what operates it. */
  get box(): Box {
    const seen = this.drawing.parts.filter(({ part }) => !part.hide);
    return boxAround([this.drawing.box, ...seen.map(({ reach }) => reach)].flatMap(cornersOf));
  }

  /** Draws what depends on where pins are. To be called when `world` is in the document. */
  async complete(): Promise<void> {
    await this.drawing.complete();
    this.hands.forEach((hand) => hand.measure());
    this.index = new PointIndex(this.drawing.places);
    this.world.append(...this.inReadingOrder().map(({ frame }) => frame));
    this.painter = new LevelPainter(this.model.pins, this.drawing.levels, (painted) => this.painted(painted));
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

  /** The pin within this distance in px of the board. */
  pinNear(at: Point, within: number): number | undefined {
    return this.index.nearest(at, within);
  }

  place(pin: number): Point | undefined {
    return this.drawing.places[pin];
  }

  private painted(pins: Iterable<number>): void {
    const parts = new Set<PartDrawing | undefined>();
    for (const pin of pins) parts.add(this.drawing.partOf(pin));
    for (const part of parts) part?.showLevels();
    this.onPainted(pins);
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
