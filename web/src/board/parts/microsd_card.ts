import { number, type PartAdapter } from "./part_adapter";

/** The card in its socket, in px of the drawing. */
const CARD = { x: 15, y: 0, width: 41, height: 67 };

export const microsdCard: PartAdapter = {
  tag: "wokwi-microsd-card",
  load: () => import("@wokwi/elements/dist/esm/microsd-card-element"),
  zones: ({ part, controls }) =>
    "card" in controls
      ? [{ kind: "switch", control: "card", box: CARD, label: `Card in ${part}`, positions: ["removed", "inserted"] }]
      : [],
  describe({ part }, { controls, shows }) {
    if (number(controls, "card") === 0) return `Socket ${part}, without a card`;
    return `Memory card ${part}, ${number(shows, "read")} blocks read, ${number(shows, "written")} written`;
  },
};
