import "@wokwi/elements";
import { beforeAll, describe, expect, it, vi } from "vitest";

import { ownElements } from "../../elements/index";
import { part } from "../../model/testing/bench";
import type { Controls } from "../../protocol/messages";
import { adapterOf, loadDrawings, WOKWI } from "./catalog";
import { colorsOf } from "./ili9341";
import { lcdCodes } from "./lcd_codes";
import { type PartElement, seenBrightness } from "./part_adapter";
import { pixelsOf } from "./ssd1306";

// jsdom has none, and Wokwi's OLED display keeps its picture in one.
vi.stubGlobal("ImageData", class {});

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
    const keys = JSON.stringify([..."abcdefghijklmnop"]);
    const controls = Object.fromEntries([..."abcefgijkmno"].map((key) => [key, 0]));
    const pad = part("k wokwi-membrane-keypad R1", { attributes: { columns: "3", keys }, controls });
    const zones = adapterOf(pad.type).zones?.(pad) ?? [];
    expect(zones.map(({ control }) => control).join("")).toBe("abcefgijkmno");
    expect(zones[3]).toMatchObject({ label: "Key e of k", key: "e", kind: "press" });
  });

  it("has the usual keys where the program has refused the labels", () => {
    const keys = JSON.stringify([..."abcdefghijkl"]);
    const controls = Object.fromEntries([..."123456789*0#"].map((key) => [key, 0]));
    const pad = part("k wokwi-membrane-keypad R1", { attributes: { columns: "3", keys }, controls });
    const zones = adapterOf(pad.type).zones?.(pad) ?? [];
    expect(zones.map(({ control }) => control).join("")).toBe("123456789*0#");
  });
});

it.each([
  ["1", true],
  ["true", true],
  ["", false],
  ["0", false],
  ["false", false],
  ["yes", false],
])('a switch of "%s" is as the program reads it', (text, on) => {
  expect(shown("d wokwi-led A C", { flip: text }, {}).element["flip"]).toBe(on);
  expect(shown("s wokwi-7segment A", { colon: text }, {}).element["colon"]).toBe(on);
  expect(shown("b wokwi-pushbutton 1.l", { xray: text }, {}).element["xray"]).toBe(on);
  expect(shown("k wokwi-membrane-keypad R1", { connector: text }, {}).element["connector"]).toBe(on || text === "yes");
});

describe("a custom chip", () => {
  const chip = part("c chip-gain IN", {
    title: "Amplifier",
    controls: { gain: "0.5", other: 1 },
    ranges: { gain: [0.5, 2.5, 0.1] },
  });

  it("has a slider for each control of its file", () => {
    const zones = adapterOf(chip.type).zones?.(chip) ?? [];
    expect(zones).toHaveLength(1);
    expect(zones[0]).toMatchObject({ kind: "value", control: "gain", label: "gain of c" });
    expect(zones[0]?.range).toMatchObject({ least: 0.5, most: 2.5, step: 0.1 });
  });

  it("has the name of its file", () => {
    const element = document.createElement("div") as unknown as PartElement & Record<string, unknown>;
    const adapter = adapterOf(chip.type);
    adapter.dress?.(element, chip);
    expect(element["called"]).toBe("Amplifier");
    expect(adapter.describe(chip, { controls: {}, shows: {} })).toBe("Custom chip c, Amplifier");
  });
});

it("a count is a whole number, as the program reads it", () => {
  expect(shown("s wokwi-7segment A", { digits: "2" }, {}).element["digits"]).toBe(2);
  expect(shown("s wokwi-7segment A", { digits: "2.5" }, {}).element["digits"]).toBe(1);
  expect(shown("k wokwi-membrane-keypad R1", { columns: "3" }, {}).element["columns"]).toBe("3");
  expect(shown("k wokwi-membrane-keypad R1", { columns: "3.0" }, {}).element["columns"]).toBe("4");
});

it.each(["wokwi-mpu6050", "board-bmp180"])("%s has sliders for the controls that the bench describes", (type) => {
  const chip = part(`m ${type} SDA`, { controls: { temperature: 24 }, ranges: { temperature: [-40, 85, 0.01] } });
  const zones = adapterOf(chip.type).zones?.(chip) ?? [];
  expect(zones).toMatchObject([{ kind: "value", control: "temperature", range: { least: -40, most: 85, step: 0.01 } }]);
});

it("an attribute with an empty text is not given", () => {
  expect(shown("d wokwi-led A C", { color: "" }, {}).element["color"]).toBe("red");
  expect(shown("r wokwi-resistor 1 2", { value: "" }, {}).element["value"]).toBe("1000");
  expect(shown("l wokwi-lcd1602 E", { background: "" }, {}).element["background"]).toBe("green");
  expect(shown("s wokwi-7segment A", { color: "" }, {}).element["color"]).toBe("red");
});

