import { describe, expect, it } from "vitest";

import { ownElements } from "./index";
import type { PartElement } from "./part_element";
import { all, levelsOf, mount, one, pinsOf, texts } from "./testing/mount";

const HC595 = ["DS", "SHCP", "STCP", "OE", "MR", "Q7S", "VCC", "GND", "Q0", "Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7"];

function draw(type: string, properties: Partial<PartElement>): Promise<PartElement> {
  return mount(ownElements.get(type)!, { partId: "u1", type, ...properties });
}

function label(element: PartElement): string | null {
  return one(element, "svg").getAttribute("aria-label");
}

describe("a shift register", () => {
  it("has its pins as the package has them: 1 to 8 below from the left, 9 to 16 above from the right", async () => {
    const { pinInfo } = await draw("wokwi-74hc595", {});
    const row = (y: number) => pinInfo.filter((pin) => pin.y === y).sort((a, b) => a.x - b.x);
    expect(row(30.2).map((pin) => pin.name)).toEqual(["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "GND"]);
    expect(row(1.4).map((pin) => pin.name)).toEqual(["VCC", "Q0", "DS", "OE", "STCP", "SHCP", "MR", "Q7S"]);
    expect(row(1.4).map((pin) => pin.x)).toEqual(row(30.2).map((pin) => pin.x));
    expect(row(1.4)[1]!.x - row(1.4)[0]!.x).toBeCloseTo(9.6, 6);
  });

  it("says its byte", async () => {
    const levels = levelsOf(HC595, { Q7: 1, Q6: 0, Q5: 1, Q4: 3, Q3: 0, Q2: 0, Q1: 1, Q0: 2 });
    const element = await draw("wokwi-74hc595", { pins: pinsOf(HC595), levels });
    expect(label(element)).toBe("u1, 74HC595 shift register, Q7 to Q0: 101!001z");
    expect(all(element, ".level.high").length).toBe(3);
    expect(all(element, ".level.conflict").length).toBe(1);
  });
});

describe("a relay", () => {
  it.each([
    [0, "M70 29.7L88 21.2", "off", "u1, relay, off: COM is connected to NC"],
    [1, "M70 29.7L88 38.2", "on", "u1, relay, on: COM is connected to NO"],
  ])("with on = %i has its arm at %s and its lamp %s", async (on, arm, lamp, words) => {
    const element = await draw("wokwi-relay-module", { shows: { on } });
    expect(one(element, ".arm").getAttribute("d")).toBe(arm);
    expect(one(element, ".lamp").getAttribute("class")).toBe(`lamp ${lamp}`);
    expect(label(element)).toBe(words);
  });
});

describe("a logic analyzer", () => {
  it("shows its channels with their names and levels", async () => {
    const names = ["D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "GND"];
    const pins = names.map((name) => ({ name, label: name === "D1" ? "mosi" : "" }));
    const element = await draw("wokwi-logic-analyzer", { pins, levels: levelsOf(names, { D1: 1 }) });
    expect(texts(element)).toContain("mosi");
    expect(all(element, ".level.high").length).toBe(1);
    expect(label(element)).toBe("u1, logic analyzer: D0, D1 (mosi), D2, D3, D4, D5, D6, D7");
  });

  it("has its first channel where Wokwi has it, and the others a pitch apart", async () => {
    const { pinInfo } = await draw("wokwi-logic-analyzer", {});
    expect(pinInfo.map(({ x, y }) => [x, y])[0]).toEqual([0, 9.25]);
    expect(pinInfo[8]!.y).toBeCloseTo(9.25 + 8 * 9.6, 6);
  });
});

describe("small parts", () => {
  it("supplies and grounds say their levels", async () => {
    expect(label(await draw("wokwi-vcc", { pins: pinsOf(["VCC"]), levels: [3] }))).toBe("u1, supply: VCC conflict");
    expect(label(await draw("wokwi-gnd", { pins: pinsOf(["GND"]), levels: [0] }))).toBe("u1, ground: GND low");
  });

  it("a junction has its pin in its middle", async () => {
    const element = await draw("wokwi-junction", { pins: pinsOf(["J"]), levels: [1] });
    expect(element.pinInfo.map(({ x, y }) => [x, y])).toEqual([[4.8, 4.8]]);
    expect(all(element, ".level.high").length).toBe(1);
  });

  it("a text shows its lines as they are, and no markup in them", async () => {
    const element = await draw("wokwi-text", { attrs: { text: "one\n<b>two</b>" } });
    expect(one(element, "span").textContent).toBe("one\n<b>two</b>");
    expect(all(element, "b")).toEqual([]);
    expect(element.pinInfo).toEqual([]);
  });
});
