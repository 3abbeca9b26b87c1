import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, it, onTestFinished } from "vitest";

import { Bench, type BoardFile, ROOT } from "./bench";
import { type BoardPage, openPage, useBrowser } from "./browser";

const PICTURES = join(ROOT, "build/pictures");

interface Corner {
  x: number;
  y: number;
}

/** Diagrams as Wokwi has them, and how Wokwi draws them. A picture of each is in build/pictures/. */
describe("a diagram of Wokwi", () => {
  useBrowser();
  beforeAll(() => mkdir(PICTURES, { recursive: true }));

  it('flip-empty: a switch of "" is off', async () => {
    const led = { type: "wokwi-led", left: 0, attrs: { flip: "" } };
    const board = await drawn("flip-empty", [
      { ...led, id: "a" },
      { ...led, id: "b", left: 60, attrs: {} },
      { type: "wokwi-7segment", id: "s", left: 120, attrs: { digits: "4", colon: "" } },
    ]);
    const [a, b] = await Promise.all(
      ["a", "b"].map(async (id) => (await pin(board, `${id}:A`)).x - (await pin(board, `${id}:C`)).x),
    );
    expect(a).toBe(b);
    expect(await board.property("s", "colon")).toBe(false);
  });

  it("custom-chip: a box of its own, not a chip of a guest", async () => {
    const board = await drawn(
      "custom-chip",
      [
        { type: "chip-my-adc", id: "adc" },
        { type: "wokwi-vcc", id: "p" },
      ],
      [["adc:VCC", "p:VCC", "red", []]],
    );
    expect(await (await board.drawing("adc")).evaluate(({ localName }) => localName)).toBe("pb-unknown-part");
    expect(await board.words("adc")).toBe("Custom chip adc, chip-my-adc");
    expect(await board.page.locator("pb-guests li").count()).toBe(0);
    expect(await overlapping(board)).toEqual([]);
  });

  it("route-v0: a wire goes straight down, then sideways, and through no other pin of the keypad", async () => {
    const board = await drawn(
      "route-v0",
      [
        { type: "wokwi-led", id: "d", left: 0, top: 0 },
        { type: "wokwi-membrane-keypad", id: "k", left: 150, top: 60 },
      ],
      [["d:A", "k:R4", "green", ["v0"]]],
    );
    const [start, below, ...rest] = await wireCorners(board);
    expect(below?.x).toBe(start?.x);
    expect(below?.y).toBeGreaterThan(400);
    expect(await pinsOnWire(board, ["d:A", "k:R4"])).toEqual([]);
    expect(rest.at(-1)).toEqual(await pin(board, "k:R4"));
  });

  it("route-star: across at the level where the steps after the star begin", async () => {
    const board = await drawn(
      "route-star",
      [
        { type: "wokwi-buzzer", id: "z", left: 200, top: 40 },
        { type: "wokwi-led", id: "d", left: 0, top: 0 },
      ],
      [["z:1", "d:C", "black", ["v-10", "*", "v10"]]],
    );
    const [from, to] = [await pin(board, "z:1"), await pin(board, "d:C")];
    const level = to.y + 10;
    expect(await wireCorners(board)).toEqual([from, { x: from.x, y: level }, { x: to.x, y: level }, to]);
  });

  it("no-place: parts without left and top stand beside each other", async () => {
    const board = await drawn("no-place", [
      { type: "wokwi-led", id: "d", x: 10, y: 20 },
      { type: "wokwi-led", id: "e", attrs: { top: 20, left: 40 } },
      { type: "chip-virtio-gpio", id: "vm", attrs: { lines: "4" } },
      { type: "wokwi-membrane-keypad", id: "k" },
      { type: "wokwi-pushbutton", id: "b", left: 300, top: -100 },
    ]);
    expect(await overlapping(board)).toEqual([]);
    expect((await pin(board, "d:A")).y).toBeGreaterThan((await pin(board, "b:2.l")).y);
  });

  it("microcontroller: the same board with the same pins, whether it is the guest or not", async () => {
    const type = "board-esp32-devkit-c-v4";
    const board = await drawn(
      "microcontroller",
      [
        { type, id: "guest", left: 0, top: 0, attrs: { chip: "virtio-gpio" } },
        { type, id: "other", left: 300, top: 0 },
        { type: "wokwi-led", id: "d", left: 200, top: 0 },
      ],
      [
        ["guest:23", "d:A", "green", []],
        ["d:C", "other:GND.1", "black", []],
      ],
    );
    for (const id of ["guest", "other"]) {
      expect(await (await board.drawing(id)).evaluate(({ localName }) => localName)).toBe("pb-microcontroller");
    }
    const [ours, theirs] = [await pin(board, "guest:23"), await pin(board, "other:23")];
    expect({ x: ours.x + 300, y: ours.y }).toEqual(theirs);
    const [start] = await wireCorners(board);
    expect(start?.x).toBeCloseTo(ours.x, 1);
    expect(start?.y).toBeCloseTo(ours.y, 1);
    expect(await board.words("guest")).toBe("ESP32 DevKitC V4 guest, no guest connected");
    expect(await board.page.locator("pb-guests li").count()).toBe(1);
  });

  it("odd-names: names and numbers that mean something to JavaScript keep no other part from being drawn", async () => {
    const attrs = JSON.parse('{"__proto__": "x", "constructor": "y"}') as object;
    const board = await drawn("odd-names", [
      { type: "wokwi-led", id: "l", left: 0, top: 0 },
      { type: "wokwi-text", id: "__proto__", left: 100, top: 0, attrs: { text: "1e308", ...attrs } },
      { type: "constructor", id: "constructor", left: 200, top: 0, attrs },
      { type: "wokwi-led", id: "1e308", left: 1e308, top: 1e308, attrs },
    ]);
    expect(await board.words("l")).toBe("LED l, red, dark");
    expect(await board.page.locator(".drawing > *").count()).toBe(4);
    expect(await board.page.locator(".toolbar span").innerText()).toMatch(/^[1-9]\d*%$/);
  });
});

