import type { DrawnPart } from "../../protocol/messages";
import { assign, flag, type PartAdapter, type Zone } from "./part_adapter";

const PX_PER_MM = 96 / 25.4;
const COLUMNS_MM = [7, 22, 37, 52];
const ROWS_MM = [10.7, 25, 39.3, 53.6];
const KEY_MM = { width: 11.2, height: 11 };
const KEYS = "1 2 3 A 4 5 6 B 7 8 9 C * 0 # D".split(" ");

export const membraneKeypad: PartAdapter = {
  tag: "wokwi-membrane-keypad",
  // With its connector unless specified otherwise, because its pins are there.
  dress(element, keypad) {
    const { columns, connector } = keypad.attributes;
    assign(element, {
      columns: String(columnsOf(columns)),
      connector: flag(connector, true),
      keys: labelsOf(keypad),
    });
  },
  zones(keypad) {
    const { part } = keypad;
    const { columns } = keypad.attributes;
    const labels = labelsOf(keypad);
    return ROWS_MM.flatMap((y, row) =>
      COLUMNS_MM.slice(0, columnsOf(columns)).flatMap((x, column): Zone[] => {
        const label = labels[row * 4 + column];
        if (!label) return [];
        const box = { x, y, ...KEY_MM };
        return [{ kind: "press", control: label, box: inPx(box), label: `Key ${label} of ${part}`, key: label }];
      }),
    );
  },
  describe: ({ part }) => `Keypad ${part}`,
};

function columnsOf(text: string | undefined): number {
  return text === "3" ? 3 : 4;
}

/** Those of the board's file, unless the program has refused them: its controls are the labels that it uses. */
function labelsOf({ attributes: { columns, keys }, controls }: DrawnPart): string[] {
  const labels = listOf(keys);
  const isVisible = (_: string, i: number) => i % 4 < columnsOf(columns);
  const accepted = labels?.length === KEYS.length && labels.filter(isVisible).every((label) => label in controls);
  return accepted ? labels : KEYS;
}

function listOf(text: string | undefined): string[] | undefined {
  try {
    const list: unknown = JSON.parse(text || "null");
    return Array.isArray(list) ? list.map(String) : undefined;
  } catch {
    return undefined;
  }
}

function inPx({ x, y, width, height }: Zone["box"]): Zone["box"] {
  return { x: x * PX_PER_MM, y: y * PX_PER_MM, width: width * PX_PER_MM, height: height * PX_PER_MM };
}
