import type { Point } from "./geometry";

type Axis = "h" | "v";
interface Step {
  axis: Axis;
  by: number;
}

/** Wokwi's mark of a part that is plugged into a breadboard: there is no wire to see. */
const PLUGGED = "$bb";

/**
 * The corners of a wire, ends included. Steps before "*" lead away from the first pin. Those behind it lead away from
 * the second, read from the last to the first. A horizontal and a vertical line join the two ends.
 */
export function cornersOfWire(from: Point, to: Point, path: string[]): Point[] {
  const split = path.indexOf("*");
  const before = steps(split < 0 ? path : path.slice(0, split));
  const behind = steps(split < 0 ? [] : path.slice(split + 1)).reverse();
  const head = walk(from, before);
  const tail = walk(to, behind);
  const [a, b] = [head.at(-1) ?? from, tail.at(-1) ?? to];
  const corner = firstAxis(before.at(-1)?.axis, behind.at(-1)?.axis) === "h" ? { x: b.x, y: a.y } : { x: a.x, y: b.y };
  return withoutDetours([...head, corner, ...tail.reverse()]);
}

/** Whether a wire is to be seen at all. */
export function isDrawn(color: string, path: string[]): boolean {
  return color !== "" && !path.some((step) => step.startsWith(PLUGGED));
}

/** The joining lines turn where a step ended: a wire that came down goes on sideways. */
function firstAxis(head: Axis | undefined, tail: Axis | undefined): Axis {
  if (head) return head === "h" ? "v" : "h";
  return tail === "h" ? "v" : "h";
}

function steps(path: string[]): Step[] {
  const found: Step[] = [];
  for (const text of path) {
    const [, axis, by] = /^([hv])(-?\d+(?:\.\d+)?)$/.exec(text.trim()) ?? [];
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
