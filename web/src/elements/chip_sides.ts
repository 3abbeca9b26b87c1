import type { Diagram, DrawnPart, DrawnWire } from "../protocol/messages";
import type { Side } from "./chip_layout";

/**
 * On which side of a chip each of its wired lines has its row: where the first sideways step of its wire goes, and
 * where there is none, where the part at the other end is. Boards are drawn before the chip is, so it follows them.
 */
export function chipSides(chip: DrawnPart, diagram: Diagram): Record<string, Side> {
  const lefts = new Map(diagram.parts.map(({ part, left }) => [part, left]));
  const sides: Record<string, Side> = {};
  const place = (end: string, other: string, steps: string[]) => {
    const [part, pin] = splitPin(end);
    if (part !== chip.part || pin in sides) return;
    const otherLeft = lefts.get(splitPin(other)[0]) ?? Infinity;
    sides[pin] = firstStep(steps) ?? (otherLeft < chip.left ? "left" : "right");
  };
  for (const wire of diagram.wires) {
    const [fromSource, fromTarget] = stepsOf(wire);
    place(wire.from, wire.to, fromSource);
    place(wire.to, wire.from, fromTarget);
  }
  return sides;
}

function splitPin(end: string): [string, string] {
  const colon = end.indexOf(":");
  return [end.slice(0, colon), end.slice(colon + 1)];
}

/** The steps of a path from its source on, and from its target on: those after the star, the last one first. */
function stepsOf({ path }: DrawnWire): [string[], string[]] {
  const star = path.indexOf("*");
  return star < 0 ? [path, []] : [path.slice(0, star), path.slice(star + 1).reverse()];
}

function firstStep(steps: string[]): Side | undefined {
  for (const step of steps) {
    const distance = step.startsWith("h") ? Number(step.slice(1)) : 0;
    if (distance !== 0) return distance > 0 ? "right" : "left";
  }
  return undefined;
}
