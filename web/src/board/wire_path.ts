import type { Point } from "./geometry";

type Axis = "h" | "v";
interface Step {
  axis: Axis;
  by: number;
}

/** Wokwi's mark of a part that is plugged into a breadboard: there is no wire to see. */
const PLUGGED = "$bb";

/** How many pins a line from one place to another runs through, but for those at the places `except`. */
export type PinsOnLine = (from: Point, to: Point, except: Point[]) => number;

const FREE: PinsOnLine = () => 0;

/**
 * The corners of a wire, ends included. Steps before "*" lead away from the first pin. Those after it lead away from
 * the second, read from the last to the first. Two lines join both ends. The first of them has the axis of the first
 * step after "*". With no step there it has the axis of the last step before, which becomes as long as it must be.
 * If these lines run through pins, others are used that run through none, or fewer.
 */
export function cornersOfWire(from: Point, to: Point, path: string[], pinsOn = FREE): Point[] {
  const split = path.indexOf("*");
  const before = steps(split < 0 ? path : path.slice(0, split));
  const after = steps(split < 0 ? [] : path.slice(split + 1));
  const axis = after[0]?.axis ?? before.at(-1)?.axis ?? "h";
  if (after.length === 0) before.pop();
  const head = walk(from, before);
  const tail = walk(to, after.reverse());
  const joints = joined(head.at(-1) ?? from, tail.at(-1) ?? to, axis, (a, b) => pinsOn(a, b, [from, to]));
  return withoutDetours([...head, ...joints, ...tail.reverse()]);
}

/** Whether a wire is to be seen at all. */
export function isDrawn(color: string, path: string[]): boolean {
  return color !== "" && !path.some((step) => step.startsWith(PLUGGED));
}

/** How far beside a pin a detour runs: between two rows of pins, then farther and farther out. */
const DETOURS = [9.6, 14.4, 19.2, 28.8, 48, 76.8];

/** The corners between two places: the first of the ways that runs through the fewest pins. */
function joined(a: Point, b: Point, axis: Axis, pinsOn: (from: Point, to: Point) => number): Point[] {
  let best: Point[] = [];
  let fewest = Infinity;
  for (const corners of ways(a, b, axis)) {
    const way = withoutDetours([a, ...corners, b]);
    const count = way.slice(1).reduce((sum, point, i) => sum + pinsOn(way[i] ?? a, point), 0);
    if (count < fewest) [best, fewest] = [corners, count];
    if (fewest === 0) break;
  }
  return best;
}

/** The way of the rule, ways beside either end that begin like it, and then those that begin along the other axis. */
function* ways(a: Point, b: Point, axis: Axis): Generator<Point[]> {
  yield [corner(a, b, axis)];
  const other = axis === "h" ? "v" : "h";
  for (const first of [axis, other] as const) {
    if (first === other) yield [corner(a, b, other)];
    for (const by of DETOURS) {
      for (const level of [along(b, first) + by, along(b, first) - by, along(a, first) + by, along(a, first) - by]) {
        yield [at(a, first, level), at(b, first, level)];
      }
    }
  }
}

function corner(a: Point, b: Point, first: Axis): Point {
  return at(a, first, along(b, first));
}

function along({ x, y }: Point, axis: Axis): number {
  return axis === "h" ? x : y;
}

/** A place moved along an axis to a level. */
function at({ x, y }: Point, axis: Axis, level: number): Point {
  return axis === "h" ? { x: level, y } : { x, y: level };
}

/** Of a length that a browser can draw. */
const STEP = /^([hv])(-?\d{1,5}(?:\.\d{1,15})?)$/;

function steps(path: string[]): Step[] {
  const found: Step[] = [];
  for (const text of path) {
    const [, axis, by] = STEP.exec(text.trim()) ?? [];
    if (axis) found.push({ axis: axis as Axis, by: Number(by) });
  }
  return found;
}

function walk(start: Point, way: Step[]): Point[] {
  const points = [start];
  let { x, y } = start;
  for (const { axis, by } of way) {
    if (axis === "h") x += by;
    else y += by;
    points.push({ x, y });
  }
  return points;
}

/** Without points that lie on the line between their neighbours, or are one with them. */
function withoutDetours(points: Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last && near(last.x, point.x) && near(last.y, point.y)) continue;
    if (before && last && isBetween(before, last, point)) kept.pop();
    kept.push(point);
  }
  return kept.length > 1 ? kept : [...kept, ...kept];
}

function isBetween(a: Point, middle: Point, b: Point): boolean {
  const within = (p: number, q: number, r: number) => (q - p) * (r - q) >= 0;
  if (near(a.x, middle.x) && near(middle.x, b.x)) return within(a.y, middle.y, b.y);
  return near(a.y, middle.y) && near(middle.y, b.y) && within(a.x, middle.x, b.x);
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.01;
}

const RADIUS = 4;

/** An SVG path through these corners, rounded. */
export function svgPath(corners: Point[], radius = RADIUS): string {
  const text = (x: number, y: number) => `${round(x)} ${round(y)}`;
  return corners
    .map((corner, i) => {
      const [before, next] = [corners[i - 1], corners[i + 1]];
      if (!before) return `M${text(corner.x, corner.y)}`;
      if (!next) return `L${text(corner.x, corner.y)}`;
      const [a, b] = [toward(corner, before, radius), toward(corner, next, radius)];
      return `L${text(a.x, a.y)}Q${text(corner.x, corner.y)} ${text(b.x, b.y)}`;
    })
    .join("");
}

/** At most half of the way, so that two corners near each other do not cross. */
function toward(from: Point, to: Point, by: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(by, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The middle of the longest straight line: room for a mark. */
export function markPlace(corners: Point[]): Point {
  let best: Point = corners[0] ?? { x: 0, y: 0 };
  let longest = -1;
  corners.slice(1).forEach((b, i) => {
    const a = corners[i] ?? b;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length <= longest) return;
    longest = length;
    best = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  });
  return best;
}
