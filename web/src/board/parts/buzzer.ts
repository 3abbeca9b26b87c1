import { assign, number, type PartAdapter } from "./part_adapter";

export const buzzer: PartAdapter = {
  tag: "wokwi-buzzer",
  show(element, { shows }) {
    assign(element, { hasSignal: number(shows, "sounding") === 1 });
  },
  describe({ part }, { shows }) {
    return `Buzzer ${part}, ${number(shows, "sounding") ? `sounds at ${number(shows, "frequency")} hertz` : "silent"}`;
  },
};
