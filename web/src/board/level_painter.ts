import type { PinChanges, PinTable } from "../model/pin_table";

/** How long a pin looks busy after it changed and changed back: long enough for an eye. */
const BUSY_MS = 180;

/** Something that shows the levels of pins. */
export interface LevelView {
  show(pin: number, busy: boolean, inspected: boolean): void;
}

/** Brings changed levels to the screen: once a frame, and only what changed. */
export class LevelPainter {
  private readonly dirty = new Set<number>();
  private readonly busyUntil = new Map<number, number>();
  private inspected = new Set<number>();
  private frame = 0;
  private sweep: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly pins: PinTable,
    private readonly views: LevelView[],
    /** After each frame, with the pins that were painted. */
    private readonly painted: (pins: Iterable<number>) => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.touch(pins.names.keys());
  }

  changed({ changed, busy }: PinChanges): void {
    for (const pin of busy) this.busyUntil.set(pin, this.now() + BUSY_MS);
    if (busy.length) this.sweep ??= setTimeout(() => this.calm(), BUSY_MS);
    this.touch(changed);
  }

  /** Marks these pins and their wires, and no others. */
  inspect(pins: Iterable<number>): void {
    const before = this.inspected;
    this.inspected = new Set(pins);
    this.touch(before);
    this.touch(this.inspected);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.sweep);
  }

  private touch(pins: Iterable<number>): void {
    for (const pin of pins) this.dirty.add(pin);
    if (this.dirty.size && !this.frame) this.frame = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    this.frame = 0;
    const pins = [...this.dirty].filter((pin) => pin < this.pins.count);
    this.dirty.clear();
    for (const pin of pins) {
      for (const view of this.views) view.show(pin, this.busyUntil.has(pin), this.inspected.has(pin));
    }
    this.painted(pins);
  }

  private calm(): void {
    this.sweep = undefined;
    const now = this.now();
    const over = [...this.busyUntil].filter(([, until]) => until <= now).map(([pin]) => pin);
    for (const pin of over) this.busyUntil.delete(pin);
    if (this.busyUntil.size) this.sweep = setTimeout(() => this.calm(), BUSY_MS / 2);
    this.touch(over);
  }
}
