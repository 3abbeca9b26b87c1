import type { ElementPin } from "@wokwi/elements";
import { gridPin, type PartPin } from "./part_element";

export type Side = "left" | "right";

/** Up to this number, all lines have their own row. */
const ALL_ROWS = 64;
/** Where the first row is, in pitches from the top: the header is above it. */
const FIRST_ROW = 4;
/** How many pitches wide a package is with rows on one side, and on both. */
const ONE_SIDE = 12;
const TWO_SIDES = 20;
/** Number of lines in a row of the matrix, which has room for an offset on both sides. */
export const MATRIX_COLUMNS = 32;
const MATRIX_MARGIN = 4;

/** Where a line is, in pitches from the top left. */
export interface Place {
  index: number;
  column: number;
  row: number;
}

/** Rows on the sides, and for large chips a matrix of the lines that have none. */
export interface ChipLayout {
  columns: number;
  rows: number;
  left: Place[];
  right: Place[];
  cells: Place[];
  /** Where in the matrix a line would be that has a row. */
  gaps: Place[];
  /** The row of the matrix's first line, or null without a matrix. */
  matrixTop: number | null;
}

/**
 * Each line has a row on the left or the right, top to bottom. `sides` has the side by name, and lines that it does not know fill
 * the emptier side up; where it knows none, the first half is on the left. Of more than 64 lines only those that have a
 * name or a side have a row, and the others are cells of a matrix, in which each is where its offset says: so a chip of
 * 1024 lines stays as large as a hand.
 */
export function chipLayout(pins: PartPin[], sides: ReadonlyMap<string, Side>): ChipLayout {
  const hasRow = (pin: PartPin) => pins.length <= ALL_ROWS || pin.label !== "" || sides.has(pin.name);
  const indexes = pins.map((_, index) => index);
  const rows = indexes.filter((index) => hasRow(pins[index]!));
  const hasMatrix = rows.length < pins.length;
  const sideOf = chooseSides(
    rows.map((index) => pins[index]!.name),
    sides,
  );
  const left = rows.filter((_, nth) => sideOf[nth] === "left");
  const right = rows.filter((_, nth) => sideOf[nth] === "right");
  const width = left.length > 0 && right.length > 0 ? TWO_SIDES : ONE_SIDE;
  const columns = hasMatrix ? Math.max(width, MATRIX_COLUMNS + 2 * MATRIX_MARGIN) : width;
  const rowCount = Math.max(left.length, right.length);
  const matrixTop = FIRST_ROW + rowCount + 1;
  const matrix = hasMatrix ? indexes.map((index) => cellOf(index, columns, matrixTop)) : [];
  return {
    columns,
    rows: hasMatrix ? matrixTop + Math.ceil(pins.length / MATRIX_COLUMNS) : FIRST_ROW + Math.max(rowCount, 1),
    left: left.map((index, nth) => ({ index, column: 0, row: FIRST_ROW + nth })),
    right: right.map((index, nth) => ({ index, column: columns, row: FIRST_ROW + nth })),
    cells: matrix.filter(({ index }) => !hasRow(pins[index]!)),
    gaps: matrix.filter(({ index }) => hasRow(pins[index]!)),
    matrixTop: hasMatrix ? matrixTop : null,
  };
}

function cellOf(index: number, columns: number, matrixTop: number): Place {
  const column = (columns - MATRIX_COLUMNS) / 2 + (index % MATRIX_COLUMNS);
  return { index, column, row: matrixTop + Math.floor(index / MATRIX_COLUMNS) };
}

function chooseSides(names: string[], sides: ReadonlyMap<string, Side>): Side[] {
  const count = { left: 0, right: 0 };
  for (const name of names) {
    const known = sides.get(name);
    if (known !== undefined) ++count[known];
  }
  if (count.left + count.right === 0) return names.map((_, nth) => (nth < names.length / 2 ? "left" : "right"));
  return names.map((name) => {
    const known = sides.get(name);
    if (known !== undefined) return known;
    const side = count.left < count.right ? "left" : "right";
    ++count[side];
    return side;
  });
}

/** In the order of the pins. */
export function chipPins(pins: PartPin[], layout: ChipLayout): ElementPin[] {
  const places = [...layout.left, ...layout.right, ...layout.cells].sort((a, b) => a.index - b.index);
  return places.map(({ index, column, row }) => gridPin(pins[index]!.name, column, row));
}
