import { beforeEach, describe, expect, it, vi } from "vitest";

import { HeldControls } from "../model/held_controls";
import { modelOf, part, view } from "../model/testing/bench";
import type { DrawnPart } from "../protocol/messages";
import type { FakeSocket } from "../protocol/testing/fake_socket";
import { BoardKeys } from "./board_keys";
import { PartDrawing } from "./part_drawing";
import { PartHand } from "./part_hand";

const BUTTON = part("b1 wokwi-pushbutton 1.l", { controls: { pressed: 0 }, attributes: { key: "w" } });
const SWITCH = part("s1 wokwi-slide-switch 1", { controls: { value: 0 } });
const ENCODER = part("e1 wokwi-ky-040 CLK", { controls: { rotate: 0, pressed: 0 } });
const KEYPAD = part("k1 wokwi-membrane-keypad R1", { controls: { "1": 0, "5": 0 } });
const DIP = part("d1 wokwi-dip-switch-8 1a", { controls: { "1": 0, "2": 1 } });

let socket: FakeSocket;
let hand: PartHand;

async function take(drawn: DrawnPart): Promise<void> {
  const { model, socket: last } = await modelOf(view([drawn]));
  hand = new PartHand(new PartDrawing(drawn, model), model, new HeldControls(model));
  model.onPart.add(() => hand.show());
  document.body.replaceChildren(hand.frame);
  socket = last();
}
const spots = () => [...hand.frame.querySelectorAll<HTMLElement>("[role]")];
const labels = () => spots().map((spot) => spot.getAttribute("aria-label"));
const sent = () => socket.calls("control").map((params) => (params as unknown[]).join(" "));

function key(type: "keydown" | "keyup", name: string, init: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent(type, { key: name, code: name, bubbles: true, cancelable: true, ...init }));
}
function strike(name: string, init: KeyboardEventInit = {}): void {
  key("keydown", name, init);
  key("keyup", name, init);
}
function pointer(type: string, at: number, init: MouseEventInit = {}): void {
  const spot = spots()[at] as HTMLElement;
  spot.setPointerCapture = () => undefined;
  spot.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, ...init }));
}

describe("a sensor", () => {
  const SONAR = part("u1 wokwi-hc-sr04 TRIG", { controls: { distance: 400 } });
  const slider = () => hand.frame.querySelector("input") as HTMLInputElement;
  const drag = (value: number) => {
    slider().value = String(value);
    slider().dispatchEvent(new Event("input", { bubbles: true }));
  };
  const answer = (distance: number) =>
    socket.answer("control", { part: "u1", controls: { distance }, shows: {}, time: 1 });

  it("has a slider with its value in words, which follows the program", async () => {
    await take(SONAR);
    expect([slider().value, slider().min, slider().max]).toEqual(["400", "2", "1000"]);
    expect(slider().getAttribute("aria-label")).toBe("Distance of u1");
    socket.notify("part", { part: "u1", controls: { distance: 37 }, shows: {}, time: 1 });
    expect([slider().value, slider().getAttribute("aria-valuetext")]).toEqual(["37", "37 cm"]);
    expect(hand.frame.getAttribute("aria-label")).toBe("Distance sensor u1, 37 cm");
  });

  it("sends one value at a time, and of those chosen meanwhile the last", async () => {
    await take(SONAR);
    for (const value of [100, 110, 120]) drag(value);
    expect(sent()).toEqual(["u1 distance 100"]);
    answer(100);
    await vi.waitFor(() => expect(sent()).toEqual(["u1 distance 100", "u1 distance 120"]), 20_000);
    expect(slider().value).toBe("120");
    answer(120);
    await vi.waitFor(() => expect(hand.frame.getAttribute("aria-label")).toBe("Distance sensor u1, 120 cm"), 20_000);
    drag(130);
    await vi.waitFor(() => expect(sent().at(-1)).toBe("u1 distance 130"), 20_000);
  });

  it("has no slider where the program does not simulate it", async () => {
    await take(part("u1 wokwi-hc-sr04 TRIG"));
    expect(slider()).toBeNull();
  });

  it("of motion is a switch", async () => {
    await take(part("p1 wokwi-pir-motion-sensor OUT", { controls: { motion: 0 }, shows: { out: 1 } }));
    expect(labels()).toEqual(["Motion before p1, none"]);
    pointer("pointerdown", 0);
    expect(sent()).toEqual(["p1 motion 1"]);
    expect(hand.frame.getAttribute("aria-label")).toBe("Motion sensor p1, output high");
  });
});

