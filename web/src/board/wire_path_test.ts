import { describe, expect, it } from "vitest";

import type { Point } from "./geometry";
import { PointIndex } from "./point_index";
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
  it("goes across, then down without any step", () => {
    expect(corners([])).toBe("0,0 100,0 100,60");
  });

  it("goes along the last step as far as it must, where nothing follows it", () => {
    expect(corners(["v0"])).toBe("0,0 0,60 100,60");
    expect(corners(["h0"])).toBe("0,0 100,0 100,60");
    expect(corners(["v10"])).toBe("0,0 0,60 100,60");
    expect(corners(["v10", "h5"])).toBe("0,0 0,10 100,10 100,60");
    expect(corners(["h20", "*"])).toBe("0,0 100,0 100,60");
  });

  it("walks steps after the star from the second pin, the last of them first", () => {
    // Wokwi's own example: ten to the right of the target, then fifteen up.
    expect(corners(["v10", "h5", "*", "v-15", "h10"])).toBe("0,0 0,10 5,10 5,45 110,45 110,60 100,60");
  });

  it("joins along the axis of the first step after the star", () => {
    expect(corners(["*", "v20"])).toBe("0,0 0,80 100,80 100,60");
    expect(corners(["*", "h-30"])).toBe("0,0 70,0 70,60 100,60");
    // Up, across at the level ten below the target, up: as the picture in Wokwi's documentation has it.
    expect(corners(["v-10", "*", "v10"], { x: 200, y: 40 }, { x: 15, y: 42 })).toBe("200,40 200,30 200,52 15,52 15,42");
  });

  it("is a straight line between pins that face each other, and takes fractions", () => {
    expect(corners(["h0"], FROM, { x: 50, y: 0 })).toBe("0,0 50,0");
    expect(corners(["h46.2", "*"], FROM, { x: 46.2, y: -8 })).toBe("0,0 46.2,0 46.2,-8");
  });

  it("passes over what it does not know", () => {
    expect(corners(["q7", "v10"])).toBe("0,0 0,60 100,60");
    expect(corners([`h${"9".repeat(400)}`, "v10"])).toBe("0,0 0,60 100,60");
  });

  it("has two ends even where both pins are one", () => {
    expect(corners([], FROM, FROM)).toBe("0,0 0,0");
  });
});

describe("cornersOfWire beside pins", () => {
  /** The wire among pins at these places. */
  function among(pins: Point[], path: string[]): string {
    const index = new PointIndex([FROM, TO, ...pins]);
    const found = cornersOfWire(FROM, TO, path, (...line) => index.countOn(...line));
    for (const [i, to] of found.slice(1).entries()) expect(index.countOn(found[i]!, to, [FROM, TO])).toBe(0);
    return found.map(({ x, y }) => `${x},${y}`).join(" ");
  }

  it("runs below a row of pins and up into its own", () => {
    const row = [80, 90, 110, 120].map((x) => ({ x, y: 60 }));
    expect(among(row, ["v0"])).toBe("0,0 0,69.6 100,69.6 100,60");
  });

  it("runs beside a column of pins", () => {
    const column = [9.6, 19.2, 28.8, 38.4].map((y) => ({ x: 0, y }));
    expect(among(column, ["v0"])).toBe("0,0 0,-9.6 100,-9.6 100,60");
  });

  it("keeps to the rule where no pin is in the way", () => {
    expect(among([{ x: 50, y: 30 }], ["v0"])).toBe("0,0 0,60 100,60");
  });

  it("takes the steps of the file as they are, whatever they run through", () => {
    const index = new PointIndex([FROM, TO, { x: 0, y: 10 }]);
    const found = cornersOfWire(FROM, TO, ["v20", "h5"], (...line) => index.countOn(...line));
    expect(found[1]).toEqual({ x: 0, y: 20 });
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
