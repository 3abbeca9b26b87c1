import { fontA00 } from "@wokwi/elements/dist/esm/lcd1602-font-a00";
import { fontA02 } from "@wokwi/elements/dist/esm/lcd1602-font-a02";

import { type LcdRom, lcdCodes } from "./lcd_codes";
import { assign, given, number, type PartAdapter } from "./part_adapter";

const FONTS = { A00: withDrawn(fontA00), A02: withDrawn(fontA02) };

export const lcd1602 = lcd("wokwi-lcd1602", 2);
export const lcd2004 = lcd("wokwi-lcd2004", 4);

function lcd(tag: string, lines: number): PartAdapter {
  const lineNames = Array.from({ length: lines }, (_, i) => `line${i + 1}`);
  return {
    tag,
    dress(element, { attributes: { color, background, pins, variant } }) {
      assign(element, {
        color: given(color, "black"),
        background: given(background, "green"),
        pins: given(pins, "full"),
        font: FONTS[romOf(variant)],
      });
    },
    show(element, { shows }, { attributes }) {
      const rom = romOf(attributes["variant"]);
      const codes = lineNames.flatMap((line) => lcdCodes(String(shows[line] ?? ""), rom));
      const [row = 0, column = 0] = String(shows["cursor"] ?? "")
        .split(",")
        .map(Number);
      assign(element, {
        characters: Uint8Array.from(codes),
        backlight: number(shows, "backlight") > 0,
        cursor: row > 0,
        // Where there is no cursor, none can blink.
        blink: row > 0 && number(shows, "blink") === 1,
        cursorX: column - 1,
        cursorY: row - 1,
      });
    },
    describe({ part }, { shows }) {
      const text = lineNames.map((line) => String(shows[line] ?? "").trim()).filter((line) => line !== "");
      return `LCD ${part}, ${text.length ? `reads "${text.join(" / ")}"` : "blank"}`;
    },
  };
}

function romOf(variant: string | undefined): LcdRom {
  return variant === "A02" ? "A02" : "A00";
}

/** The guest's own characters are not sent: a frame is shown in place of each. */
function withDrawn(font: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(font);
  const frame = [0x1f, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1f, 0];
  for (let code = 0; code < 8; ++code) copy.set(frame, code * 8);
  return copy;
}
