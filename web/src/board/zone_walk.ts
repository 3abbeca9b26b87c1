import type { Box } from "./geometry";

export type Way = "left" | "right" | "up" | "down";

/** The box that an arrow key leads to: the nearest that lies this way, straight on before aslant. */
export function nextZone(boxes: Box[], from: number, way: Way): number | undefined {
  const start = boxes[from];
  if (!start) return undefined;
  let best: number | undefined;
  let least = Infinity;
  boxes.forEach((box, i) => {
    const dx = box.x + box.width / 2 - (start.x + start.width / 2);
    const dy = box.y + box.height / 2 - (start.y + start.height / 2);
    const [along, aside] =
      way === "left" || way === "right" ? [Math.abs(dx), Math.abs(dy)] : [Math.abs(dy), Math.abs(dx)];
    const ahead = { left: dx < 0, right: dx > 0, up: dy < 0, down: dy > 0 }[way];
    if (!ahead || along < aside) return;
    const cost = along + 2 * aside;
    if (cost < least) [best, least] = [i, cost];
  });
  return best;
}
