import { assign, type PartAdapter, type Zone } from "./part_adapter";

/** Columns and rows of the remote's keys, in px of its drawing, which is 1 px for each unit. */
const COLUMNS = [29.6, 75.5, 121.4];
const ROWS = [37.9, 75.2, 113, 152, 190, 228, 266];
const RADIUS = 17.6;
/** The first row has no key in the middle. */
const KEYS = ["power", "", "menu", "test", "plus", "back", "prev", "play", "next", "0", "minus", "c"].concat(
  "123456789".split(""),
);
/** What presses a key on a keyboard: Wokwi's choice. */
const SHORTCUTS: Record<string, string> = {
  power: "o",
  menu: "m",
  test: "t",
  plus: "+",
  back: "b",
  prev: "ArrowLeft",
  play: "p",
  next: "ArrowRight",
  minus: "-",
  c: "c",
};

/** Light needs no wire; its pin is where a wire would end. */
function lightPin(x: number, y: number) {
  return { name: "IR", x, y, signals: [] };
}

export const irRemote: PartAdapter = {
  tag: "wokwi-ir-remote",
  load: () => import("@wokwi/elements/dist/esm/ir-remote-element"),
  dress(element) {
    assign(element, { pinInfo: [lightPin(75.5, 3)] });
  },
  zones: ({ part, controls }) =>
    KEYS.flatMap((key, i): Zone[] => {
      const x = COLUMNS[i % COLUMNS.length];
      const y = ROWS[Math.floor(i / COLUMNS.length)];
      if (x === undefined || y === undefined || !(key in controls)) return [];
      const box = { x: x - RADIUS, y: y - RADIUS, width: 2 * RADIUS, height: 2 * RADIUS };
      const label = `Key ${key} of ${part}`;
      return [{ kind: "press", control: key, box, round: true, label, key: SHORTCUTS[key] ?? key }];
    }),
  describe({ part }, { shows }) {
    const sends = String(shows["sends"] ?? "");
    return sends === "" ? `Remote control ${part}` : `Remote control ${part}, sends ${sends.slice(0, 20)}`;
  },
};

export const irReceiver: PartAdapter = {
  tag: "wokwi-ir-receiver",
  load: () => import("@wokwi/elements/dist/esm/ir-receiver-element"),
  dress(element) {
    assign(element, { pinInfo: [...(element.pinInfo ?? []), lightPin(28.6, 13.6)] });
  },
  describe: ({ part }) => `Infrared receiver ${part}`,
};
