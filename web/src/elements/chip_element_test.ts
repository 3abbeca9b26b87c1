import { describe, expect, it } from "vitest";

import type { ChipElement } from "./chip_element";
import "./index";
import { PITCH } from "./part_element";
import { all, mount, one, texts } from "./testing/mount";
import { overflowing } from "./testing/overflow";

function lines(count: number, labels: Record<number, string> = {}) {
  return Array.from({ length: count }, (_, i) => ({ name: String(i), label: labels[i] ?? "" }));
}

function chip(properties: Partial<ChipElement>): Promise<ChipElement> {
  return mount<ChipElement>("pb-chip", { partId: "vm", type: "chip-virtio-gpio", ...properties });
}

function places(element: ChipElement): Record<string, [number, number]> {
  return Object.fromEntries(element.pinInfo.map(({ name, x, y }) => [name, [x, y]]));
}

describe("a guest's chip", () => {
  it("has half of its lines on the left, half on the right, where nothing says otherwise", async () => {
    expect(places(await chip({ pins: lines(4) }))).toEqual({ 0: [0, 38.4], 1: [0, 48], 2: [192, 38.4], 3: [192, 48] });
  });

  it("has its lines where its wires lead, and fills the emptier side with the others", async () => {
    const sides = new Map([
      ["0", "right"],
      ["1", "right"],
      ["3", "left"],
    ] as const);
    expect(places(await chip({ pins: lines(5), sides }))).toEqual({
      0: [192, 38.4],
      1: [192, 48],
      2: [0, 38.4],
      3: [0, 48],
      4: [192, 57.6],
    });
  });

  it("is narrow with all lines on one side", async () => {
    const element = await chip({
      pins: lines(2),
      sides: new Map([
        ["0", "right"],
        ["1", "right"],
      ] as const),
    });
    expect(places(element)).toEqual({ 0: [115.2, 38.4], 1: [115.2, 48] });
    expect(one(element, "svg").getAttribute("width")).toBe("115.2");
  });

  it.each([1, 32, 64, 1024])("has its %i pins on the grid, in order, each at a place of its own", async (count) => {
    const { pinInfo } = await chip({ pins: lines(count) });
    expect(pinInfo.map((pin) => pin.name)).toEqual(lines(count).map((line) => line.name));
    expect(new Set(pinInfo.map(({ x, y }) => `${x} ${y}`)).size).toBe(count);
    for (const { x, y } of pinInfo) {
      expect(x / PITCH).toBeCloseTo(Math.round(x / PITCH), 2);
      expect(y / PITCH).toBeCloseTo(Math.round(y / PITCH), 2);
    }
  });

  it("shows each line's offset, label, direction and level", async () => {
    const element = await chip({
      pins: lines(2, { 0: "button", 1: "led" }),
      levels: [1, 3],
      directions: [0, 1],
    });
    const [first, second] = all(element, ".line");
    expect(first!.textContent.replace(/\s+/g, " ").trim()).toBe("0 button");
    expect(second!.textContent.replace(/\s+/g, " ").trim()).toBe("1 led");
    expect(first!.querySelector(".arrow")!.classList.contains("in")).toBe(true);
    expect(first!.querySelector(".level")!.classList.contains("high")).toBe(true);
    expect(second!.querySelector(".arrow")!.classList.contains("out")).toBe(true);
    expect(second!.querySelector(".level")!.classList.contains("conflict")).toBe(true);
  });

  it.each([
    ["left", 0, "M-2.4 -2.5L2.4 0L-2.4 2.5z"],
    ["left", 1, "M2.4 -2.5L-2.4 0L2.4 2.5z"],
    ["right", 0, "M2.4 -2.5L-2.4 0L2.4 2.5z"],
    ["right", 1, "M-2.4 -2.5L2.4 0L-2.4 2.5z"],
  ] as const)("an arrow on the %s with direction %i points into or out of the package", async (side, direction, d) => {
    const element = await chip({ pins: lines(1), sides: new Map([["0", side]]), directions: [direction] });
    expect(one(element, ".arrow").getAttribute("d")).toBe(d);
  });

  it("is drawn anew when the same array comes with other levels", async () => {
    const levels = new Uint8Array([0]);
    const element = await chip({ pins: lines(1), levels });
    expect(all(element, ".level.low").length).toBe(1);
    levels[0] = 1;
    element.levels = levels;
    await element.updateComplete;
    expect(all(element, ".level.low").length).toBe(0);
    expect(all(element, ".level.high").length).toBe(1);
  });

  it("is drawn anew when its lines have other names, though their levels are the same", async () => {
    const element = await chip({ pins: lines(1, { 0: "before" }), levels: [0] });
    element.pins = lines(1, { 0: "after" });
    await element.updateComplete;
    expect(one(element, ".label").textContent).toBe("after");
  });

  it("names its guest", async () => {
    const shows = { connected: 1, guest: "QEMU 9.2" };
    const element = await chip({ pins: lines(3), shows });
    expect(one(element, "svg").getAttribute("aria-label")).toBe("vm, GPIO chip of 3 lines, connected: QEMU 9.2");
    expect(one(element, ".status").textContent).toBe("QEMU 9.2");
    expect(one(element, ".lamp").classList.contains("on")).toBe(true);
  });

  it("shows that it has no guest", async () => {
    const element = await chip({ pins: lines(1), shows: { connected: 0, guest: "no guest" } });
    expect(one(element, "svg").getAttribute("aria-label")).toBe("vm, GPIO chip of 1 line, not connected: no guest");
    expect(one(element, ".lamp").classList.contains("off")).toBe(true);
  });

  it("lets no text leave it, however long", async () => {
    const long = "a name of sixty letters or more, which no chip has room for at all";
    for (const count of [2, 32, 1024]) {
      const pins = lines(count, { 0: long, 1: long });
      const element = await chip({ partId: long, pins, shows: { connected: 1, guest: long } });
      expect(overflowing(element)).toEqual([]);
      expect(texts(element).some((text) => text.endsWith("…"))).toBe(true);
    }
  });
});

describe("a chip of more than 64 lines", () => {
  const pins = lines(1024, { 3: "clk", 1023: "last" });

  it("has rows for lines that are named, and for the others cells where their offsets say", async () => {
    const element = await chip({ pins, sides: new Map([["40", "left"]] as const) });
    expect(all(element, ".line").map((line) => line.getAttribute("data-pin"))).toEqual(["40", "3", "1023"]);
    expect(all(element, ".cell").length).toBe(1021);
    const at = places(element);
    const [x, y] = at["0"]!;
    expect(at["1"]).toEqual([x + PITCH, y]);
    expect(at["64"]).toEqual([x, Math.round((y + 2 * PITCH) * 1000) / 1000]);
  });

  it("stays as small as its matrix", async () => {
    const svg = one(await chip({ pins }), "svg");
    expect(Number(svg.getAttribute("width"))).toBeLessThan(400);
    expect(Number(svg.getAttribute("height"))).toBeLessThan(400);
  });

  it("shows the level of a cell", async () => {
    const levels = new Uint8Array(1024);
    levels[500] = 3;
    const element = await chip({ pins, levels });
    expect(one(element, ".level.conflict").parentElement!.getAttribute("data-pin")).toBe("500");
  });
});
