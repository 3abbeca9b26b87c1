import { readdirSync, readFileSync } from "node:fs";

import { beforeAll, describe, expect, it } from "vitest";

import { mm, padsOf, type Board, type Table } from "./board";
import { BOARDS, boardOf } from "./index";
import { baseOf, pinPlaces } from "./pin_places";

/** Tests run in web/. */
const FOLDER = "../src/board/microcontrollers/";
const TABLES = readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(FOLDER + file, "utf8")) as Table);
/** Of a controller of a machine, unless its table has another number. */
const USUAL_LINES = 32;
const NEAREST = 9;

const lines = (count: number) => Array.from({ length: count }, (_, i) => String(i));
const places = (board: Board, names: string[], areLines: boolean) => pinPlaces(board, padsOf(board), names, areLines);
const placeOf = (type: string, name: string, areLines: boolean) => places(boardOf(type)!, [name], areLines)[0]!;

/** As the program names the pins of such a part: each supply also has up to ten numbers. */
function namesOfPart({ pins }: Table): string[] {
  const supplies = Object.keys(pins).filter(
    (name) => ["vcc", "gnd"].includes(String(pins[name])) && !name.includes("."),
  );
  const numbered = supplies.flatMap((name) => Array.from({ length: 10 }, (_, i) => `${name}.${i + 1}`));
  return [...new Set([...Object.keys(pins), ...numbered])];
}

beforeAll(async () => {
  await Promise.all(BOARDS.flatMap(({ art }) => art?.load() ?? []));
});

it.each(TABLES.flatMap(({ types }) => types))("a part of type %s is drawn as a board", (type) => {
  expect(boardOf(type)?.table.types).toContain(type);
});

it("other types are not boards", () => {
  for (const type of ["board-mine", "constructor", "__proto__", ""]) expect(boardOf(type)).toBeUndefined();
});

describe.each(BOARDS.map((board) => [board.table.name, board] as const))("%s", (_name, board) => {
  const names = namesOfPart(board.table);
  const count = Math.max(board.table.lines, USUAL_LINES);

  it("has a place within its edges for each pin of its table, and for each line", () => {
    for (const { x, y } of [...places(board, names, false), ...places(board, lines(count), true)]) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(mm(board.width));
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(mm(board.height));
    }
  });

  it("has pads that the table knows, each with a name of its own", () => {
    const known = padsOf(board).filter(({ name }) => name !== "-");
    const unknown = known.filter(({ name }) => !(name in board.table.pins) && !(baseOf(name) in board.table.pins));
    expect(unknown.map(({ name }) => name)).toEqual([]);
    expect(new Set(known.map(({ name }) => name)).size).toBe(known.length);
  });

  it("has a pad for each supply", () => {
    const supplies = names.filter((name) => ["vcc", "gnd"].includes(String(board.table.pins[baseOf(name)])));
    const missing = supplies.filter((_, i) => !places(board, supplies, false)[i]?.pad);
    expect(missing).toEqual([]);
  });

  it.each([false, true])("has its pins apart from each other, as a chip: %s", (areLines) => {
    const given = places(board, areLines ? lines(count) : names, areLines);
    const cells = given.filter(({ pad }) => !pad).map(({ x, y }) => `${x} ${y}`);
    const spots = [
      ...padsOf(board),
      ...[...new Set(cells)].map((text) => ({ x: Number(text.split(" ")[0]), y: Number(text.split(" ")[1]) })),
    ];
    const near = spots.flatMap((a, i) =>
      spots.slice(0, i).flatMap((b) => (Math.hypot(a.x - b.x, a.y - b.y) < NEAREST ? [[a, b]] : [])),
    );
    expect(near).toEqual([]);
  });

  it("has each line of its pins at one of these, and the others at places of their own", () => {
    const pads = padsOf(board);
    const given = places(board, lines(count), true);
    expect(new Set(given.map(({ x, y }) => `${x} ${y}`)).size).toBe(count);
    for (const { name } of pads) {
      const line = board.table.pins[name] ?? board.table.pins[baseOf(name)];
      if (typeof line === "number") expect(given[line]?.pad, `line ${line}, ${name}`).not.toBeNull();
    }
  });

  it("has its plate within its edges", () => {
    const { x, y, width, turned } = board.plate;
    expect(turned ? y + width : x + width).toBeLessThan(turned ? board.height : board.width);
  });
});

describe("a pin's place", () => {
  it.each([
    ["wokwi-arduino-uno", "18", "A4"],
    ["wokwi-arduino-nano", "11", "11"],
    ["wokwi-arduino-mega", "20", "20"],
    ["board-st-nucleo-c031c6", "5", "D13"],
    ["board-st-nucleo-c031c6", "28", "PB12.1"],
    ["board-esp32-devkit-c-v4", "36", "VP"],
    ["board-pi-pico", "25", "GP25"],
    ["board-raspberry-pi", "0", "ID_SD"],
  ])("on %s, line %s is at %s", (type, line, pad) => {
    expect(placeOf(type, line, true).pad?.name).toBe(pad);
  });

  it.each([
    ["board-st-nucleo-c031c6", "PA13", "PA13"],
    ["board-st-nucleo-c031c6", "D13", "D13"],
    ["board-st-nucleo-c031c6", "AREF", "AVDD.2"],
    ["board-stm32-bluepill", "PA8", "A8"],
    ["board-stm32-bluepill", "RST", "R"],
    ["board-esp32-devkit-c-v4", "GND", "GND.1"],
    ["board-esp32-devkit-c-v4", "GND.9", "GND.1"],
    ["wokwi-microbit", "0", "P0"],
    ["board-pi-pico", "TP5", "GP25"],
  ])("on %s, %s is at %s", (type, name, pad) => {
    expect(placeOf(type, name, false).pad?.name).toBe(pad);
  });

  it("of a line beyond what a board has room for is below the board", () => {
    const board = boardOf("board-pi-pico")!;
    const given = places(board, lines(1024), true);
    expect(new Set(given.map(({ x, y }) => `${x} ${y}`)).size).toBe(1024);
    expect(given[1023]!.y).toBeGreaterThan(mm(board.height));
  });
});
