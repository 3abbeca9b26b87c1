import { beforeAll, describe, expect, it } from "vitest";

import { BOARDS, boardOf } from "./boards/index";
import type { MicrocontrollerElement } from "./microcontroller_element";
import { all, mount, one, pinsOf, texts } from "./testing/mount";

const LINES = pinsOf(Array.from({ length: 40 }, (_, i) => String(i)));
const CHIP = { partId: "esp", type: "chip-virtio-gpio", pins: LINES };

function draw(board: string, properties: Partial<MicrocontrollerElement>): Promise<MicrocontrollerElement> {
  return mount<MicrocontrollerElement>("pb-microcontroller", { board: boardOf(board)!, ...properties });
}

beforeAll(async () => {
  await Promise.all(BOARDS.flatMap(({ art }) => art?.load() ?? []));
});

describe("a board that is a guest's chip", () => {
  it("has the guest's lines at the pins of the board", async () => {
    const element = await draw("board-esp32-devkit-c-v4", CHIP);
    const at = new Map(element.pinInfo.map(({ name, x, y }) => [name, [x, y]]));
    expect(at.get("13")).toEqual([4.611, 163.2]);
    expect(at.get("23")).toEqual([100.762, 38.4]);
  });

  it("names its guest", async () => {
    const shows = { connected: 1, guest: "QEMU 9.2, Linux, virtio-gpio" };
    const element = await draw("board-esp32-devkit-c-v4", { ...CHIP, shows });
    expect(one(element, "svg").getAttribute("aria-label")).toBe(
      "esp, ESP32 DevKitC V4 as the chip of a guest, connected: QEMU 9.2, Linux, virtio-gpio",
    );
    expect(all(element, ".status").map((row) => row.textContent)).toEqual(["QEMU 9.2,", "Linux,", "virtio-gpio"]);
    expect(one(element, ".lamp").classList.contains("on")).toBe(true);
    element.shows = { connected: 0, guest: "" };
    await element.updateComplete;
    expect(one(element, ".status").textContent).toBe("no guest");
  });

  it("shows the level of a line at its pin, and of a line without a pin in a cell", async () => {
    const levels = new Uint8Array(40).fill(2);
    const element = await draw("board-esp32-devkit-c-v4", { ...CHIP, levels });
    levels[13] = 1;
    levels[31] = 3;
    element.levels = levels;
    await element.updateComplete;
    expect(one(element, ".level.high").parentElement?.getAttribute("data-pin")).toBe("13");
    expect(one(element, ".level.conflict").parentElement?.getAttribute("data-pin")).toBe("31");
  });

  it("lights a LED of the board by its line, also one that is lit while the line is low", async () => {
    const pico = await draw("wokwi-pi-pico", { ...CHIP, pins: LINES.slice(0, 30), levels: Array<number>(30).fill(1) });
    expect(all(pico, ".light.lit")).toHaveLength(1);
    const pill = await draw("board-stm32-bluepill", { ...CHIP, pins: pinsOf(["45"]), levels: [1] });
    expect(all(pill, ".light.lit")).toHaveLength(0);
    pill.levels = [0];
    await pill.updateComplete;
    expect(all(pill, ".light.lit")).toHaveLength(1);
  });

  it("is Wokwi's drawing where there is one, with its lamp", async () => {
    const uno = await draw("wokwi-arduino-uno", { ...CHIP, pins: pinsOf(["13"]), levels: [1] });
    expect(one(uno, "wokwi-arduino-uno")).toMatchObject({ led13: true, ledPower: true });
    expect(uno.pinInfo).toMatchObject([{ name: "13", x: 125, y: 9 }]);
  });
});

describe("a board that is not the guest", () => {
  it("has its pins by their names, and no lamp of a guest", async () => {
    const pins = pinsOf(["GP15", "3V3", "GND", "GND.3", "GND.9"]);
    const element = await draw("board-pi-pico", {
      partId: "pico",
      type: "board-pi-pico",
      pins,
      levels: [2, 1, 0, 0, 0],
    });
    expect(one(element, "svg").getAttribute("aria-label")).toBe("pico, Raspberry Pi Pico");
    expect(all(element, ".lamp")).toHaveLength(0);
    const [, , ground, third, ninth] = element.pinInfo;
    expect([ninth?.x, ninth?.y]).toEqual([ground?.x, ground?.y]);
    expect(third?.y).toBeGreaterThan(ground?.y ?? 0);
    // A mark for a pad: several pins of the part may be at one.
    expect(all(element, ".level.low")).toHaveLength(2);
    expect(texts(element)).toContain("GP15");
  });
});
