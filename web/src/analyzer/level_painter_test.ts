import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EdgeTrack } from "./edge_track";
import { columnsOf, LevelPainter } from "./level_painter";
import { trackOf } from "./test_edges";
import type { Theme } from "./theme";

const theme: Theme = {
  panel: "panel",
  fg: "fg",
  muted: "muted",
  line: "line",
  accent: "accent",
  levels: { 0: "low", 1: "high", 2: "highz", 3: "conflict" },
  font: "sans-serif",
  ratio: 1,
};

/** A rectangle that was filled: colour, x, y, width, height. */
type Filled = [string, number, number, number, number];

/** Paints 20 columns of 10 ns. */
function paint(track: EdgeTrack, until = Infinity): Filled[] {
  const filled: Filled[] = [];
  const context = {
    fillStyle: "",
    globalAlpha: 1,
    fillRect(...box: [number, number, number, number]) {
      filled.push([this.fillStyle, ...box]);
    },
  };
  new LevelPainter(context as unknown as CanvasRenderingContext2D, theme, columnsOf(0, 10, 20, 1)).paint(
    track,
    until,
    0,
  );
  return filled;
}

beforeEach(() => {
  // jsdom draws nothing: hatching is the plain colour then.
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
});

describe("LevelPainter", () => {
  it("draws high above low, and an edge as an upright line from one to the other", () => {
    const filled = paint(trackOf([100]));
    const low = filled.find(([color, x]) => color === "low" && x === 0)!;
    const high = filled.find(([color, x, , , height]) => color === "high" && x === 11 && height <= 2)!;
    expect(low.slice(3)).toEqual([10, 2]);
    expect(high[2]).toBeLessThan(low[2]);
    const edge = filled.find(([, x, , , height]) => x === 10 && height > 2)!;
    expect([edge[2], edge[2] + edge[4]]).toEqual([high[2], low[2] + 2]);
  });

  it("draws a pulse that is narrower than a pixel", () => {
    expect(
      paint(trackOf([105, 106])).some(([color, x, , , height]) => color === "high" && x === 10 && height > 20),
    ).toBe(true);
  });

  it("draws highz as dashes in the middle", () => {
    const dashes = paint(trackOf([0], [2])).filter(([color]) => color === "highz");
    expect(dashes.length).toBeGreaterThan(1);
    expect(new Set(dashes.map(([, , y]) => y)).size).toBe(1);
  });

  it("draws a conflict of 1 ns at least 3 px wide, and last", () => {
    const filled = paint(trackOf([50, 51, 80], [3, 0, 1]));
    const [color, x, , width] = filled.at(-1)!;
    expect([color, x, width]).toEqual(["conflict", 5, 3]);
  });

  it("hatches what is unknown, and draws nothing after what was received", () => {
    const filled = paint(trackOf([50, 90], [4, 0]), 120);
    expect(filled.some(([color, x, , width]) => color === "muted" && x === 6 && width === 3)).toBe(true);
    expect(Math.max(...filled.map(([, x, , width]) => x + width))).toBe(12);
  });
});
