import type { ElementPin } from "@wokwi/elements";
import { gridPin, type PartPin } from "./part_element";

export type Side = "left" | "right";

/** Up to so many lines all have a row of their own. */
const ALL_ROWS = 64;
/** A row's place from the package's top, in pitches: the header is above. */
const FIRST_ROW = 4;
/** How wide a package is: rows on one side, and on both. */
const ONE_SIDE = 12;
const TWO_SIDES = 22;
/** How many lines a row of the matrix has. */
export const MATRIX_COLUMNS = 32;

export interface Place {
  index: number;
  /** In pitches from the top left. */
  column: number;
  row: number;
}

/** Where a chip's lines are: rows on the sides, and for large chips a matrix of those that nothing is wired to. */
export interface ChipLayout {
  columns: number;
  rows: number;
  left: Place[];
  right: Place[];
  cells: Place[];
}

/**
 * Each line has a row on the left or the right, top to bottom. `sides` says which; without it the first half is on the
 * left. Of more than 64 lines only those that have a name or a side get a row, and the others are cells of a matrix.
 */
export function chipLayout(pins: PartPin[], sides: Record<string, Side>): ChipLayout {
  const all = pins.map((_, index) => index);
  const named = (index: number) => pins[index]!.label !== "" || pins[index]!.name in sides;
  const rows = pins.length <= ALL_ROWS ? all : all.filter(named);
  const cells = pins.length <= ALL_ROWS ? [] : all.filter((index) => !named(index));
  const sideOf = (index: number, nth: number) => sides[pins[index]!.name] ?? (nth < rows.length / 2 ? "left" : "right");
  const left = rows.filter((index, nth) => sideOf(index, nth) === "left");
  const right = rows.filter((index, nth) => sideOf(index, nth) === "right");
  const rowCount = Math.max(left.length, right.length, 1);
  const width = left.length > 0 && right.length > 0 ? TWO_SIDES : ONE_SIDE;
  const columns = cells.length > 0 ? Math.max(width, MATRIX_COLUMNS + 4) : width;
  const matrixTop = FIRST_ROW + (rows.length > 0 ? rowCount + 1 : 0);
  const matrixRow = (nth: number) => Math.floor(nth / MATRIX_COLUMNS);
  return {
    columns,
    rows: cells.length > 0 ? matrixTop + matrixRow(cells.length - 1) + 2 : FIRST_ROW + rowCount,
    left: left.map((index, nth) => ({ index, column: 0, row: FIRST_ROW + nth })),
    right: right.map((index, nth) => ({ index, column: columns, row: FIRST_ROW + nth })),
    cells: cells.map((index, nth) => ({
      index,
      column: 3 + (nth % MATRIX_COLUMNS),
      row: matrixTop + matrixRow(nth),
    })),
  };
}

/** In the order of the pins. */
export function chipPins(pins: PartPin[], layout: ChipLayout): ElementPin[] {
  const places = [...layout.left, ...layout.right, ...layout.cells].sort((a, b) => a.index - b.index);
  return places.map(({ index, column, row }) => gridPin(pins[index]!.name, column, row));
}
