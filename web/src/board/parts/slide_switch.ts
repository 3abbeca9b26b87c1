import { assign, number, type PartAdapter } from "./part_adapter";

export const slideSwitch: PartAdapter = {
  tag: "wokwi-slide-switch",
  show(element, { controls }) {
    assign(element, { value: number(controls, "value") });
  },
  zones: ({ part }) => [
    {
      kind: "switch",
      control: "value",
      box: { x: 0, y: 0, width: 32, height: 22 },
      label: `Slide switch ${part}`,
      positions: ["left", "right"],
    },
  ],
  describe: ({ part }) => `Slide switch ${part}`,
};
