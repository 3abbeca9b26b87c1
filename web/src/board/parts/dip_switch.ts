import { assign, number, type PartAdapter } from "./part_adapter";

const NAMES = ["1", "2", "3", "4", "5", "6", "7", "8"];

export const dipSwitch: PartAdapter = {
  tag: "wokwi-dip-switch-8",
  show(element, { controls }) {
    assign(element, { values: NAMES.map((name) => number(controls, name)) });
  },
  zones: ({ part }) =>
    NAMES.map((name, i) => ({
      kind: "switch",
      control: name,
      box: { x: 3.3 + i * 9.6, y: 19, width: 9.6, height: 17 },
      label: `Switch ${name} of ${part}`,
      key: name,
    })),
  describe: ({ part }) => `DIP switch ${part}`,
};
