import { assign, number, type PartAdapter } from "./part_adapter";

const DEGREES_PER_DETENT = 18;

export const ky040: PartAdapter = {
  tag: "wokwi-ky-040",
  show(element, { controls, shows }) {
    const turned = number(shows, "position") * DEGREES_PER_DETENT;
    assign(element, { angle: ((turned % 360) + 360) % 360, pressed: number(controls, "pressed") === 1 });
  },
  zones: ({ part }) => [
    {
      kind: "press",
      control: "pressed",
      box: { x: 26, y: 14, width: 28, height: 29 },
      round: true,
      label: `Knob of ${part}`,
    },
    turn(part, "clockwise", 1, 4),
    turn(part, "counterclockwise", -1, 32),
  ],
  describe: ({ part }, { shows }) => `Rotary encoder ${part}, at ${number(shows, "position")}`,
};

function turn(part: string, way: string, by: number, y: number) {
  const box = { x: 9, y, width: 21, height: 21 };
  return { kind: "turn", control: "rotate", by, box, round: true, label: `Turn ${part} ${way}` } as const;
}