it.each(["constructor", "toString", "__proto__", "hasOwnProperty", "pb-page", "pb-board", "div", "chip-constructor"])(
  "a part of type %s is a plain box",
  (type) => {
    expect(adapterOf(type).tag).toBe("pb-unknown-part");
  },
);

describe("a part with values that no drawing expects", () => {
  const values = [
    "1e308",
    "-1e308",
    "1e9",
    "-1",
    "0",
    "NaN",
    "Infinity",
    "__proto__",
    "constructor",
    "",
    "\0",
    "[1",
    "{}",
  ];
  const boards = ["board-pi-pico", "wokwi-arduino-uno"];
  const others = ["wokwi-neopixel-matrix", "wokwi-led-ring", "x"];
  const types = [...ownElements.keys(), ...WOKWI.map(({ tag }) => tag), ...boards, ...others];
  const everyName = (value: string | number) => new Proxy<Controls>({}, { get: () => value, has: () => true });

  beforeAll(() => loadDrawings(boards.map((type) => part(`p ${type}`))));

  it.each(types)("%s is drawn, and soon", async (type) => {
    for (const value of values) {
      const attributes = everyName(value) as Record<string, string>;
      const drawn = part(`p ${type} A B`, { attributes });
      const stand = { controls: everyName(value), shows: everyName(value) };
      const adapter = adapterOf(type);
      const element = document.createElement(adapter.tag) as PartElement;
      adapter.dress?.(element, drawn);
      adapter.show?.(element, stand, drawn);
      document.body.replaceChildren(element);
      await element.updateComplete;
      expect(adapter.describe(drawn, stand)).toBeTypeOf("string");
      for (const { box } of adapter.zones?.(drawn) ?? []) expect(Number.isFinite(box.x + box.width)).toBe(true);
      expect(element.shadowRoot?.querySelectorAll("*").length ?? 0).toBeLessThan(20_000);
    }
  });
});

describe("sensors and motors", () => {
  it("a servo shows its angle", () => {
    const { element, words } = shown("s wokwi-servo PWM", { horn: "cross" }, { angle: 90 });
    expect(element).toMatchObject({ angle: 90, horn: "cross" });
    expect(words).toBe("Servo s, at 90 degrees");
  });

  it.each([
    ["wokwi-photoresistor-sensor", { lux: 101, limit: 100 }, "ledDO", "Light sensor s, 101 lux"],
    ["wokwi-gas-sensor", { ppm: 2000, limit: 1000 }, "ledD0", "Gas sensor s, 2000 ppm"],
  ])("%s lights its lamp above its limit", (type, controls, lamp, words) => {
    const lit = shown(`s ${type} VCC`, {}, {}, controls);
    expect([lit.element[lamp], lit.words]).toEqual([true, words]);
    expect(shown(`s ${type} VCC`, {}, {}, { ...controls, limit: 5000 }).element[lamp]).toBe(false);
  });

  it("a joystick leans where its controls are, and is pressed", () => {
    const controls = { horz: -50, vert: 100, pressed: 1 };
    const { element, words } = shown("j wokwi-analog-joystick HORZ", {}, {}, controls);
    expect(element).toMatchObject({ xValue: -0.5, yValue: 1, pressed: true });
    expect(words).toBe("Joystick j, horizontal -50, vertical 100");
  });

  it("a potentiometer is turned to its value", () => {
    expect(shown("p wokwi-potentiometer SIG", {}, {}, { value: 512 }).element).toMatchObject({ value: 512, max: 1023 });
  });
});

describe("displays and motors of Wokwi's library", () => {
  it("an OLED display has a pixel for each bit", () => {
    const pixels = pixelsOf("8".padEnd(2047, "0") + "1");
    const lit = [...pixels.keys()].filter((i) => i % 4 === 3 && pixels[i] === 255).map((i) => (i - 3) / 4);
    expect(lit).toEqual([0, 128 * 64 - 1]);
    expect(shown("o wokwi-ssd1306 CLK", {}, { pixels: "0f" }).words).toBe("OLED display o, with a picture");
    expect(shown("o wokwi-ssd1306 CLK", {}, { pixels: "00" }).words).toBe("OLED display o, dark");
  });

  it.each([
    [{}, { value: "-37", units: "steps" }],
    [{ display: "angle" }, { value: "293", units: "degrees" }],
    [{ display: "none" }, { value: "", units: "" }],
  ])("a stepper motor with %o turns to its angle", (attributes, texts) => {
    const { element, words } = shown("m wokwi-stepper-motor A+", attributes, { steps: -74, angle: 293 });
    expect(element).toMatchObject({ angle: 293, size: 23, ...texts });
    expect(words).toBe("Stepper motor m, at 293 degrees");
  });

  it("a thermometer and a scale have sliders for what they measure", () => {
    const zonesOf = (type: string, controls: Controls) => {
      const drawn = part(`s ${type} A`, { controls });
      return adapterOf(type)
        .zones?.(drawn)
        .map(({ label }) => label);
    };
    expect(zonesOf("wokwi-ds18b20", { temperature: 22 })).toEqual(["Temperature of s"]);
    expect(zonesOf("wokwi-dht11", { temperature: 24, humidity: 40 })).toEqual(["Temperature of s", "Humidity of s"]);
    expect(zonesOf("wokwi-hx711", { load: "1.5" })).toEqual(["Load of s"]);
    expect(adapterOf("wokwi-dht11").tag).toBe("wokwi-dht22");
  });
});

