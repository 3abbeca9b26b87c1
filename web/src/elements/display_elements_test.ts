import { describe, expect, it } from "vitest";

import { ownElements } from "./index";
import { all, mount, one } from "./testing/mount";

async function draw(type: string, shows: Record<string, string>, attrs = {}) {
  return mount(ownElements.get(type)!, { partId: "d1", type, pins: [], attrs, shows });
}

describe("displays", () => {
  it("an OLED display has a rectangle for each run of lit pixels", async () => {
    const oled = await draw("board-ssd1306", { pixels: "8".padEnd(2047, "0") + "1" });
    expect(one(oled, "path").getAttribute("d")).toBe("M0 0h1v1h-1zM127 63h1v1h-1z");
    expect(one(oled, "svg").getAttribute("aria-label")).toBe("d1, OLED display, with a picture");
  });

  it("each matrix of a chain has its own rows, in the colour of the LEDs", async () => {
    const shows = { rows: "8000000000000000,0000000000000001" };
    const matrix = await draw("wokwi-max7219-matrix", shows, { chain: "2", color: "green" });
    const [first, second] = all(matrix, "path");
    expect(first!.getAttribute("d")).toMatch(/^M0.1 0.5a/);
    expect(second!.getAttribute("d")).toMatch(/^M7.1 7.5a/);
    expect(second!.getAttribute("fill")).toBe("#5fe06f");
    expect(one(matrix, "svg").getAttribute("aria-label")).toBe("d1, 2 LED matrices, lit");
  });

  it("a digit has its segments, and the second one the colon", async () => {
    const display = await draw("wokwi-tm1637-7segment", { text: "1:", segments: "06800000" });
    const lit = all(display, "path").map((path) => path.getAttribute("fill") === "#ff4136");
    expect(lit.map(Number).slice(0, 14).join("")).toBe("0110000" + "0000000");
    expect(all(display, "circle").map((circle) => circle.getAttribute("fill"))).toEqual(["#ff4136", "#ff4136"]);
    expect(one(display, "svg").getAttribute("aria-label")).toBe('d1, four-digit display, reads "1:"');
  });
});
