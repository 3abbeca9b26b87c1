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

const CONFLICT_BIT = 1 << CONFLICT;
const HIGH_BIT = 1 << HIGH;

const isLevel = (state: number) => (set: number) => set === 1 << state;
const isChange = (set: number) => (set & (set - 1)) !== 0;
const isChangeToHigh = (set: number) => isChange(set) && (set & (HIGH_BIT | CONFLICT_BIT)) === HIGH_BIT;
const isChangeBelowHigh = (set: number) => isChange(set) && (set & (HIGH_BIT | CONFLICT_BIT)) === 0;

/**
 * Draws the levels of one channel after the other.
 *
 * uPlot cannot do this: it needs one x for all series, copied for each frame, and joins points where we need the set of
 * states of each pixel column.
 */
export class LevelPainter {
  private readonly sets: Uint8Array;
  /** Columns with the same set of states: where each run begins, and behind the last one the end. */
  private readonly runs: Int32Array;
  private runCount = 0;
  private readonly stroke: number;
  private readonly highY: number;
  private readonly middleY: number;
  private readonly lowY: number;
  private top = 0;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly theme: Theme,
    private readonly columns: Columns,
  ) {
    this.sets = new Uint8Array(columns.count);
    this.runs = new Int32Array(columns.count + 1);
    this.stroke = Math.max(1, this.px(1.5));
    this.highY = this.px(TOP);
    this.middleY = this.px((TOP + BOTTOM) / 2);
    this.lowY = this.px(BOTTOM);
  }

  /** top: px of the canvas. One colour after the other is drawn, for changing it costs more than a line; conflicts come last. */
  paint(track: EdgeTrack, until: number, top: number): void {
    const { context, theme } = this;
    const { first, step } = this.columns;
    this.top = top;
    decimate(track, first * step, step, until, this.sets);
    this.findRuns();

    context.fillStyle = theme.levels[HIGH]!;
    context.globalAlpha = 0.13;
    this.each(isLevel(HIGH), (begin, end) => this.fill(begin, end, this.highY, this.lowY));
    context.globalAlpha = 1;
    this.each(isLevel(HIGH), (begin, end) => this.line(begin, end, this.highY));
    context.fillStyle = theme.levels[LOW]!;
    this.each(isLevel(LOW), (begin, end) => this.line(begin, end, this.lowY));
    context.fillStyle = theme.levels[HIGHZ]!;
    this.each(isLevel(HIGHZ), (begin, end) => this.dashes(begin, end));
    this.each(isLevel(UNKNOWN), (begin, end) => this.unknown(begin, end));
    context.fillStyle = theme.levels[LOW]!;
    this.each(isChangeBelowHigh, (begin, end, set) => this.changes(set, begin, end));
    context.fillStyle = theme.levels[HIGH]!;
    this.each(isChangeToHigh, (begin, end, set) => this.changes(set, begin, end));
    this.each(
      (set) => (set & CONFLICT_BIT) !== 0,
      (begin, end) => this.conflict(begin, end),
    );
  }

  private findRuns(): void {
    const { sets, runs } = this;
    let count = 0;
    for (let k = 0; k < sets.length; k++) {
      if (k === 0 || sets[k] !== sets[k - 1]) runs[count++] = k;
    }
    runs[count] = sets.length;
    this.runCount = count;
  }

  /** Draws the runs that `fits` takes. */
  private each(fits: (set: number) => boolean, draw: (begin: number, end: number, set: number) => void): void {
    for (let i = 0; i < this.runCount; i++) {
      const set = this.sets[this.runs[i]!]!;
      if (fits(set)) draw(this.runs[i]!, this.runs[i + 1]!, set);
    }
  }

  private px(length: number): number {
    return Math.round(length * this.theme.ratio);
  }

  private fill(begin: number, end: number, from: number, to: number): void {
    this.context.fillRect(begin, this.top + from, end - begin, to - from);
  }

  private line(begin: number, end: number, y: number): void {
    this.fill(begin, end, y, y + this.stroke);
  }

  /** Dashes that keep their place in time. */
  private dashes(begin: number, end: number): void {
    const period = this.px(7);
    const phase = (((this.columns.first + begin) % period) + period) % period;
    for (let x = begin - phase; x < end; x += period) {
      const from = Math.max(x, begin);
      const to = Math.min(x + this.px(4), end);
      if (to > from) this.line(from, to, this.middleY);
    }
  }

  /** An edge is an upright line; more edges than there are pixels make an area from the highest level to the lowest. */
  private changes(set: number, begin: number, end: number): void {
    const { context, stroke } = this;
    const high = set & HIGH_BIT ? this.highY : this.middleY;
    const low = (set & (1 << LOW) ? this.lowY : this.middleY) + stroke;
    if (end - begin <= 2 * stroke) {
      this.fill(begin, Math.max(end, begin + stroke), high, low);
      return;
    }
    context.globalAlpha = 0.55;
    this.fill(begin, end, high, low);
    context.globalAlpha = 1;
    this.line(begin, end, high);
    this.line(begin, end, low - stroke);
  }

  private unknown(begin: number, end: number): void {
    this.hatched(this.theme.muted, 0.16, 0.9, begin, end);
  }

  /** However short it is, it is wide enough to be seen. */
  private conflict(begin: number, end: number): void {
    end = Math.max(end, begin + this.px(3));
    this.hatched(this.theme.levels[CONFLICT]!, 0.22, 1, begin, end);
    this.context.fillStyle = this.theme.levels[CONFLICT]!;
    this.line(begin, end, this.highY);
    this.line(begin, end, this.lowY);
  }

  private hatched(color: string, ground: number, lines: number, begin: number, end: number): void {
    const { context } = this;
    context.globalAlpha = ground;
    context.fillStyle = color;
    this.fill(begin, end, this.highY, this.lowY + this.stroke);
    context.globalAlpha = lines;
    context.fillStyle = hatch(context, color, this.theme.ratio);
    this.fill(begin, end, this.highY, this.lowY + this.stroke);
    context.globalAlpha = 1;
  }
}