describe("a push button", () => {
  beforeEach(() => take(BUTTON));

  it("is pressed while a pointer is down", () => {
    pointer("pointerdown", 0);
    expect(sent()).toEqual(["b1 pressed 1"]);
    pointer("pointerup", 0);
    pointer("lostpointercapture", 0);
    expect(sent()).toEqual(["b1 pressed 1", "b1 pressed 0"]);
  });

  it("is pressed while Space or Enter is down, however often the key repeats", () => {
    hand.focus();
    key("keydown", " ");
    key("keydown", " ", { repeat: true });
    key("keyup", " ");
    strike("Enter");
    expect(sent()).toEqual(["b1 pressed 1", "b1 pressed 0", "b1 pressed 1", "b1 pressed 0"]);
  });

  it("stays held by a Ctrl-click until it is clicked again", () => {
    pointer("pointerdown", 0);
    pointer("pointerup", 0, { ctrlKey: true });
    expect(sent()).toEqual(["b1 pressed 1"]);
    expect(spots()[0]?.classList.contains("sticky")).toBe(true);
    pointer("pointerdown", 0);
    pointer("pointerup", 0);
    expect(sent()).toEqual(["b1 pressed 1", "b1 pressed 0"]);
  });

  it("is released when the focus leaves while its key is down", () => {
    hand.focus();
    key("keydown", " ");
    spots()[0]?.blur();
    expect(sent()).toEqual(["b1 pressed 1", "b1 pressed 0"]);
  });

  it("has a label with its name and state, as the program reports them", () => {
    expect(labels()).toEqual(["Push button b1, released"]);
    socket.notify("part", { part: "b1", controls: { pressed: 1 }, shows: {}, time: 1 });
    expect(labels()).toEqual(["Push button b1, pressed"]);
  });

  it("is pressed by the key that its attribute names, but not where one types", () => {
    const keys = new BoardKeys(() => [hand], {
      zoomIn: () => undefined,
      zoomOut: () => undefined,
      fit: () => undefined,
      pins: () => undefined,
      escape: () => undefined,
    });
    strike("W");
    expect(sent()).toEqual(["b1 pressed 1", "b1 pressed 0"]);
    document.body.append(document.createElement("input"));
    document.querySelector("input")?.focus();
    strike("w");
    key("keydown", "w");
    keys.stop();
    expect(sent()).toHaveLength(2);
  });
});

it("a slide switch goes over with Space, and to a side with an arrow", async () => {
  await take(SWITCH);
  hand.focus();
  strike(" ");
  strike("ArrowRight");
  strike("ArrowLeft");
  expect(sent()).toEqual(["s1 value 1", "s1 value 1", "s1 value 0"]);
  expect(spots()[0]?.getAttribute("aria-checked")).toBe("false");
});

it("an encoder turns with the arrows, as often as they repeat, and is pressed by Space", async () => {
  await take(ENCODER);
  hand.focus();
  strike("ArrowUp");
  key("keydown", "ArrowRight", { repeat: true });
  strike("ArrowDown");
  strike(" ");
  expect(sent()).toEqual(["e1 rotate 1", "e1 rotate 1", "e1 rotate -1", "e1 pressed 1", "e1 pressed 0"]);
});

it("a keypad is one stop of Tab; arrows walk over its keys, and a key that is typed presses its own", async () => {
  await take(KEYPAD);
  expect(spots().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
  hand.focus();
  strike("ArrowRight");
  strike("ArrowDown");
  strike(" ");
  strike("1");
  expect(sent()).toEqual(["k1 5 1", "k1 5 0", "k1 1 1", "k1 1 0"]);
  expect(spots().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
});

it("two keys of a keypad can be held by two fingers", async () => {
  await take(KEYPAD);
  pointer("pointerdown", 0);
  pointer("pointerdown", 5);
  expect(sent()).toEqual(["k1 1 1", "k1 5 1"]);
});

it("a DIP switch goes over with the digit, and on or off with arrows", async () => {
  await take(DIP);
  hand.focus();
  strike("2");
  strike("ArrowUp");
  expect(sent()).toEqual(["d1 2 0", "d1 1 1"]);
});
