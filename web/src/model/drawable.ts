import type { DrawnPart, PartState } from "../protocol/messages";
import { dictionary } from "../protocol/outside_names";

/** A position farther out than this, in px, is ignored: the other parts would be too small to see. */
export const FARTHEST = 50_000;

/** A part from a message, safe to draw: names are only names, and a browser can draw the numbers. */
export function drawablePart(part: DrawnPart): DrawnPart {
  const { attributes, left, top, rotate } = part;
  const placed = part.placed && Math.abs(left) <= FARTHEST && Math.abs(top) <= FARTHEST;
  return {
    ...part,
    ...standOf(part),
    attributes: dictionary(attributes),
    ranges: dictionary(part.ranges ?? {}),
    placed,
    left: placed ? left : 0,
    top: placed ? top : 0,
    rotate: Number.isFinite(rotate) ? rotate % 360 : 0,
  };
}

/** The controls and values of a part. */
export function standOf({ controls, shows }: Pick<PartState, "controls" | "shows">) {
  return { controls: dictionary(controls), shows: dictionary(shows) };
}
