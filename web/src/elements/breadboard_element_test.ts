import { describe, expect, it } from "vitest";

import type { BreadboardElement } from "./breadboard_element";
import { boardStrips, BOARD_SIZES } from "./breadboard_layout";
import "./index";
import { all, mount, one } from "./testing/mount";
import { overflowing } from "./testing/overflow";

function names(type: string): string[] {
  return boardStrips(BOARD_SIZES.get(type)!).flatMap(({ holes }) => holes.map(({ name }) => name));
}

function board(type: string, properties: Partial<BreadboardElement> = {}): Promise<BreadboardElement> {
  return mount<BreadboardElement>("pb-breadboard", { partId: "bb1", type, ...properties });
}

async function hole(type: string, name: string): Promise<[number, number]> {
  const { x, y } = (await board(type)).pinInfo.find((pin) => pin.name === name)!;
  return [x, y];
}

describe("a breadboard", () => {
  it.each([
    ["wokwi-breadboard", 830, "tp.1", "bn.50"],
    ["wokwi-breadboard-half", 400, "tp.1", "bn.25"],
    ["wokwi-breadboard-mini", 170, "1t.a", "17b.j"],
  ])("%s has %i holes, from %s to %s as the program numbers them", async (type, count, first, last) => {
    const { pinInfo } = await board(type);
    expect(pinInfo.length).toBe(count);
    expect([pinInfo[0]!.name, pinInfo[count - 1]!.name]).toEqual([first, last]);
    expect(new Set(pinInfo.map(({ name }) => name)).size).toBe(count);
    expect(new Set(pinInfo.map(({ x, y }) => `${x} ${y}`)).size).toBe(count);
  });

  it("numbers rails before columns, and a column's upper half before its lower one", () => {
    const half = names("wokwi-breadboard-half");
    expect([0, 25, 50, 55, 60, 350, 375].map((i) => half[i])).toEqual([
      "tp.1",
      "tn.1",
      "1t.a",
      "1b.f",
      "2t.a",
      "bp.1",
      "bn.1",
    ]);
  });

  // Places that boards of Wokwi's editor prove: it put these pins into these holes, or ended wires above them.
  it.each([
    ["wokwi-breadboard-half", "30t.d", 604.8 - 300.4, 153.6 - 73.8],
    ["wokwi-breadboard-half", "3b.f", 201.6 - 156.4, -96 + 214.2],
    ["wokwi-breadboard-half", "bn.25", 267.2 + 35.6, 196.3],
    ["wokwi-breadboard", "tn.50", 384.8 + 218, 22.3],
    ["wokwi-breadboard", "tp.24", 87.2 + 218, 12.7],
    ["wokwi-breadboard-mini", "12b.i", 403.2 - 285.6, 431.7 - 325],
    ["wokwi-breadboard-mini", "5t.a", 336 - 285.6, 480 - 469],
  ])("%s has hole %s where Wokwi has it", async (type, name, x, y) => {
    const [holeX, holeY] = await hole(type, name);
    expect(Math.abs(holeX - x)).toBeLessThan(0.5);
    expect(Math.abs(holeY - y)).toBeLessThan(0.5);
  });

  it("draws a line through the strips that are driven, by their levels", async () => {
    const type = "wokwi-breadboard-half";
    const driven: Record<string, number> = { "tp.1": 1, "5t.a": 0, "7b.f": 3 };
    const levels = names(type).map((name) => driven[name] ?? 2);
    const element = await board(type, { levels });
    expect(all(element, ".lead").map((line) => line.getAttribute("class"))).toEqual([
      "lead high",
      "lead low",
      "lead conflict",
    ]);
    expect(all(element, ".lead")[1]!.getAttribute("d")).toBe("M64.4 51L64.4 89.4");
    expect(one(element, "svg").getAttribute("aria-label")).toBe("bb1, half breadboard, conflict on 7b.f");
  });

  it("draws its holes as blocks of a pattern, and all numbers inside", async () => {
    const element = await board("wokwi-breadboard");
    expect(all(element, ".holes").length).toBe(2 + 4 * 10);
    expect(overflowing(element)).toEqual([]);
  });

  it("has the colour that its file says", async () => {
    const element = await board("wokwi-breadboard-mini", { attrs: { color: "green" } });
    expect(element.renderRoot.querySelector("svg > rect")!.getAttribute("fill")).toBe("green");
  });
});
