import { describe, expect, it } from "vitest";

import { BOARD_SIZES } from "./breadboard_layout";
import { ownElements, PITCH, UNKNOWN_PART } from "./index";
import type { PartElement } from "./part_element";
import { all, levelsOf, mount, one, pinsOf } from "./testing/mount";
import { overflowing } from "./testing/overflow";
import { GUEST_CHIPS } from "../model/guest_chips";

/** As `pinbridge parts` lists them. */
const PINS: Record<string, string> = {
  "board-ds18b20": "GND DQ VCC",
  "board-ssd1306": "GND VCC SCL SDA",
  "host-gpio": "IO",
  "net-link": "NET",
  "wokwi-74hc165": "PL CP CE DS Q7 Q7_N VCC GND D0 D1 D2 D3 D4 D5 D6 D7",
  "wokwi-74hc595": "DS SHCP STCP OE MR Q7S VCC GND Q0 Q1 Q2 Q3 Q4 Q5 Q6 Q7",
  "wokwi-a4988": "ENABLE MS1 MS2 MS3 RESET SLEEP STEP DIR GND.1 VDD 2B 2A 1A 1B GND.2 VMOT",
  "wokwi-clock-generator": "CLK",
  "wokwi-drv8825": "ENABLE M0 M1 M2 RESET SLEEP STEP DIR GND.1 FAULT A2 A1 B1 B2 GND.2 VMOT",
  "wokwi-ds18b20": "GND DQ VCC",
  "wokwi-flip-flop-d": "D CLK Q NOTQ",
  "wokwi-flip-flop-dr": "D CLK Q NOTQ R",
  "wokwi-flip-flop-dsr": "D CLK Q NOTQ S R",
  "wokwi-flip-flop-sr": "S CLK R Q NOTQ",
  "wokwi-gate-and-2": "A B OUT",
  "wokwi-gate-buffer": "IN OUT",
  "wokwi-gate-nand-2": "A B OUT",
  "wokwi-gate-nor-2": "A B OUT",
  "wokwi-gate-not": "IN OUT",
  "wokwi-gate-or-2": "A B OUT",
  "wokwi-gate-xnor-2": "A B OUT",
  "wokwi-gate-xor-2": "A B OUT",
  "wokwi-gnd": "GND",
  "wokwi-junction": "J",
  "wokwi-logic-analyzer": "D0 D1 D2 D3 D4 D5 D6 D7 GND",
  "wokwi-max7219-matrix": "V+ GND DIN CS CLK V+.2 GND.2 DOUT CS.2 CLK.2",
  "wokwi-mux-2": "A B SEL OUT",
  "wokwi-relay-module": "VCC GND IN NC COM NO",
  "wokwi-text": "",
  "wokwi-tm1637-7segment": "CLK DIO VCC GND",
  "wokwi-vcc": "VCC",
};

const TYPES = Object.keys(PINS);
const LONG = "a name that is much longer than there is room for anywhere on it";

function namesOf(type: string): string[] {
  return PINS[type]!.split(" ").filter((name) => name !== "");
}

async function draw(type: string, level: number): Promise<PartElement> {
  const names = namesOf(type);
  return mount(ownElements.get(type)!, {
    partId: "p1",
    type,
    pins: names.map((name) => ({ name, label: LONG })),
    attrs: { text: "Hello", frequency: "10k" },
    levels: names.map(() => level),
  });
}

describe("the parts that Wokwi's library does not draw", () => {
  it("all have an element", () => {
    expect([...ownElements.keys()].sort()).toEqual([...TYPES, ...BOARD_SIZES.keys(), ...GUEST_CHIPS].sort());
    for (const tag of [...ownElements.values(), UNKNOWN_PART]) expect(customElements.get(tag), tag).toBeDefined();
  });

  it.each(TYPES)("%s has the pins of the program's part, each at a place of its own", async (type) => {
    const { pinInfo } = await draw(type, 0);
    expect(pinInfo.map((pin) => pin.name).sort()).toEqual(namesOf(type).sort());
    expect(new Set(pinInfo.map(({ x, y }) => `${x} ${y}`)).size).toBe(pinInfo.length);
  });

  it.each(TYPES.filter((type) => /gate|flip-flop|mux|clock/.test(type)))(
    "%s has its pins on the grid",
    async (type) => {
      for (const { name, x, y } of (await draw(type, 0)).pinInfo) {
        expect(x / PITCH, `x of ${name}`).toBeCloseTo(Math.round(x / PITCH), 6);
        expect(y / PITCH, `y of ${name}`).toBeCloseTo(Math.round(y / PITCH), 6);
      }
    },
  );

  it.each(TYPES.filter((type) => type !== "wokwi-text"))("%s has a name for who does not see it", async (type) => {
    const svg = one(await draw(type, 0), "svg");
    expect(svg.getAttribute("role")).toBe("img");
    expect(svg.getAttribute("aria-label")).toMatch(/^p1, ./);
  });

  it.each(TYPES.filter((type) => type !== "wokwi-text"))("no text leaves the drawing of %s", async (type) => {
    expect(overflowing(await draw(type, 1))).toEqual([]);
  });

  it.each(TYPES.filter((type) => namesOf(type).length > 0))("%s looks different at each level", async (type) => {
    const pictures = new Set<string>();
    for (const level of [0, 1, 2, 3]) pictures.add(((await draw(type, level)).renderRoot as ShadowRoot).innerHTML);
    expect(pictures.size).toBe(4);
  });
});

describe("a part of an unknown type", () => {
  const names = ["VCC", "SDA", "a_pin_with_a_long_name"];

  it("is a box with its id, its type, and the pins that wires name", async () => {
    const element = await mount(UNKNOWN_PART, {
      partId: "oled1",
      type: "board-of-tomorrow",
      pins: pinsOf(names),
      levels: levelsOf(names, { SDA: 3 }),
      shows: { speed: 40, text: "forward" },
    });
    expect(all(element, ".shown").map((text) => text.textContent)).toEqual(["speed 40", "text forward"]);
    expect(element.pinInfo.map(({ name, x, y }) => [name, x, y])).toEqual([
      ["VCC", 0, 38.4],
      ["SDA", 0, 48],
      ["a_pin_with_a_long_name", 134.4, 38.4],
    ]);
    expect(one(element, "svg").getAttribute("aria-label")).toBe("oled1, a part of the unknown type board-of-tomorrow");
    expect(one(element, ".name").textContent).toBe("oled1");
    expect(one(element, ".type").textContent).toBe("board-of-tomorrow");
    expect(one(element, ".level.conflict").getAttribute("transform")).toBe("translate(8 48)");
    expect(overflowing(element)).toEqual([]);
  });
});
