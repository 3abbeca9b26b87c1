import { assign, type PartAdapter } from "./part_adapter";

export const resistor: PartAdapter = {
  tag: "wokwi-resistor",
  dress(element, { attributes: { value = "1000" } }) {
    assign(element, { value });
  },
  describe({ part, attributes }) {
    return `Resistor ${part}, ${attributes["value"] ?? "1000"} ohms`;
  },
};
