import { beforeEach, describe, expect, it } from "vitest";

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
  hand = new PartHand(new PartDrawing(drawn, model, {}), model, new HeldControls(model));
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

  it("is let go of when the focus leaves while its key is down", () => {
    hand.focus();
    key("keydown", " ");
    spots()[0]?.blur();
    expect(sent()).toEqual(["b1 pressed 1", "b1 pressed 0"]);
  });

  it("says what it is and how it stands, as the program tells it", () => {
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
