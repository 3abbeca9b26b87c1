import { describe, expect, it } from "vitest";

import "../board/wokwi_elements";
import { part, view, wire } from "../model/testing/bench";
import type { Still } from "../protocol/messages";
import { picture } from "./picture";

const LED: Still = {
  part: {
    part: "led0",
    type: "wokwi-led",
    left: 30,
    top: 40,
    placed: true,
    rotate: 90,
    hide: true,
    attributes: { color: "green" },
    controls: {},
    shows: { lit: 1, brightness: 100 },
    pins: [
      { name: "A", label: "" },
      { name: "C", label: "" },
    ],
  },
  pins: [
    [1, 0, 0, 0, 2],
    [0, 0, 0, 0, 2],
  ],
};

describe("picture", () => {
  it("draws the part as it was, also one that the board hides", async () => {
    await picture(LED, document.body);
    const element = document.querySelector<HTMLElement>("wokwi-led");
    expect(element).toMatchObject({ color: "green", value: true });
    expect(element?.parentElement?.hidden).toBe(false);
  });

  it("draws a part of an unknown type as a box", async () => {
    await picture({ ...LED, part: { ...LED.part, type: "wokwi-none" } }, document.body);
    expect(document.body.firstElementChild?.childElementCount).toBe(1);
  });

  it("draws a board with all parts, the levels of its wires, and its size", async () => {
    const parts = [
      part("vm chip-virtio-gpio 0", { left: 0, top: 0 }),
      part("led wokwi-led A C", { left: 200, top: 100, shows: { lit: 1, brightness: 100 } }),
    ];
    const board = view(parts, [wire("vm:0 - led:A")]);
    board.pins = [
      [1, 1, 3, 0, 2],
      [1, 0, 3, 0, 2],
      [0, 0, 0, 0, 2],
    ];
    const { width, height } = await picture(board, document.body);
    const root = document.body.firstElementChild?.shadowRoot;
    expect([...(root?.querySelectorAll(".drawing > *") ?? [])].map(({ localName }) => localName)).toEqual([
      "pb-chip",
      "wokwi-led",
    ]);
    expect(root?.querySelector("wokwi-led")).toMatchObject({ value: true });
    expect(root?.querySelector(".strand path")?.getAttribute("class")).toBe("high");
    expect(root?.querySelector(".world")?.className).toBe("world");
    // jsdom measures nothing: what remains is the end of the wire at led:A, and the margin on both sides.
    expect([width, height]).toEqual([200 + 25 + 48, 100 + 42 + 48]);
  });
});
