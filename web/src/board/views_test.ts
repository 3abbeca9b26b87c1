import { describe, expect, it } from "vitest";

import { PinTable } from "../model/pin_table";
import { part, wire } from "../model/testing/bench";
import { chipSides } from "./chip_sides";
import { driveWords, othersOf, pinWords } from "./net_words";
import { PinsView } from "./pins_view";
import { WiresView } from "./wires_view";

const PARTS = [part("vm chip-virtio-gpio 0 1"), part("led wokwi-led A C")];
const PLACES = [0, 10, 20, 30].map((x) => ({ x, y: x }));

describe("WiresView", () => {
  const pins = new PinTable(PARTS);
  const wires = [wire("vm:0 - led:A"), { ...wire("vm:1 - led:C"), color: "" }, wire("vm:0 - led:nothing")];
  const view = new WiresView(wires, pins, PLACES);
  const strands = () => [...view.svg.querySelectorAll(".strand path")];

  it("draws each wire that has a colour and two ends, in its colour", () => {
    expect(strands().map((path) => (path as SVGElement).style.stroke)).toEqual(["green"]);
  });

  it("says the level by class, from either end, and marks a conflict with a sign", () => {
    const levels: [number, string][] = [
      [0, "low"],
      [1, "high"],
      [2, "highz"],
      [3, "conflict"],
    ];
    for (const [state, name] of levels) {
      pins.state[0] = state;
      view.show(2, false, false);
      expect(strands()[0]?.getAttribute("class")).toBe(name);
      expect(view.svg.querySelectorAll(".warning")).toHaveLength(name === "conflict" ? 1 : 0);
    }
    pins.state[0] = 1;
    view.show(0, true, true);
    expect(strands()[0]?.getAttribute("class")).toBe("high busy inspected");
    expect(view.svg.querySelectorAll(".warning")).toHaveLength(0);
  });
});

describe("PinsView", () => {
  it("marks pins driven by hand, and gives a pin without a dot one when it matters", () => {
    const pins = new PinTable(PARTS);
    const view = new PinsView(pins, PLACES, (pin) => pin < 2);
    expect(view.svg.querySelectorAll("circle")).toHaveLength(2);
    pins.hand[3] = 1;
    view.show(3, false, false);
    expect(view.svg.querySelector("text")?.textContent).toBe("1");
    expect(view.svg.querySelector(".pin.hand1")).not.toBeNull();
    pins.hand[3] = 2;
    view.show(3, false, false);
    expect(view.svg.querySelector("text")).toBeNull();
  });
});

it("chipSides follows the first step of a wire, else the part at its other end", () => {
  const chip = part("vm chip-virtio-gpio 0 1 2 3 4", { left: 100 });
  const led = part("led wokwi-led A C", { left: 0 });
  const wires = [
    wire("vm:0 - led:A", "h20"),
    wire("led:A - vm:1", "v5", "*", "h-10"),
    wire("vm:2 - led:C", "v10"),
    wire("led:C - vm:3"),
  ];
  const parts = new Map([chip, led].map((drawn) => [drawn.part, drawn]));
  expect(Object.fromEntries(chipSides(chip, wires, parts))).toEqual({
    "0": "right",
    "1": "left",
    "2": "left",
    "3": "left",
  });
});

describe("words", () => {
  const net = {
    pin: "vm:13",
    state: "low",
    pins: ["vm:13", "b1:1.l", "R1:1"],
    drives: [
      { pin: "vm:13", by: "part", level: "low", strength: "strong" },
      { pin: "R1:1", by: "resistor", level: "high", strength: "pull" },
      { pin: "vm:13", by: "hand", level: "high", strength: "strong" },
    ],
    time: 1,
  } as const;

  it("name the drives of a net", () => {
    expect(net.drives.map((drive) => driveWords(drive))).toEqual([
      "vm:13 out low",
      "R1:1 pull high through a resistor",
      "vm:13 by hand high",
    ]);
  });

  it("name the other pins, and count what is too much to read", () => {
    expect(othersOf({ ...net, pins: [...net.pins], drives: [] })).toBe("b1:1.l, R1:1");
    const many = Array.from({ length: 12 }, (_, i) => `p:${i}`);
    expect(othersOf({ ...net, pins: many, drives: [] })).toMatch(/p:7 and 4 more$/);
  });

  it("describe the state of a pin", () => {
    const pins = new PinTable(PARTS);
    pins.state[0] = 3;
    pins.direction[0] = 1;
    pins.hand[0] = 0;
    expect(pinWords(pins, 0)).toBe("out conflict driven low by hand ⚠");
    expect(pinWords(pins, 1)).toBe("in high-Z");
  });
});
