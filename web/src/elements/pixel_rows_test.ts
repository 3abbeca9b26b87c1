import { expect, it } from "vitest";

import { pixelPath } from "./pixel_rows";

it("pixels are rectangles, one for each run of a row", () => {
  expect(pixelPath("c1" + "0f", 8, 2)).toBe("M0 0h2v1h-2zM7 0h1v1h-1zM4 1h4v1h-4z");
});

it("what is not a digit, or not there, is dark", () => {
  expect(pixelPath("x8", 8, 3)).toBe("M4 0h1v1h-1z");
});
