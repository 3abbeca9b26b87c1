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
}

function keyOf(column: number, row: number): string {
  return `${column},${row}`;
}
