import type { ElementPin } from "@wokwi/elements";
import { PITCH } from "./part_element";

/** Where a breadboard's holes are, in px; columns of half a board have five holes. */
export interface BoardSize {
  name: string;
  columns: number;
  railHoles: number;
  width: number;
  height: number;
  firstColumn: number;
  /** Of hole a and of hole f. */
  firstRows: [number, number];
  firstRailHole: number;
  /** Of tp, tn, bp, bn. */
  rails: number[];
}

const WITH_RAILS = {
  height: 209,
  firstColumn: 26,
  firstRows: [51, 118.2] as [number, number],
  rails: [12.7, 22.3, 186.7, 196.3],
};

export const BOARD_SIZES = new Map<string, BoardSize>(
  Object.entries({
    "wokwi-breadboard": {
      ...WITH_RAILS,
      name: "breadboard",
      columns: 63,
      railHoles: 50,
      width: 647.2,
      firstRailHole: 46,
    },
    "wokwi-breadboard-half": {
      ...WITH_RAILS,
      name: "half breadboard",
      columns: 30,
      railHoles: 25,
      width: 330.4,
      firstRailHole: 34,
    },
    "wokwi-breadboard-mini": {
      name: "mini breadboard",
      columns: 17,
      railHoles: 0,
      width: 177.6,
      height: 127.6,
      firstColumn: 12,
      firstRows: [11, 78.2],
      firstRailHole: 0,
      rails: [],
    },
  }),
);

export const ROWS = 5;

/** Holes that are joined: the first one's number among the pins, how many, and where they are. */
export interface Strip {
  first: number;
  holes: ElementPin[];
}

/** All strips, in the order in which the program numbers their holes. */
export function boardStrips(size: BoardSize): Strip[] {
  const strips: Strip[] = [];
  let first = 0;
  const add = (holes: ElementPin[]) => {
    strips.push({ first, holes });
    first += holes.length;
  };
  const railNames = ["tp", "tn", "bp", "bn"];
  const addRails = (from: number) => {
    for (const rail of size.rails.length > 0 ? [from, from + 1] : []) {
      add(railHoles(size, railNames[rail]!, size.rails[rail]!));
    }
  };
  addRails(0);
  for (let column = 1; column <= size.columns; ++column) {
    add(columnHoles(size, column, 0));
    add(columnHoles(size, column, 1));
  }
  addRails(2);
  return strips;
}

/** Rails have a gap after each five holes. */
function railHoles(size: BoardSize, name: string, y: number): ElementPin[] {
  return Array.from({ length: size.railHoles }, (_, i) =>
    hole(`${name}.${i + 1}`, size.firstRailHole + (i + Math.floor(i / 5)) * PITCH, y),
  );
}

function columnHoles(size: BoardSize, column: number, half: 0 | 1): ElementPin[] {
  const letters = half === 0 ? "abcde" : "fghij";
  return [...letters].map((letter, i) =>
    hole(
      `${column}${half === 0 ? "t" : "b"}.${letter}`,
      size.firstColumn + (column - 1) * PITCH,
      size.firstRows[half] + i * PITCH,
    ),
  );
}

function hole(name: string, x: number, y: number): ElementPin {
  return { name, x: Math.round(x * 1000) / 1000, y: Math.round(y * 1000) / 1000, signals: [] };
}
