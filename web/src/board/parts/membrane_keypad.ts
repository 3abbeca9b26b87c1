import { assign, bounded, flag, type PartAdapter, type Zone } from "./part_adapter";

const PX_PER_MM = 96 / 25.4;
const COLUMNS_MM = [7, 22, 37, 52];
const ROWS_MM = [10.7, 25, 39.3, 53.6];
const KEY_MM = { width: 11.2, height: 11 };
const KEYS = "1 2 3 A 4 5 6 B 7 8 9 C * 0 # D".split(" ");

export const membraneKeypad: PartAdapter = {
  tag: "wokwi-membrane-keypad",
  // With its connector unless specified otherwise, because its pins are there.
  dress(element, { attributes: { columns, connector, keys } }) {
    assign(element, {
      columns: String(columnsOf(columns)),
      connector: flag(connector, true),
      keys: keyLabels(keys),
    });
  },
  zones({ part, attributes: { columns, keys } }) {
    const labels = keyLabels(keys);
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
  return bounded(text, 4, 3, 4) === 3 ? 3 : 4;
}

/** The board's file has a list in JSON; the program refuses others. */
function keyLabels(text: string | undefined): string[] {
  try {
    const labels: unknown = JSON.parse(text || "null");
    return Array.isArray(labels) ? labels.slice(0, KEYS.length).map(String) : KEYS;
  } catch {
    return KEYS;
  }
}

function inPx({ x, y, width, height }: Zone["box"]): Zone["box"] {
  return { x: x * PX_PER_MM, y: y * PX_PER_MM, width: width * PX_PER_MM, height: height * PX_PER_MM };
}
