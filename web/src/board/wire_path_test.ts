import { describe, expect, it } from "vitest";

import type { Point } from "./geometry";
import { cornersOfWire, isDrawn, markPlace, svgPath } from "./wire_path";

const FROM = { x: 0, y: 0 };
const TO = { x: 100, y: 60 };

/** "0,0 5,10" for the corners of a wire. */
function corners(path: string[], from: Point = FROM, to: Point = TO): string {
  return cornersOfWire(from, to, path)
    .map(({ x, y }) => `${x},${y}`)
    .join(" ");
}

describe("cornersOfWire", () => {
  it("goes across, then down where nothing is said", () => {
    expect(corners([])).toBe("0,0 100,0 100,60");
  });

  it("walks steps from the first pin, and turns before it joins the second", () => {
    expect(corners(["v10", "h5"])).toBe("0,0 0,10 5,10 5,60 100,60");
    expect(corners(["v10"])).toBe("0,0 0,10 100,10 100,60");
    expect(corners(["h20", "*"])).toBe("0,0 20,0 20,60 100,60");
  });

  it("walks steps behind the star from the second pin, the last of them first", () => {
    // Wokwi's own example: ten to the right of the target, then fifteen up.
    expect(corners(["v10", "h5", "*", "v-15", "h10"])).toBe("0,0 0,10 5,10 5,45 110,45 110,60 100,60");
  });

  it("joins so that it runs into the first step of the second pin", () => {
    expect(corners(["*", "v20"])).toBe("0,0 100,0 100,80 100,60");
    expect(corners(["*", "h-30"])).toBe("0,0 0,60 100,60");
  });

  it("lets a step of nothing choose the direction", () => {
    expect(corners(["v0"])).toBe("0,0 100,0 100,60");
    expect(corners(["h0"])).toBe("0,0 0,60 100,60");
  });

  it("is a straight line between pins that face each other, and takes fractions", () => {
    expect(corners(["h0"], FROM, { x: 50, y: 0 })).toBe("0,0 50,0");
    expect(corners(["h46.2", "*"], FROM, { x: 46.2, y: -8 })).toBe("0,0 46.2,0 46.2,-8");
  });

  it("passes over what it does not know", () => {
    expect(corners(["q7", "v10"])).toBe("0,0 0,10 100,10 100,60");
  });

  it("has two ends even where both pins are one", () => {
    expect(corners([], FROM, FROM)).toBe("0,0 0,0");
  });
});

it("isDrawn knows wires without a colour and parts that are plugged in", () => {
  expect([isDrawn("red", []), isDrawn("", []), isDrawn("red", ["$bb"])]).toEqual([true, false, false]);
});

it("svgPath rounds corners, and less where there is little room", () => {
  const square = [FROM, { x: 20, y: 0 }, { x: 20, y: 2 }];
  expect(svgPath(square, 4)).toBe("M0 0L16 0Q20 0 20 1L20 2");
});

it("markPlace is in the middle of the longest line", () => {
  expect(markPlace([FROM, { x: 10, y: 0 }, { x: 10, y: 60 }])).toEqual({ x: 10, y: 30 });
});
