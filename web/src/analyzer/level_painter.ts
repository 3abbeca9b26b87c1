import { decimate } from "./decimate";
import type { EdgeTrack } from "./edge_track";
import { CONFLICT, HIGH, HIGHZ, LOW, UNKNOWN } from "./state_code";
import { hatch, type Theme } from "./theme";

/** Height of a channel's row and, within it, where its levels are drawn, in CSS px. */
export const ROW = 38;
const TOP = 8;
const BOTTOM = 30;

/** Pixel columns of the canvas: column k is the time from (first + k) · step on. */
export interface Columns {
  first: number;
  step: number;
  count: number;
}

/** The columns of a picture. They lie on a grid of the time itself, so that nothing flickers while it moves. */
export function columnsOf(start: number, nsPerPx: number, width: number, ratio: number): Columns {
  const step = nsPerPx / ratio;
  return { first: Math.round(start / step), step, count: width };
}

/**
 * Draws the levels of one channel after the other.
 *
 * uPlot cannot do this: it needs one x for all series, copied for each frame, and joins points where we need the set of
 * states of each pixel column.
 */
export class LevelPainter {
  private readonly masks: Uint8Array;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly theme: Theme,
    private readonly columns: Columns,
  ) {
    this.masks = new Uint8Array(columns.count);
  }

  /** top: px of the canvas. */
  paint(track: EdgeTrack, until: number, top: number): void {
    const { first, step, count } = this.columns;
    decimate(track, first * step, step, until, this.masks);
    let begin = 0;
    while (begin < count) {
      const set = this.masks[begin]!;
      let end = begin + 1;
      while (end < count && this.masks[end] === set) end++;
      if (set !== 0) this.run(set, begin, end, top);
      begin = end;
    }
  }

  private px(length: number): number {
    return Math.round(length * this.theme.ratio);
  }

  private get stroke(): number {
    return Math.max(1, this.px(1.5));
  }

  private yOf(state: number, top: number): number {
    const y = state === HIGH ? TOP : state === LOW ? BOTTOM : (TOP + BOTTOM) / 2;
    return top + this.px(y);
  }

  /** Columns with the same set of states. */
  private run(set: number, begin: number, end: number, top: number): void {
    if (set & (1 << CONFLICT)) this.hatched(CONFLICT, begin, Math.max(end, begin + this.px(3)), top);
    else if (set === 1 << UNKNOWN) this.hatched(UNKNOWN, begin, end, top);
    else if ((set & (set - 1)) === 0) this.level(Math.log2(set), begin, end, top);
    else this.changes(set, begin, end, top);
  }

  private level(state: number, begin: number, end: number, top: number): void {
    const { context } = this;
    const y = this.yOf(state, top);
    context.fillStyle = this.theme.levels[state]!;
    if (state === HIGHZ) {
      this.dashes(begin, end, y);
      return;
    }
    context.fillRect(begin, y, end - begin, this.stroke);
    if (state === HIGH) {
      context.globalAlpha = 0.13;
      context.fillRect(begin, y, end - begin, this.yOf(LOW, top) - y);
      context.globalAlpha = 1;
    }
  }

  /** Dashes that keep their place in time. */
  private dashes(begin: number, end: number, y: number): void {
    const period = this.px(7);
    const phase = (((this.columns.first + begin) % period) + period) % period;
    for (let x = begin - phase; x < end; x += period) {
      const from = Math.max(x, begin);
      const to = Math.min(x + this.px(4), end);
      if (to > from) this.context.fillRect(from, y, to - from, this.stroke);
    }
  }

  /** An edge is an upright line; more edges than there are pixels make an area from the highest level to the lowest. */
  private changes(set: number, begin: number, end: number, top: number): void {
    const { context } = this;
    const states = [HIGH, HIGHZ, LOW, UNKNOWN].filter((state) => set & (1 << state));
    const ys = states.map((state) => this.yOf(state, top));
    const [high, low] = [Math.min(...ys), Math.max(...ys) + this.stroke];
    context.fillStyle = this.theme.levels[set & (1 << HIGH) ? HIGH : LOW]!;
    if (end - begin <= 2 * this.stroke) {
      context.fillRect(begin, high, Math.max(end - begin, this.stroke), low - high);
      return;
    }
    context.globalAlpha = 0.55;
    context.fillRect(begin, high, end - begin, low - high);
    context.globalAlpha = 1;
    context.fillRect(begin, high, end - begin, this.stroke);
    context.fillRect(begin, low - this.stroke, end - begin, this.stroke);
  }

  private hatched(state: number, begin: number, end: number, top: number): void {
    const { context, theme } = this;
    const color = state === CONFLICT ? theme.levels[CONFLICT]! : theme.muted;
    const [high, low] = [this.yOf(HIGH, top), this.yOf(LOW, top) + this.stroke];
    context.globalAlpha = state === CONFLICT ? 0.22 : 0.08;
    context.fillStyle = color;
    context.fillRect(begin, high, end - begin, low - high);
    context.globalAlpha = state === CONFLICT ? 1 : 0.6;
    context.fillStyle = hatch(context, color, theme.ratio);
    context.fillRect(begin, high, end - begin, low - high);
    if (state === CONFLICT) {
      context.fillStyle = color;
      context.fillRect(begin, high, end - begin, this.stroke);
      context.fillRect(begin, low - this.stroke, end - begin, this.stroke);
    }
    context.globalAlpha = 1;
  }
}
