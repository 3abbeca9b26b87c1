import { ROW } from "./level_painter";
import { FLAG_WIDTH } from "./ruler";
import type { CursorName, Scope } from "./scope";

/** A pointer that moved less than this is a click. */
const CLICK = 4;
const GRAB = 6;
const SNAP = { mouse: 8, touch: 18 };

type Drag = { kind: "press" | "pan" | "span" } | { kind: "cursor"; name: CursorName };

/**
 * Pointers on the waveforms and on the ruler: a click puts a cursor, a drag of the waveforms pans, a drag with Shift or
 * on the ruler measures from A to B, a cursor is dragged by its line or flag, two fingers pan and zoom, and so does the wheel.
 */
export class Gestures {
  private pointers = new Map<number, { x: number; y: number }>();
  private drag: Drag | undefined;
  private from = { x: 0, y: 0 };

  constructor(
    private readonly scope: Scope,
    /** Where the pointer is, in CSS px of the waveforms; row: undefined on the ruler. Without arguments: nowhere. */
    private readonly hover: (x?: number, row?: number) => void,
  ) {}

  listen(canvas: HTMLCanvasElement, isRuler: boolean): void {
    canvas.addEventListener("pointerdown", (event) => this.down(event, isRuler));
    canvas.addEventListener("pointermove", (event) => this.move(event, isRuler));
    canvas.addEventListener("pointerup", (event) => this.up(event, isRuler));
    canvas.addEventListener("pointercancel", (event) => this.cancel(event));
    canvas.addEventListener("pointerleave", () => this.hover());
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  private down(event: PointerEvent, isRuler: boolean): void {
    if (event.button !== 0) return;
    const point = pointOf(event);
    (event.target as Element).setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, point);
    this.from = point;
    const grabbed = this.cursorAt(point.x, isRuler ? FLAG_WIDTH / 2 + 2 : GRAB);
    this.drag =
      this.pointers.size > 1 ? { kind: "pan" } : grabbed ? { kind: "cursor", name: grabbed } : { kind: "press" };
  }

  private move(event: PointerEvent, isRuler: boolean): void {
    const point = pointOf(event);
    const last = this.pointers.get(event.pointerId);
    if (event.pointerType === "mouse") this.hover(point.x, isRuler ? undefined : rowOf(point.y));
    if (!last || !this.drag) {
      const grab = this.cursorAt(point.x, isRuler ? FLAG_WIDTH / 2 + 2 : GRAB);
      (event.target as HTMLElement).style.cursor = grab ? "ew-resize" : isRuler ? "text" : "crosshair";
      return;
    }
    if (this.pointers.size > 1) this.pinch(event.pointerId, last, point);
    else this.dragTo(event, last, point, isRuler);
    this.pointers.set(event.pointerId, point);
  }

  private dragTo(event: PointerEvent, last: { x: number }, point: { x: number; y: number }, isRuler: boolean): void {
    if (this.drag?.kind === "press" && Math.abs(point.x - this.from.x) > CLICK) {
      this.drag = { kind: isRuler || event.shiftKey ? "span" : "pan" };
      if (this.drag.kind === "span") this.scope.setCursor("a", this.timeOf(event, this.from, isRuler));
      // The first few px, which might have been a click, are part of the drag.
      last = this.from;
    }
    if (this.drag?.kind === "pan") this.scope.pan(last.x - point.x);
    if (this.drag?.kind === "span") this.scope.setCursor("b", this.timeOf(event, point, isRuler));
    if (this.drag?.kind === "cursor") this.scope.setCursor(this.drag.name, this.timeOf(event, point, isRuler));
  }

  private up(event: PointerEvent, isRuler: boolean): void {
    const point = pointOf(event);
    if (this.pointers.size === 1 && this.drag?.kind === "press") {
      const row = rowOf(point.y);
      if (!isRuler && row < this.scope.session.chosen.length) this.scope.select(row);
      this.scope.placeNext(this.timeOf(event, point, isRuler));
    }
    if (this.drag?.kind === "cursor") this.scope.active = this.drag.name;
    this.cancel(event);
  }

  private cancel(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
    // The remaining one of two fingers continues to pan.
    this.drag = this.pointers.size > 0 ? { kind: "pan" } : undefined;
  }

  private pinch(id: number, last: { x: number; y: number }, point: { x: number; y: number }): void {
    const other = [...this.pointers].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const before = Math.max(20, Math.abs(last.x - other.x));
    const after = Math.max(20, Math.abs(point.x - other.x));
    this.scope.pan((last.x - point.x) / 2);
    this.scope.zoom(before / after, (point.x + other.x) / 2);
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) this.scope.pan(sideways * unit);
    // A pinch on a touch pad comes as a wheel with Ctrl and small steps.
    else this.scope.zoom(Math.exp(event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.002)), pointOf(event).x);
  }

  private timeOf(event: PointerEvent, point: { x: number; y: number }, isRuler: boolean): number {
    const reach = event.pointerType === "mouse" ? SNAP.mouse : SNAP.touch;
    return this.scope.snap(this.scope.viewport.timeAt(point.x), isRuler ? undefined : rowOf(point.y), reach);
  }

  private cursorAt(x: number, reach: number): CursorName | undefined {
    const { cursors, viewport, active } = this.scope;
    const near = (["a", "b"] as const).filter((name) => {
      const time = cursors[name];
      return time !== undefined && Math.abs(viewport.xOf(time) - x) <= reach;
    });
    return near.includes(active) ? active : near[0];
  }
}

function pointOf(event: MouseEvent): { x: number; y: number } {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function rowOf(y: number): number {
  return Math.max(0, Math.floor(y / ROW));
}
