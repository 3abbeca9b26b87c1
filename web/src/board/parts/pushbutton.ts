import type { Box } from "../geometry";
import { assign, flag, given, number, type PartAdapter } from "./part_adapter";

export const pushbutton = button("wokwi-pushbutton", { x: 11.3, y: 0, width: 45.4, height: 45.4 });
export const pushbutton6mm = button("wokwi-pushbutton-6mm", { x: 2.7, y: 0, width: 22.7, height: 22.7 });

function button(tag: string, box: Box): PartAdapter {
  return {
    tag,
    dress(element, { attributes: { color, label = "", xray } }) {
      assign(element, { color: given(color, "red"), label, xray: flag(xray) });
    },
    show(element, { controls }) {
      assign(element, { pressed: number(controls, "pressed") === 1 });
    },
    zones: ({ part, attributes: { label } }) => [
      { kind: "press", control: "pressed", box, label: `Push button ${part}${label ? `, ${label}` : ""}` },
    ],
    describe: ({ part }) => `Push button ${part}`,
  };
}
