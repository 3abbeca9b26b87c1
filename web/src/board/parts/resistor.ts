import { assign, given, type PartAdapter } from "./part_adapter";

export const resistor: PartAdapter = {
  tag: "wokwi-resistor",
  dress(element, { attributes: { value } }) {
    assign(element, { value: given(value, "1000") });
  },
  describe({ part, attributes }) {
    return `Resistor ${part}, ${given(attributes["value"], "1000")} ohms`;
  },
};
