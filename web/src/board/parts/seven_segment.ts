import { assign, flag, given, numbers, type PartAdapter, whole } from "./part_adapter";
import { dimSegments } from "./segment_light";

const SEGMENTS = 8;
const MOST_DIGITS = 4;
/** How often digits take turns: what is lit for less than this share of the brightest only glimmers. */
const GHOST = 8;

export const sevenSegment: PartAdapter = {
  tag: "wokwi-7segment",
  dress(element, { attributes: { color, digits, colon } }) {
    assign(element, { color: given(color, "red"), digits: digitsOf(digits), colon: flag(colon) });
  },
  show(element, { shows }, { attributes }) {
    const percents = evened(numbers(shows, "brightness"));
    const digits = digitsOf(attributes["digits"]);
    const lit = percents.map((percent) => (percent > 0 ? 1 : 0));
    const colon = digits * SEGMENTS;
    assign(element, { values: lit.slice(0, colon), colonValue: lit[colon] === 1 });
    // In the drawing a digit is seven polygons, then the circle of its point.
    void dimSegments(
      element,
      "polygon",
      percents.slice(0, colon).filter((_, i) => i % SEGMENTS < 7),
    );
  },
  describe({ part }, { shows }) {
    return `Seven-segment display ${part}, reads "${String(shows["text"] ?? "").trim()}"`;
  },
};

function digitsOf(text: string | undefined): number {
  return whole(text, 1, 1, MOST_DIGITS);
}

/** Digits that take turns look as bright as one that is always lit: an eye compares them with each other. */
function evened(percents: number[]): number[] {
  const brightest = Math.max(0, ...percents);
  if (brightest === 0) return percents;
  return percents.map((percent) => (percent * GHOST < brightest ? 0 : Math.min(100, percent * (100 / brightest))));
}
