import { describe, expect, it } from "vitest";

import { part } from "../../model/testing/bench";
import { adapterOf, loadDrawings } from "./catalog";

const CHIP = part("esp chip-virtio-gpio 0 1", { attributes: { board: "board-esp32-devkit-c-v4" } });

describe("a chip that was a board", () => {
  it("is a chip until its drawing is there, then the board", async () => {
    expect(adapterOf(CHIP.type, CHIP.attributes).tag).toBe("pb-chip");
    await loadDrawings([CHIP]);
    expect(adapterOf(CHIP.type, CHIP.attributes).tag).toBe("pb-microcontroller");
    expect(adapterOf(CHIP.type).tag).toBe("pb-chip");
  });

  it.each(["board-mine", "constructor", "__proto__", "chip-virtio-gpio", "wokwi-led", ""])(
    "is a chip where its board is %s",
    async (board) => {
      const attributes = { board };
      await loadDrawings([CHIP, { type: "chip-native-gpio", attributes }]);
      expect(adapterOf("chip-native-gpio", attributes).tag).toBe("pb-chip");
    },
  );

  it("is described with its guest", async () => {
    await loadDrawings([CHIP]);
    const { describe } = adapterOf(CHIP.type, CHIP.attributes);
    const stand = { controls: {}, shows: { connected: 1, guest: "QEMU" } };
    expect(describe(CHIP, stand)).toBe("ESP32 DevKitC V4 esp, connected: QEMU");
  });
});

describe("a board that is not the guest", () => {
  it.each(["board-pi-pico", "wokwi-arduino-uno", "board-esp32-devkit-v1"])("%s is drawn as a board", async (type) => {
    const board = part(`mcu ${type} GND`);
    await loadDrawings([board]);
    expect(adapterOf(type).tag).toBe("pb-microcontroller");
    expect(adapterOf(type).describe(board, { controls: {}, shows: {} })).not.toContain("guest");
  });

  it("of a type that only the user has is a box", async () => {
    await loadDrawings([part("mcu board-mine GND")]);
    expect(adapterOf("board-mine").tag).toBe("pb-unknown-part");
  });
});