async function drawn(name: string, parts: object[], connections: BoardFile["connections"] = []): Promise<BoardPage> {
  const bench = await Bench.serve({ name, parts, connections });
  onTestFinished(() => bench.close());
  const board = await openPage(bench);
  await board.page.screenshot({ path: join(PICTURES, `${name}.png`) });
  return board;
}

/** Where a pin is on the board. */
async function pin(board: BoardPage, name: string): Promise<Corner> {
  return (await board.dot(name)).evaluate((dot) => ({
    x: Number(dot.getAttribute("cx")),
    y: Number(dot.getAttribute("cy")),
  }));
}

/** The corners of the first wire: ends, and where it bends. */
async function wireCorners({ page }: BoardPage): Promise<Corner[]> {
  const d = (await page.locator(".strand path").first().getAttribute("d")) ?? "";
  const [start, ...corners] = [...d.matchAll(/[MQ](\S+) ([^\sLQ]+)/g)];
  const end = /L(\S+) ([^\sLQ]+)$/.exec(d);
  return [start, ...corners, end].map((found) => ({ x: Number(found?.[1]), y: Number(found?.[2]) }));
}

/** Which pins the first wire runs through, but for its own. */
async function pinsOnWire(board: BoardPage, ends: string[]): Promise<string[]> {
  const corners = await wireCorners(board);
  const { parts } = await board.diagram();
  const names = parts.flatMap(({ part, pins }) => pins.map(({ name }) => `${part}:${name}`));
  const places = await Promise.all(names.map((name) => pin(board, name)));
  const between = (a: number, middle: number, b: number) => middle > Math.min(a, b) - 3 && middle < Math.max(a, b) + 3;
  const isOn = ({ x, y }: Corner) =>
    corners.slice(1).some((to, i) => between(corners[i]!.x, x, to.x) && between(corners[i]!.y, y, to.y));
  return names.filter((name, i) => !ends.includes(name) && isOn(places[i]!));
}

/** Pairs of drawings that cover each other. */
async function overlapping({ page }: BoardPage): Promise<string[]> {
  const boxes = await page
    .locator(".drawing")
    .evaluateAll((frames) => frames.map((frame) => frame.getBoundingClientRect().toJSON() as DOMRect));
  return boxes.flatMap((a, i) =>
    boxes.flatMap((b, j) =>
      i < j && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom ? [`${i} and ${j}`] : [],
    ),
  );
}
