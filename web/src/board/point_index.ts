import type { Point } from "./geometry";

const CELL = 32;

/** Finds the nearest of many places, such as the pin under a pointer among the holes of a breadboard. */
export class PointIndex {
  private readonly cells = new Map<string, number[]>();

  constructor(private readonly points: (Point | undefined)[]) {
    points.forEach((point, i) => {
      if (!point) return;
      const key = keyOf(Math.floor(point.x / CELL), Math.floor(point.y / CELL));
      const cell = this.cells.get(key);
      if (cell) cell.push(i);
      else this.cells.set(key, [i]);
    });
  }

  /** The index of the nearest point not farther than `within`, up to one cell; undefined for none. */
  nearest(at: Point, within: number): number | undefined {
    const [column, row] = [Math.floor(at.x / CELL), Math.floor(at.y / CELL)];
    let best: number | undefined;
    let distance = Math.min(within, CELL);
    for (let dx = -1; dx <= 1; ++dx) {
      for (let dy = -1; dy <= 1; ++dy) {
        for (const i of this.cells.get(keyOf(column + dx, row + dy)) ?? []) {
          const point = this.points[i];
          const far = point ? Math.hypot(point.x - at.x, point.y - at.y) : Infinity;
          if (far > distance) continue;
          [best, distance] = [i, far];
        }
      }
    }
    return best;
  }

  /** How many points a line along an axis runs through, but for those at `except`. Lines aslant run through none. */
  countOn(from: Point, to: Point, except: Point[] = []): number {
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
    if (right - left > NEAR && bottom - top > NEAR) return 0;
    let count = 0;
    const isOn = ({ x, y }: Point) => x > left - NEAR && x < right + NEAR && y > top - NEAR && y < bottom + NEAR;
    const isExcept = ({ x, y }: Point) => except.some((other) => Math.hypot(other.x - x, other.y - y) < NEAR);
    for (let column = Math.floor((left - NEAR) / CELL); column <= (right + NEAR) / CELL; ++column) {
      for (let row = Math.floor((top - NEAR) / CELL); row <= (bottom + NEAR) / CELL; ++row) {
        for (const i of this.cells.get(keyOf(column, row)) ?? []) {
          const point = this.points[i];
          if (point && isOn(point) && !isExcept(point)) ++count;
        }
      }
    }
    return count;
  }
}

/** A line this near to a point runs through it. */
const NEAR = 3;

function keyOf(column: number, row: number): string {
  return `${column},${row}`;
}
