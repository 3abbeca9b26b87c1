import { beforeEach, describe, expect, it, vi } from "vitest";

import "./board";
import type { BenchModel } from "../model/bench_model";
import { modelOf, part, provideBench, view, wire } from "../model/testing/bench";
import type { FakeSocket } from "../protocol/testing/fake_socket";
import type { Board } from "./board";
import type { PinCard } from "./pin_card";

const CHIP = part("vm chip-virtio-gpio 0 1", { left: 0, top: 300 });
const LED = part("led wokwi-led A C", { left: 200, top: 310, shows: { lit: 0, brightness: 0 } });
const LATER = part("b2 wokwi-pushbutton 1.l", { left: 100, top: 0, controls: { pressed: 0 } });
const SOONER = part("b1 wokwi-pushbutton 1.l", { left: 0, top: 5, controls: { pressed: 0 } });
const WIRES = [wire("vm:0 - led:A"), wire("vm:1 - led:C")];

vi.stubGlobal(
  "ResizeObserver",
  class {
    observe(): void {}
    disconnect(): void {}
  },
);

let board: Board;
let model: BenchModel;
let socket: () => FakeSocket;
const all = (selector: string) => [...(board.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
const strand = (at: number) => all(".strand path")[at]?.getAttribute("class");
const card = () => board.shadowRoot?.querySelector("pb-pin-card") as PinCard;

describe("pb-board", () => {
  beforeEach(async () => {
    ({ model, socket } = await modelOf(view([CHIP, LED, LATER, SOONER], WIRES)));
    board = document.createElement("pb-board") as Board;
    provideBench(model).replaceChildren(board);
    await vi.waitFor(() => expect(strand(0)).toBe("highz"), 20_000);
  });

  it("draws a part of each, its wires, and a stop for each part one can operate, as one reads", () => {
    expect(all(".drawing > *").map(({ localName }) => localName)).toEqual([
      "pb-chip",
      "wokwi-led",
      "wokwi-pushbutton",
      "wokwi-pushbutton",
    ]);
    expect(all(".strand path")).toHaveLength(2);
    const stops = all("[tabindex='0']").map((stop) => stop.getAttribute("aria-label"));
    expect(stops).toEqual(["Push button b1, released", "Push button b2, released"]);
  });

  it("shows levels, brightness and controls as messages report them", async () => {
    socket().notify("levels", { time: 2, pins: [[0, 1, 1, 1, 0, 2]] });
    socket().notify("part", { part: "led", controls: {}, shows: { lit: 1, brightness: 100 }, time: 2 });
    socket().notify("part", { part: "b2", controls: { pressed: 1 }, shows: {}, time: 2 });
    expect(all("[data-part=led]")[0]?.getAttribute("aria-label")).toBe("LED led, red, lit");
    expect(all("[data-part=b2] .zone")[0]?.className).toContain("on");
    await vi.waitFor(() => expect([strand(0), strand(1)]).toEqual(["high", "highz"]), 20_000);
  });

  it("opens a pin's card with its net, and drives the pin from there", async () => {
    board.showPin("vm:0");
    await vi.waitFor(() => expect(socket().calls("net")).toEqual([["vm:0"]]), 20_000);
    const drives = [{ pin: "vm:0", by: "part", level: "low", strength: "strong" }];
    socket().answer("net", { pin: "vm:0", state: "low", pins: ["vm:0", "led:A"], drives, time: 2 });
    await vi.waitFor(() => expect(card().shadowRoot?.textContent).toContain("vm:0 out low"), 20_000);
    await vi.waitFor(() => expect(strand(0)).toContain("inspected"), 20_000);
    card().shadowRoot?.querySelectorAll("button")[1]?.click();
    expect(socket().calls("set")).toEqual([[{ pin: "vm:0", state: "1" }]]);
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    expect(card().hidden).toBe(true);
  });

  it("draws the parts beside one whose type, attributes and place make no sense", async () => {
    const attributes = JSON.parse('{"__proto__": "x", "constructor": "y", "1e308": "z", "a b": "c"}') as Record<
      string,
      string
    >;
    const odd = ["constructor", "__proto__", "wokwi-neopixel", "wokwi-led"].map((type, i) =>
      part(`o${i} ${type} A`, { left: 1e308, top: -1e308, rotate: 1e308, attributes }),
    );
    socket().notify("view", view([LED, ...odd], [{ ...wire("led:A - o0:A"), path: [`h${"9".repeat(400)}`] }]));
    // All of Wokwi's drawings are loaded for the second of them.
    await vi.waitFor(() => expect(all(".drawing > *")).toHaveLength(5), 20_000);
    await vi.waitFor(() => expect(strand(0)).toBe("highz"), 20_000);
    expect(all(".toolbar span")[0]?.textContent).toMatch(/^\d+%$/);
    const places = all(".drawing").map(({ style: { left, top } }) => `${left} ${top}`);
    expect(places.filter((place) => /NaN|e\+/.test(place))).toEqual([]);
    expect(new Set(places).size).toBe(5);
  });

  it("draws another board when its file changes", async () => {
    socket().notify("view", view([LED]));
    await vi.waitFor(() => expect(all(".drawing > *")).toHaveLength(1), 20_000);
    expect(all(".world")).toHaveLength(1);
  });
});
