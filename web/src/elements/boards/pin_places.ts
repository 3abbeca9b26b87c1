import { mm, type Board, type Pad, PITCH_MM } from "./board";

/** Where a part's pin is, in px; `pad` where it is a pin of the board. */
export interface PinPlace {
  x: number;
  y: number;
  pad: Pad | null;
}

/**
 * The places of a part's pins on the board with these pads, in their order. `names` are those of the board's pins or, where the board is
 * a guest's chip, offsets of lines. Pins that the board has no pad for are cells inside of it; those for which there is no
 * room there are below it.
 */
export function pinPlaces(board: Board, pads: Pad[], names: string[], areLines: boolean): PinPlace[] {
  const find = areLines ? padOfLine(board, pads) : padOfName(board, pads);
  const cells = new Map<number | string, PinPlace>();
  const aliases = new Map(Object.entries(board.aliases ?? {}));
  return names.map((given) => {
    const name = aliases.get(given) ?? aliases.get(baseOf(given)) ?? given;
    const pad = find(name);
    if (pad) return { x: pad.x, y: pad.y, pad };
    // Two names of a line have one cell.
    const line = areLines ? undefined : meaning(board, name);
    const key = typeof line === "number" ? line : name;
    const cell = cells.get(key) ?? cellAt(board, cells.size);
    cells.set(key, cell);
    return cell;
  });
}

function padOfLine(board: Board, pads: Pad[]): (offset: string) => Pad | undefined {
  const lines = new Map<string, Pad>();
  for (const pad of pads) {
    const line = meaning(board, pad.name);
    if (typeof line === "number" && !lines.has(String(line))) lines.set(String(line), pad);
  }
  return (offset) => lines.get(offset);
}

/** A name that has no pad is at one that means the same: the other name of a line, or one of several grounds. */
function padOfName(board: Board, pads: Pad[]): (name: string) => Pad | undefined {
  const named = new Map(pads.map((pad) => [pad.name, pad]));
  const ofLine = padOfLine(board, pads);
  const bases = new Map(pads.map((pad) => [baseOf(pad.name), pad] as const).reverse());
  return (name) => named.get(name) ?? ofLine(String(meaning(board, name))) ?? bases.get(baseOf(name));
}

/** The meaning of a pin in the table: a line, or a word such as "vcc". */
function meaning({ table }: Board, name: string): number | string | undefined {
  const of = (key: string) => (Object.hasOwn(table.pins, key) ? table.pins[key] : undefined);
  return of(name) ?? of(baseOf(name));
}

/** "GND" for "GND.3". */
export function baseOf(name: string): string {
  return name.replace(/\.\d+$/, "");
}

function cellAt({ width, height, cells }: Board, nth: number): PinPlace {
  const room = cells.columns * cells.rows;
  if (nth < room) {
    const [column, row] = [nth % cells.columns, Math.floor(nth / cells.columns)];
    return { x: mm(cells.x + column * PITCH_MM), y: mm(cells.y + row * PITCH_MM), pad: null };
  }
  const columns = Math.max(1, Math.floor(width / PITCH_MM));
  const [column, row] = [(nth - room) % columns, Math.floor((nth - room) / columns)];
  return { x: mm((column + 0.5) * PITCH_MM), y: mm(height + (row + 1) * PITCH_MM), pad: null };
}
