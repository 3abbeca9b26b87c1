import { unblurDiscs } from "../glow";
import { assign, bounded, flag, given, number, type PartAdapter, seenBrightness, USUAL_GAMMA } from "./part_adapter";

export const led: PartAdapter = {
  tag: "wokwi-led",
  dress(element, { attributes: { color, lightColor, label = "", flip } }) {
    assign(element, { color: given(color, "red"), lightColor: lightColor || null, label, flip: flag(flip) });
  },
  drawn: unblurDiscs,
  light: (drawing) => drawing.querySelector<SVGGElement>("g.light"),
  show(element, { shows }, { attributes }) {
    const gamma = bounded(attributes["gamma"], USUAL_GAMMA, 0.1, 10);
    const brightness = seenBrightness(number(shows, "brightness"), gamma);
    assign(element, { value: brightness > 0, brightness });
  },
  describe({ part, attributes }, { shows }) {
    const brightness = number(shows, "brightness");
    const light = brightness === 0 ? "dark" : brightness === 100 ? "lit" : `${brightness} percent bright`;
    return `LED ${part}, ${given(attributes["color"], "red")}, ${light}`;
  },
};
