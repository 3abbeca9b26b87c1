import type { ElementPin } from "@wokwi/elements";

/** A table of src/board/microcontrollers: which of a board's pins is which line of the guest. */
export interface Table {
  name: string;
  types: string[];
  lines: number;
  pins: Record<string, number | string>;
}

/** A place on a board, in mm from its top left. */
export interface Spot {
  x: number;
  y: number;
}

/** Pins in a row, 2.54 mm apart unless `step` has other distances. */
export interface Header extends Spot {
  /** The pins' names, in the words of Wokwi's diagrams; "-" is a pad that has none. */
  names: string;
  step?: readonly [number, number];
  /** To which side of its pad a name is, or none. */
  text?: "left" | "right" | "up" | "down";
  /** How far from its pad a name begins, in mm. */
  gap?: number;
  /** Of the names, in px. */
  font?: number;
}

/** Something on a board that has no function here. */
export interface Block extends Spot {
  kind: "antenna" | "button" | "hole" | "led" | "package" | "shield" | "strip" | "usb";
  width: number;
  height: number;
  label?: string;
}

/** A LED on the board: lit while its pin is at this level. */
export interface Light extends Spot {
  pin: string;
  level: 0 | 1;
  color: string;
}

/** A board, as it looks from above. All lengths are in mm. */
export interface Board {
  table: Table;
  width: number;
  height: number;
  /** The drawing of Wokwi's library, which has the places of the pins, in px; else what follows is drawn. */
  art?: { tag: string; load: () => Promise<unknown>; lamps: Record<string, string> };
  /** How far its edges are within those of the drawing: antennas and connectors extend beyond it. */
  pcb?: { color: string; top?: number; bottom?: number; light?: boolean };
  headers?: Header[];
  blocks?: Block[];
  lights?: Light[];
  /** Pins that have the place of another. */
  aliases?: Record<string, string>;
  /** Where the part is named that is a guest, with `rows` for which guest that is; other boards have their title there. */
  plate: Spot & { width: number; rows?: number; turned?: boolean; title?: string };
  /** Where lines are that no pin of the board leads to: the middle of the first, and how many fit in a row and below. */
  cells: Spot & { columns: number; rows: number };
}

/** The distance of pins, in mm. */
export const PITCH_MM = 2.54;

const PX = 96 / 25.4;

/** Millimetres in CSS px, without the dust of floating point. */
export function mm(length: number): number {
  return Math.round(length * PX * 1000) / 1000;
}

/** A pin of a board, in px. */
export interface Pad {
  name: string;
  x: number;
  y: number;
  header: Header | null;
}

/** All pads, also those without a name. Those of Wokwi's drawing in the order of the table, whose first names are the plain ones. */
export function padsOf({ table, headers = [], art, lights = [] }: Board): Pad[] {
  if (art) return padsOfDrawing(art.tag, Object.keys(table.pins));
  const pads = headers.flatMap((header) => {
    const [dx, dy] = header.step ?? [0, PITCH_MM];
    return header.names
      .split(" ")
      .map((name, i) => ({ name, header, x: mm(header.x + i * dx), y: mm(header.y + i * dy) }));
  });
  const names = new Set(pads.map(({ name }) => name));
  const inside = lights.filter(({ pin }) => !names.has(pin));
  return [...pads, ...inside.map(({ pin, x, y }) => ({ name: pin, x: mm(x), y: mm(y), header: null }))];
}

function padsOfDrawing(tag: string, names: string[]): Pad[] {
  const { pinInfo = [] } = document.createElement(tag) as HTMLElement & { pinInfo?: ElementPin[] };
  const rank = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  return pinInfo.map(({ name, x, y }) => ({ name, x, y, header: null })).sort((a, b) => rank(a.name) - rank(b.name));
}
