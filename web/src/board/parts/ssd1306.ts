import { assign, type PartAdapter } from "./part_adapter";

const WIDTH = 128;
const HEIGHT = 64;
const LIT = [0xcf, 0xea, 0xff];

/** Hexadecimal digits, the left of four pixels in the highest bit, as red, green, blue and opacity. */
export function pixelsOf(digits: string): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  for (let i = 0; i < WIDTH * HEIGHT; ++i) {
    const digit = Number.parseInt(digits.charAt(i >> 2), 16);
    if (((digit >> (3 - (i & 3))) & 1) === 1) pixels.set([...LIT, 255], i * 4);
  }
  return pixels;
}

export const ssd1306: PartAdapter = {
  tag: "wokwi-ssd1306",
  load: () => import("@wokwi/elements/dist/esm/ssd1306-element"),
  show(element, { shows }) {
    // Where there is no canvas there is no ImageData either.
    if (typeof ImageData === "undefined") return;
    assign(element, { imageData: new ImageData(pixelsOf(String(shows["pixels"] ?? "")), WIDTH, HEIGHT) });
  },
  describe({ part }, { shows }) {
    return `OLED display ${part}, ${/[1-9a-f]/.test(String(shows["pixels"] ?? "")) ? "with a picture" : "dark"}`;
  },
};
