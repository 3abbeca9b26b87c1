import { describe, expect, it } from "vitest";

import { boxOf, onBoard } from "./geometry";
import { PointIndex } from "./point_index";
import { centered, fitted, LARGEST, toBoard, toWindow, zoomed } from "./viewport";

const PART = { left: 100, top: 200, width: 60, height: 20, rotate: 0 };

describe("onBoard", () => {
  it("adds where the part stands", () => {
    expect(onBoard(PART, { x: 0, y: 10 })).toEqual({ x: 100, y: 210 });
  });

  it.each([
    [90, { x: 130, y: 180 }],
    [180, { x: 160, y: 210 }],
    [270, { x: 130, y: 240 }],
    [-90, { x: 130, y: 240 }],
    [450, { x: 130, y: 180 }],
  ])("turns by %i degrees clockwise about the middle, exactly", (rotate, place) => {
    expect(onBoard({ ...PART, rotate }, { x: 0, y: 10 })).toEqual(place);
  });

  it("turns by any angle", () => {
    const { x, y } = onBoard({ ...PART, rotate: 30 }, { x: 60, y: 10 });
    expect(x).toBeCloseTo(130 + 30 * Math.cos(Math.PI / 6));
    expect(y).toBeCloseTo(210 + 15);
  });
});

it("boxOf is also that of an area, which may be beside the part", () => {
  const { left, top } = PART;
  expect(boxOf(PART, { x: 5, y: -20, width: 90, height: 10 })).toEqual({
    x: left + 5,
    y: top - 20,
    width: 90,
    height: 10,
  });
});

it("boxOf is upright around a turned part", () => {
  expect(boxOf({ ...PART, rotate: 90 })).toEqual({ x: 120, y: 180, width: 20, height: 60 });
});

describe("viewport", () => {
  const view = { x: 30, y: -10, scale: 2 };

  it("leads back and forth between board and window", () => {
    const at = { x: 7, y: 9 };
    expect(toBoard(view, toWindow(view, at))).toEqual(at);
  });

  it("keeps what is under the pointer when it zooms, and has a limit", () => {
    const pointer = { x: 200, y: 120 };
    const there = toBoard(view, pointer);
    const closer = zoomed(view, 1.5, pointer);
    expect(closer.scale).toBe(3);
    expect(toBoard(closer, pointer).x).toBeCloseTo(there.x);
    expect(toBoard(closer, pointer).y).toBeCloseTo(there.y);
    expect(zoomed(view, 1000, pointer).scale).toBe(LARGEST);
  });

  it("fits a board into a window: all of it, in the middle", () => {
    const box = { x: -100, y: 50, width: 1000, height: 100 };
    const fit = fitted(box, { width: 548, height: 400 });
    expect(fit.scale).toBe(0.5);
    expect(toWindow(fit, { x: -100, y: 100 })).toEqual({ x: 24, y: 200 });
    expect(fitted({ ...box, width: 1, height: 1 }, { width: 500, height: 500 }).scale).toBe(2);
  });

  it("brings a place to the middle", () => {
    const moved = centered(view, { x: 5, y: 6 }, { width: 100, height: 80 });
    expect(toWindow(moved, { x: 5, y: 6 })).toEqual({ x: 50, y: 40 });
  });
});

describe("PointIndex", () => {
  const points = [{ x: 0, y: 0 }, { x: 9.6, y: 0 }, undefined, { x: 31, y: 31 }, { x: 33, y: 31 }];
  const index = new PointIndex(points);

  it("finds the nearest, over the border of cells too", () => {
    expect(index.nearest({ x: 5, y: 0 }, 6)).toBe(1);
    expect(index.nearest({ x: 31.9, y: 33 }, 6)).toBe(3);
    expect(index.nearest({ x: 32.1, y: 31 }, 6)).toBe(4);
  });

  it("finds nothing that is too far", () => {
    expect(index.nearest({ x: 9.6, y: 7 }, 6)).toBeUndefined();
  });
});
