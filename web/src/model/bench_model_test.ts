import { afterEach, describe, expect, it, vi } from "vitest";

import { Conflicts } from "./conflicts";
import { HeldControls } from "./held_controls";
import type { PinChanges } from "./pin_table";
import { modelOf, part, view, wire } from "./testing/bench";

const CHIP = part("vm chip-virtio-gpio 0 1");
const BUTTON = part("b1 wokwi-pushbutton 1.l 2.l", { controls: { pressed: 0 } });

describe("BenchModel", () => {
  it("numbers pins as they follow each other over all parts", async () => {
    const { model } = await modelOf(view([CHIP, BUTTON]));
    expect(model.pins.names).toEqual(["vm:0", "vm:1", "b1:1.l", "b1:2.l"]);
    expect(model.pins.number("b1:2.l")).toBe(3);
    expect(model.pins.firstOf.get("b1")).toBe(2);
  });

  it("applies levels, and reports which pins changed and which changed more than once", async () => {
    const { model, socket } = await modelOf(view([CHIP, BUTTON]));
    const told: PinChanges[] = [];
    model.onLevels.add((changes) => told.push(changes));
    const levels = [
      [0, 1, 1, 1, 0, 2],
      [3, 2, 0, 2, 40, 1],
    ];
    socket().notify("levels", { time: 2, pins: levels });
    expect(told).toEqual([{ changed: [0, 3], busy: [3] }]);
    expect([model.pins.state[0], model.pins.direction[0], model.pins.hand[3]]).toEqual([1, 1, 1]);
  });

  it("passes over a pin that the board does not have any more", async () => {
    const { model, socket } = await modelOf(view([CHIP]));
    socket().notify("levels", { time: 2, pins: [[99, 1, 1, 1, 0, 2]] });
    expect(model.pins.count).toBe(2);
  });

  it("draws nothing anew when only levels differ, but reports controls and levels", async () => {
    const { model, socket } = await modelOf(view([BUTTON]));
    let diagrams = 0;
    const parts: string[] = [];
    model.onDiagram.add(() => ++diagrams);
    model.onPart.add((name) => parts.push(name));
    socket().notify("view", view([{ ...BUTTON, controls: { pressed: 1 } }]));
    expect([diagrams, parts, model.stand("b1").controls]).toEqual([0, ["b1"], { pressed: 1 }]);
    socket().notify("view", view([{ ...BUTTON, left: 10 }]));
    expect(diagrams).toBe(1);
  });

  it("agrees with what other pages do", async () => {
    const { model, socket } = await modelOf(view([BUTTON]));
    socket().notify("part", { part: "b1", controls: { pressed: 1 }, shows: {}, time: 5 });
    socket().notify("bounce", { mode: "on", longest: 5_000_000 });
    expect(model.stand("b1").controls.pressed).toBe(1);
    expect(model.bounce).toEqual({ mode: "on", longest: 5_000_000 });
  });

  it("has no names in a part but those of its message", async () => {
    const named = (json: string) => JSON.parse(json) as Record<string, string>;
    const attributes = named('{"__proto__": "x", "1e308": "y"}');
    const controls = named('{"constructor": "1"}');
    const { model, socket } = await modelOf(view([{ ...BUTTON, attributes, controls }]));
    const [drawn] = model.diagram.parts;
    expect(Object.entries(drawn?.attributes ?? {})).toEqual([
      ["__proto__", "x"],
      ["1e308", "y"],
    ]);
    expect(drawn?.attributes["constructor"]).toBeUndefined();
    expect(model.stand("b1").controls).toHaveProperty("constructor", "1");
    expect("toString" in model.stand("b1").controls).toBe(false);
    socket().notify("part", { part: "b1", controls: {}, shows: named('{"__proto__": "z"}'), time: 2 });
    expect(Object.keys(model.stand("b1").shows)).toEqual(["__proto__"]);
  });

  it("takes a place that a browser cannot draw as not given", async () => {
    const places = [1e308, -1e308, Infinity, NaN, 12.5];
    const { model } = await modelOf(view(places.map((left, i) => part(`p${i} wokwi-led`, { left, rotate: left }))));
    expect(model.diagram.parts.map(({ left }) => left)).toEqual([0, 0, 0, 0, 12.5]);
    expect(model.diagram.parts.map(({ placed }) => placed)).toEqual([false, false, false, false, true]);
    for (const { rotate } of model.diagram.parts) expect(Math.abs(rotate)).toBeLessThan(360);
  });

  it("reports errors", async () => {
    const { model, socket } = await modelOf(view([CHIP]));
    const troubles: string[] = [];
    model.onTrouble.add((text) => troubles.push(text));
    model.report(model.drive("vm:9", "1"));
    socket().say([1, 1, { code: 2, message: "vm has no pin 9" }, null]);
    await vi.waitFor(() => expect(troubles).toEqual(["vm has no pin 9"]), 20_000);
  });
});

describe("Conflicts", () => {
  it("makes one of all pins that wires join, with those that drive first", async () => {
    const parts = [CHIP, part("led wokwi-led A C"), part("not wokwi-gate-not IN OUT")];
    const { model, socket } = await modelOf(view(parts, [wire("vm:0 - led:A"), wire("led:A - not:OUT")]));
    const conflicts = new Conflicts(model.diagram, model.pins);
    expect(conflicts.nets()).toEqual([]);
    const fighting = [0, 2, 5].map((pin) => [pin, 3, pin === 2 ? 0 : 1, 1, 0, 2]);
    socket().notify("levels", { time: 2, pins: fighting });
    expect(conflicts.nets()).toEqual([["vm:0", "not:OUT", "led:A"]]);
  });
});

describe("HeldControls", () => {
  afterEach(() => vi.useRealTimers());

  it("presses once and releases once", async () => {
    const { model, socket } = await modelOf(view([BUTTON]));
    const held = new HeldControls(model);
    held.hold("b1", "pressed");
    held.hold("b1", "pressed");
    held.release("b1", "pressed");
    held.release("b1", "pressed");
    expect(socket().calls("control")).toEqual([
      ["b1", "pressed", 1],
      ["b1", "pressed", 0],
    ]);
  });

  it("sends releases made without a connection once it is back", async () => {
    vi.useFakeTimers();
    const { model, socket } = await modelOf(view([BUTTON]));
    const held = new HeldControls(model);
    held.hold("b1", "pressed");
    socket().close();
    held.release("b1", "pressed");
    await vi.advanceTimersByTimeAsync(250);
    socket().open();
    socket().answer("view", view([{ ...BUTTON, controls: { pressed: 1 } }]));
    await vi.advanceTimersByTimeAsync(0);
    expect(socket().calls("control")).toEqual([["b1", "pressed", 0]]);
  });
});
