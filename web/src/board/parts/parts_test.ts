import { describe, expect, it } from "vitest";

import { part } from "../../model/testing/bench";
import type { Controls } from "../../protocol/messages";
import { adapterOf } from "./catalog";
import { lcdCodes } from "./lcd_codes";
import { type PartElement, seenBrightness } from "./part_adapter";

/** What an adapter sets on its element, for a part that shows this. */
function shown(line: string, attributes: Record<string, string>, shows: Controls, controls: Controls = {}) {
  const drawn = part(line, { attributes });
  const element = document.createElement("div") as unknown as PartElement & Record<string, unknown>;
  const adapter = adapterOf(drawn.type);
  adapter.dress?.(element, drawn);
  adapter.show?.(element, { controls, shows }, drawn);
  return { element, words: adapter.describe(drawn, { controls, shows }) };
}

describe("LED", () => {
  it("is as bright as an eye sees its duty, and dark at none", () => {
    const half = shown("d wokwi-led A C", { color: "blue", flip: "1" }, { lit: 1, brightness: 50 });
    expect(half.element).toMatchObject({ color: "blue", flip: true, value: true });
    expect(half.element["brightness"]).toBeCloseTo(0.78, 2);
    expect(half.words).toBe("LED d, blue, 50 percent bright");
    expect(shown("d wokwi-led A C", {}, { lit: 0, brightness: 0 }).element["value"]).toBe(false);
  });

  it("takes a gamma", () => {
    const linear = shown("d wokwi-led A C", { gamma: "1.0" }, { brightness: 25 });
    expect(linear.element["brightness"]).toBe(0.25);
  });
});

it("seenBrightness grows from 0 to 1", () => {
  expect([0, 1, 50, 100, 120].map((percent) => Math.round(seenBrightness(percent) * 100))).toEqual([
    0, 19, 78, 100, 100,
  ]);
});

describe("seven segments", () => {
  const digit = (percent: number) => Array<number>(8).fill(percent);

  it("shows digits that take turns as lit, and not what only glimmers", () => {
    const brightness = [...digit(25), ...digit(2), ...digit(25), ...digit(0), 25].join(",");
    const { element, words } = shown("s wokwi-7segment A", { digits: "4", colon: "1" }, { text: "8.1", brightness });
    const on = element["values"] as number[];
    expect([on[0], on[8], on[16], on[24]]).toEqual([1, 0, 1, 0]);
    expect(on).toHaveLength(32);
    expect(element["colonValue"]).toBe(true);
    expect(words).toBe('Seven-segment display s, reads "8.1"');
  });
});

describe("LCD", () => {
  it("gives the font the codes of both lines, and the place of the cursor", () => {
    const shows = { line1: "A", line2: "b", cursor: "2,5", blink: 1, backlight: 0 };
    const { element, words } = shown("l wokwi-lcd1602 E", {}, shows);
    expect(element).toMatchObject({ backlight: false, cursor: true, blink: true, cursorX: 4, cursorY: 1 });
    expect([...(element["characters"] as Uint8Array)]).toEqual([0x41, 0x62]);
    expect(words).toBe('LCD l, reads "A / b"');
  });

  it.each([
    ["A00", "g¥→ﾊΩ", [0x67, 0x5c, 0x7e, 0xca, 0xf4]],
    ["A00", "\\é", [0x20, 0x20]],
    ["A02", "\\éБα", [0x5c, 0xe9, 0x80, 0x90]],
    ["A02", "\ue003", [3]],
  ] as const)("knows the characters of ROM %s: %s", (rom, text, codes) => {
    expect(lcdCodes(text, rom)).toEqual(codes);
  });
});

describe("keypad", () => {
  it("has a key for each label, in rows of four places also where a row has three", () => {
    const keys = JSON.stringify([..."123A456B789C*0#D"]);
    const pad = part("k wokwi-membrane-keypad R1", { attributes: { columns: "3", keys } });
    const zones = adapterOf(pad.type).zones?.(pad) ?? [];
    expect(zones.map(({ control }) => control).join("")).toBe("123456789*0#");
    expect(zones[3]).toMatchObject({ label: "Key 4 of k", key: "4", kind: "press" });
  });
});

it("an encoder turns with its position", () => {
  const { element } = shown("e wokwi-ky-040 CLK", {}, { position: -3 }, { pressed: 1, rotate: 0 });
  expect(element).toMatchObject({ angle: 306, pressed: true });
});

it("a type that nobody knows is a box, and a guest's chip says who is on it", () => {
  expect(adapterOf("wokwi-flux-capacitor").tag).toBe("pb-unknown-part");
  const chip = shown("vm chip-virtio-gpio 0", {}, { connected: 1, guest: "QEMU" });
  expect(chip.words).toBe("Chip vm, connected: QEMU");
});
