export const SHORTEST_SPAN = 100;
export const LONGEST_SPAN = 48 * 3600e9;

/** Which time the picture shows: `width` px from `start` on, at `nsPerPx`. */
export class Viewport {
  start = 0;
  nsPerPx = 1e6;
  width = 1000;

  get span(): number {
    return this.width * this.nsPerPx;
  }

  get end(): number {
    return this.start + this.span;
  }

  xOf(time: number): number {
    return (time - this.start) / this.nsPerPx;
  }

  timeAt(x: number): number {
    return this.start + x * this.nsPerPx;
  }

  /** Makes the picture `factor` times as long in time; what is at x stays there. */
  zoomAt(x: number, factor: number): void {
    const time = this.timeAt(x);
    this.nsPerPx = this.limited(this.nsPerPx * factor);
    this.start = time - x * this.nsPerPx;
  }

  panBy(px: number): void {
    this.start += px * this.nsPerPx;
  }

  /** Shows this time and a little around it. */
  show(from: number, to: number): void {
    const length = Math.max(to - from, SHORTEST_SPAN);
    this.nsPerPx = this.limited((length * 1.04) / this.width);
    this.start = (from + to - this.span) / 2;
  }

  /** Puts `time` at a part of the width: 0 is the left end, 1 the right one. */
  place(time: number, part: number): void {
    this.start = time - part * this.span;
  }

  /** A picture that becomes wider shows more time and not the same larger. */
  resize(width: number): void {
    const end = this.end;
    this.width = Math.max(width, 1);
    this.nsPerPx = this.limited(this.nsPerPx);
    this.start = end - this.span;
  }

  private limited(nsPerPx: number): number {
    return Math.min(Math.max(nsPerPx, SHORTEST_SPAN / this.width), LONGEST_SPAN / this.width);
  }
}
