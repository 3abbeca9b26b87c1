import type { DrawnPart, DrawnWire } from "../protocol/messages";

export type Side = "left" | "right";

/** On which side of a chip each line's wires leave, by pin name; lines without wires are left out. */
export function chipSides(chip: DrawnPart, wires: DrawnWire[], parts: Map<string, DrawnPart>): Map<string, Side> {
  const sides = new Map<string, Side>();
  for (const wire of wires) {
    for (const [pin, other, step] of [
      [wire.from, wire.to, wire.path[0]],
      [wire.to, wire.from, wire.path.includes("*") ? wire.path.at(-1) : undefined],
    ] as const) {
      const [part, name] = split(pin);
      if (part !== chip.part || sides.has(name)) continue;
      sides.set(name, sideOfStep(step) ?? sideOfPart(chip, parts.get(split(other)[0])));
    }
  }
  return sides;
}

/** "h-20" leaves to the left. */
function sideOfStep(step: string | undefined): Side | undefined {
  const by = step?.startsWith("h") ? Number(step.slice(1)) : 0;
  if (!by) return undefined;
  return by < 0 ? "left" : "right";
}

function sideOfPart(chip: DrawnPart, other: DrawnPart | undefined): Side {
  return other && other.left < chip.left ? "left" : "right";
}

function split(pin: string): [part: string, pin: string] {
  const colon = pin.indexOf(":");
  return [pin.slice(0, colon), pin.slice(colon + 1)];
}
