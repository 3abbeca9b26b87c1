import { assign, given, numbers, type PartAdapter } from "./part_adapter";
import { dimSegments } from "./segment_light";

export const ledBarGraph: PartAdapter = {
  tag: "wokwi-led-bar-graph",
  dress(element, { attributes: { color } }) {
    assign(element, { color: given(color, "red") });
  },
  show(element, { shows }) {
    const percents = numbers(shows, "brightness");
    assign(element, { values: percents.map((percent) => (percent > 0 ? 1 : 0)) });
    void dimSegments(element, 'rect[x="2.5"]', percents);
  },
  describe({ part }, { shows }) {
    const lit = numbers(shows, "brightness").flatMap((percent, i) => (percent > 0 ? [i + 1] : []));
    return `LED bar graph ${part}, ${lit.length ? `lit: ${lit.join(", ")}` : "dark"}`;
  },
};
