import { describe, expect, it } from "vitest";

import { frequencyText } from "./clock_generator_element";
import { ownElements } from "./index";
import type { PartElement } from "./part_element";
import { all, levelsOf, mount, one, pinsOf, texts } from "./testing/mount";

function draw(type: string, names: string[], levels: Record<string, number>, attrs = {}): Promise<PartElement> {
  const pins = pinsOf(names);
  return mount(ownElements.get(type)!, { partId: "u1", type, pins, attrs, levels: levelsOf(names, levels) });
}

function label(element: PartElement): string | null {
  return one(element, "svg").getAttribute("aria-label");
}

describe("a gate", () => {
  it("colours its pins' leads by their levels", async () => {
    const element = await draw("wokwi-gate-nand-2", ["A", "B", "OUT"], { A: 1, B: 0, OUT: 3 });
    expect(all(element, ".lead").map((lead) => [lead.getAttribute("class"), lead.getAttribute("d")])).toEqual([
      ["lead high", "M0 9.6H27"],
      ["lead low", "M0 28.8H27"],
      ["lead conflict", "M70 19.2H96"],
    ]);
    expect(label(element)).toBe("u1, NAND gate: A high, B low, OUT conflict");
  });

  it.each([
    ["wokwi-gate-and-2", 0, 0],
    ["wokwi-gate-nand-2", 1, 0],
    ["wokwi-gate-or-2", 0, 0],
    ["wokwi-gate-nor-2", 1, 0],
    ["wokwi-gate-xor-2", 0, 1],
    ["wokwi-gate-xnor-2", 1, 1],
    ["wokwi-gate-not", 1, 0],
    ["wokwi-gate-buffer", 0, 0],
  ])("%s has %i bubbles and %i second backs", async (type, bubbles, backs) => {
    const element = await draw(type, [], {});
    expect(all(element, "circle.body").length).toBe(bubbles);
    expect(all(element, "path.stroke").length).toBe(backs);
  });
});

describe("a flip-flop", () => {
  const names = ["D", "CLK", "Q", "NOTQ", "S", "R"];

  it.each([
    [1, "1"],
    [0, "0"],
    [3, ""],
  ])("with Q at %i shows the bit %j", async (Q, bit) => {
    const element = await draw("wokwi-flip-flop-dsr", names, { Q });
    expect(one(element, ".symbol").textContent).toBe(bit);
  });

  it("names its pins, its clock by a triangle", async () => {
    const element = await draw("wokwi-flip-flop-dsr", names, { S: 1 });
    expect(texts(element).sort()).toEqual(["", "D", "Q", "Q", "R", "S"]);
    expect(all(element, "path.stroke").length).toBe(2);
    expect(label(element)).toBe(
      "u1, D flip-flop with set and reset: D highz, CLK highz, Q highz, NOTQ highz, S high, R highz",
    );
  });
});

describe("a multiplexer", () => {
  const names = ["A", "B", "SEL", "OUT"];

  it.each([
    [0, ["M39 9.6L46 19.2H62"], "passes A on"],
    [1, ["M39 28.8L46 19.2H62"], "passes B on"],
    [2, [], "no input chosen"],
    [3, [], "no input chosen"],
  ])("with SEL at %i leads %j from its input to its output", async (SEL, ways, words) => {
    const element = await draw("wokwi-mux-2", names, { SEL });
    expect(all(element, ".way").map((way) => way.getAttribute("d"))).toEqual(ways);
    expect(label(element)).toContain(`u1, multiplexer, ${words}: `);
  });
});

describe("a clock generator", () => {
  it("shows its frequency", async () => {
    expect(texts(await draw("wokwi-clock-generator", ["CLK"], {}))).toEqual(["10 kHz"]);
    const element = await draw("wokwi-clock-generator", ["CLK"], { CLK: 1 }, { frequency: "0.5" });
    expect(texts(element)).toEqual(["0.5 Hz"]);
    expect(label(element)).toBe("u1, clock of 0.5 Hz: CLK high");
  });

  it.each([
    ["10k", "10 kHz"],
    ["0.1m", "0.1 MHz"],
    [" 2 K", "2 kHz"],
    ["440", "440 Hz"],
  ])("reads %j as %j", (attribute, text) => expect(frequencyText(attribute)).toBe(text));
});
