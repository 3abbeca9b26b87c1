import { describe, expect, it } from "vitest";

import { layOut, type Unplaced } from "./auto_layout";
import type { Box } from "./geometry";

const led: Unplaced = { width: 40, height: 50, chip: false };
const chip: Unplaced = { width: 115, height: 200, chip: true };
const wide: Unplaced = { width: 5000, height: 10, chip: false };

function boxes(parts: Unplaced[], taken: Box | null): Box[] {
  return layOut(parts, taken).map((place, i) => ({ ...place, width: parts[i]!.width, height: parts[i]!.height }));
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe("layOut", () => {
  it("begins at the origin of an empty board, with chips on the left", () => {
    expect(layOut([led, chip, led], null)).toEqual([
      { x: 211, y: 0 },
      { x: 0, y: 0 },
      { x: 299, y: 0 },
    ]);
  });

  it("stays below what has a place", () => {
    expect(layOut([led], { x: -20, y: 30, width: 100, height: 70 })).toEqual([{ x: -20, y: 148 }]);
  });

  it.each([
    [[led, led]],
    [Array<Unplaced>(60).fill(led)],
    [[chip, led, chip, ...Array<Unplaced>(30).fill(led)]],
    [[wide, led, wide, chip, led]],
  ])("lets no two parts overlap, nor any what has a place", (parts) => {
    const taken = { x: 0, y: 0, width: 300, height: 200 };
    const all = [taken, ...boxes(parts, taken)];
    all.forEach((a, i) => all.slice(i + 1).forEach((b) => expect(overlap(a, b), JSON.stringify([a, b])).toBe(false)));
  });
});
