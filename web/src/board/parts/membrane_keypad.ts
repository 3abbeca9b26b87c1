import { assign, flag, type PartAdapter, type Zone } from "./part_adapter";

const PX_PER_MM = 96 / 25.4;
const COLUMNS_MM = [7, 22, 37, 52];
const ROWS_MM = [10.7, 25, 39.3, 53.6];
const KEY_MM = { width: 11.2, height: 11 };
const KEYS = "1 2 3 A 4 5 6 B 7 8 9 C * 0 # D".split(" ");

export const membraneKeypad: PartAdapter = {
  tag: "wokwi-membrane-keypad",
  // With its connector unless told otherwise: that is where its pins are.
  dress(element, { attributes: { columns = "4", connector, keys } }) {
    assign(element, { columns, connector: connector === undefined || flag(connector), keys: keyLabels(keys) });
  },
  zones({ part, attributes: { columns = "4", keys } }) {
    const labels = keyLabels(keys);
    return ROWS_MM.flatMap((y, row) =>
      COLUMNS_MM.slice(0, Number(columns)).flatMap((x, column): Zone[] => {
        const label = labels[row * 4 + column];
        if (!label) return [];
        const box = { x, y, ...KEY_MM };
        return [{ kind: "press", control: label, box: inPx(box), label: `Key ${label} of ${part}`, key: label }];
      }),
    );
  },
  describe: ({ part }) => `Keypad ${part}`,
};

/** The board's file has a list in JSON; the program has looked at it. */
function keyLabels(text: string | undefined): string[] {
  return text ? (JSON.parse(text) as unknown[]).map(String) : KEYS;
}

function inPx({ x, y, width, height }: Zone["box"]): Zone["box"] {
  return { x: x * PX_PER_MM, y: y * PX_PER_MM, width: width * PX_PER_MM, height: height * PX_PER_MM };
}