describe("infrared parts", () => {
  const drawn = part("r wokwi-ir-remote IR", {
    controls: Object.fromEntries(
      "power menu test plus back prev play next minus c 0 1 2 3 4 5 6 7 8 9".split(" ").map((key) => [key, 0]),
    ),
  });

  it("a remote has a zone for each key, where Wokwi draws it", () => {
    const zones = adapterOf(drawn.type).zones?.(drawn) ?? [];
    expect(zones).toHaveLength(20);
    const [power, menu] = zones;
    expect(power).toMatchObject({ control: "power", label: "Key power of r", key: "o", kind: "press" });
    expect([power!.box.x + power!.box.width / 2, menu!.box.x + menu!.box.width / 2]).toEqual([29.6, 121.4]);
    expect(zones.at(-1)).toMatchObject({ control: "9", key: "9" });
  });

  it("no two keys of a remote have the same shortcut", () => {
    const keys = adapterOf(drawn.type)
      .zones?.(drawn)
      .map(({ key }) => key);
    expect(new Set(keys).size).toBe(20);
  });

  it("a remote names the key that it sends, and light has a pin", () => {
    const { element, words } = shown("r wokwi-ir-remote IR", {}, { sends: "play" });
    expect(words).toBe("Remote control r, sends play");
    expect(element.pinInfo?.map(({ name }) => name)).toEqual(["IR"]);
  });
});

describe("a color display", () => {
  const at = (pixels: Uint8ClampedArray, i: number) => [...pixels.subarray(i * 4, i * 4 + 4)];

  it("has the colors of its runs, row by row", () => {
    const pixels = colorsOf("f800*241,07e0,ffff*5");
    expect(pixels).toHaveLength(240 * 320 * 4);
    expect([at(pixels, 0), at(pixels, 240), at(pixels, 241), at(pixels, 246), at(pixels, 247)]).toEqual([
      [255, 0, 0, 255],
      [255, 0, 0, 255],
      [0, 255, 0, 255],
      [255, 255, 255, 255],
      [0, 0, 0, 255],
    ]);
  });

  it.each(["", "f800*99999999999", "f800*999999,07e0", "zzzz", "f80,ffff", ",,,", "0000*0,ffff*-1"])(
    "is not confused by %s",
    (runs) => {
      expect(colorsOf(runs)).toHaveLength(240 * 320 * 4);
    },
  );

  it("is flipped as its attributes say, and is on or off", () => {
    const { element, words } = shown("d wokwi-ili9341 CS", { flipVertical: "1" }, { display: 1 });
    expect(element).toMatchObject({ flipHorizontal: false, flipVertical: true });
    expect(words).toBe("Color display d, on");
  });
});

it("a memory card is taken out of its socket", () => {
  const drawn = part("m wokwi-microsd-card CS", { controls: { card: 1 } });
  expect(adapterOf(drawn.type).zones?.(drawn)).toMatchObject([{ kind: "switch", control: "card" }]);
  expect(shown("m wokwi-microsd-card CS", {}, { read: 3, written: 1 }, { card: 1 }).words).toBe(
    "Memory card m, 3 blocks read, 1 written",
  );
  expect(shown("m wokwi-microsd-card CS", {}, {}, { card: 0 }).words).toBe("Socket m, without a card");
});

it("an encoder turns with its position", () => {
  const { element } = shown("e wokwi-ky-040 CLK", {}, { position: -3 }, { pressed: 1, rotate: 0 });
  expect(element).toMatchObject({ angle: 306, pressed: true });
});

it("an unknown type is a box, and a guest's chip names its guest", () => {
  expect(adapterOf("wokwi-flux-capacitor").tag).toBe("pb-unknown-part");
  const chip = shown("vm chip-virtio-gpio 0", {}, { connected: 1, guest: "QEMU" });
  expect(chip.words).toBe("Chip vm, connected: QEMU");
  expect(adapterOf("chip-my-adc").tag).toBe("pb-unknown-part");
  expect(shown("adc chip-my-adc VCC", {}, {}).words).toBe("Custom chip adc, chip-my-adc");
});
