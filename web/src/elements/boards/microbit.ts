import table from "../../../../src/board/microcontrollers/microbit.json";
import type { Block, Board, Header } from "./board";

/** Forty strips along the edge, of which each large one takes four. */
const STRIPS = "P3 P0 P4 P5 P6 P7 P1 P8 P9 P10 P11 P12 P2 P13 P14 P15 P16 3V3.1 3V 3V3.2 P19 P20 GND.1 GND GND.2";
const LARGE = new Set(["P0", "P1", "P2", "3V", "GND"]);
const STRIP = 1.27;
const FIRST = 1.03;

interface Strip {
  name: string;
  x: number;
  /** Its number among the forty. */
  first: number;
}

function strips(): Strip[] {
  let next = 0;
  return STRIPS.split(" ").map((name) => {
    const first = next;
    next += LARGE.has(name) ? 4 : 1;
    return { name, x: FIRST + STRIP * ((first + next - 1) / 2), first };
  });
}

/** Neighbours have their pads at different heights: strips are nearer to each other than a pad is wide. */
function padOf({ name, x, first }: Strip): Header {
  if (LARGE.has(name)) return { names: name, x, y: 38, text: "up", gap: 3.1 };
  const upper = first % 2 === 0;
  return { names: name, x, y: upper ? 37.4 : 40, text: "up", gap: upper ? 2.5 : 8.9, font: 5 };
}

function metalOf({ name, x }: Strip): Block {
  const width = LARGE.has(name) ? 4.7 : 0.9;
  return { kind: "strip", x: x - width / 2, y: 35.6, width, height: 6.08 };
}

/** The LEDs of the display are not among the lines of the table. */
const DISPLAY = Array.from({ length: 25 }, (_, i): Block => ({
  kind: "led",
  x: 17.4 + 4 * (i % 5),
  y: 9.6 + 4 * Math.floor(i / 5),
  width: 0.8,
  height: 1.6,
}));

export const microbit: Board = {
  table,
  width: 51.6,
  height: 41.68,
  pcb: { color: "#1f2226" },
  headers: strips().map(padOf),
  blocks: [
    { kind: "button", x: 2.6, y: 14.6, width: 6.4, height: 6.4, label: "A" },
    { kind: "button", x: 42.6, y: 14.6, width: 6.4, height: 6.4, label: "B" },
    ...DISPLAY,
    ...strips().map(metalOf),
  ],
  plate: { x: 2, y: 1.4, width: 23, title: "micro:bit" },
  cells: { x: 30.6, y: 2.9, columns: 8, rows: 2 },
};
