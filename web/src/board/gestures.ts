import type { Point } from "./geometry";

/** What a pointer does to the view: moves are in px of the window. */
export interface ViewMoves {
  pan(dx: number, dy: number): void;
  zoom(factor: number, at: Point): void;
  /** A short tap or click that moved nothing. */
  tap(at: Point, event: PointerEvent): void;
}

const TAP_SLOP = 5;
const WHEEL_SPEED = 0.0015;
/** Browsers report a trackpad's pinch as a wheel with Ctrl, in smaller steps. */
const PINCH_SPEED = 0.01;
const LINE_PX = 18;

/** Dragging moves the view, two fingers and the wheel zoom it. */
export class Gestures {
  private readonly fingers = new Map<number, Point>();
  private travelled = 0;

  constructor(
    private readonly area: HTMLElement,
    private readonly moves: ViewMoves,
  ) {
    area.addEventListener("pointerdown", (event) => this.down(event));
    area.addEventListener("pointermove", (event) => this.move(event));
    area.addEventListener("pointerup", (event) => this.up(event, true));
    area.addEventListener("pointercancel", (event) => this.up(event, false));
    area.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  get dragging(): boolean {
    return this.fingers.size > 0 && this.travelled > TAP_SLOP;
  }

  private down(event: PointerEvent): void {
    // A zone or a card has it already.
    if (event.defaultPrevented || event.button > 1) return;
    if (this.fingers.size === 0) this.travelled = 0;
    this.fingers.set(event.pointerId, this.at(event));
    this.area.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = this.at(event);
    this.travelled += Math.hypot(now.x - before.x, now.y - before.y);
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.fingers.set(event.pointerId, now);
    if (other) this.pinch(before, now, other);
    else if (this.dragging) this.moves.pan(now.x - before.x, now.y - before.y);
  }

  /** The middle of two fingers moves the view, their distance zooms it about that middle. */
  private pinch(before: Point, now: Point, other: Point): void {
    this.moves.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.hypot(before.x - other.x, before.y - other.y);
    if (Number.isFinite(factor) && factor > 0) {
      this.moves.zoom(factor, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    }
  }

  private up(event: PointerEvent, done: boolean): void {
    if (!this.fingers.delete(event.pointerId)) return;
    if (done && this.fingers.size === 0 && this.travelled <= TAP_SLOP) this.moves.tap(this.at(event), event);
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    if (event.shiftKey) return this.moves.pan(-(event.deltaX + event.deltaY) * unit, 0);
    const speed = event.ctrlKey ? PINCH_SPEED : WHEEL_SPEED;
    this.moves.zoom(Math.exp(-event.deltaY * unit * speed), this.at(event));
  }

  private at(event: MouseEvent): Point {
    const { left, top } = this.area.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
}
