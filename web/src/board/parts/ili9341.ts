import { assign, flag, number, type PartAdapter, type PartElement } from "./part_adapter";

const WIDTH = 240;
const HEIGHT = 320;
const RUN = /^([0-9a-f]{4})(?:\*(\d{1,6}))?$/;

/** A colour of 5 bits of red, 6 of green and 5 of blue, with full intensity where all bits are set. */
function rgb(color: number): [number, number, number] {
  return [((color >> 11) * 255) / 31, (((color >> 5) & 63) * 255) / 63, ((color & 31) * 255) / 31];
}

/** Runs of colours, "f800*240,07e0", as red, green, blue and opacity; what is not given is black. */
export function colorsOf(runs: string): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  for (let i = 3; i < pixels.length; i += 4) pixels[i] = 255;
  let at = 0;
  for (const run of runs.split(",", WIDTH * HEIGHT)) {
    const [, color = "", count = "1"] = RUN.exec(run) ?? [];
    if (color === "") break;
    const values = rgb(Number.parseInt(color, 16));
    const end = Math.min(at + Number(count) * 4, pixels.length);
    for (; at < end; at += 4) pixels.set(values, at);
  }
  return pixels;
}

function paint(element: PartElement, runs: string): void {
  const context = element.shadowRoot?.querySelector("canvas")?.getContext("2d");
  context?.putImageData(new ImageData(colorsOf(runs), WIDTH, HEIGHT), 0, 0);
}

export const ili9341: PartAdapter = {
  tag: "wokwi-ili9341",
  load: () => import("@wokwi/elements/dist/esm/ili9341-element"),
  dress(element, { attributes: { flipHorizontal, flipVertical } }) {
    assign(element, { flipHorizontal: flag(flipHorizontal), flipVertical: flag(flipVertical) });
  },
  show(element, { shows }) {
    // Where there is no canvas there is no ImageData either.
    if (typeof ImageData === "undefined") return;
    const runs = String(shows["pixels"] ?? "");
    // The canvas exists once the element has been drawn.
    void element.updateComplete?.then(() => paint(element, runs));
  },
  describe: ({ part }, { shows }) => `Color display ${part}, ${number(shows, "display") === 1 ? "on" : "off"}`,
};
