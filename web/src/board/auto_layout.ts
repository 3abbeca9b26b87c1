import type { Box, Point, Size } from "./geometry";

const GAP = 48;
/** A row is as wide as the parts that have positions, and has this minimum width in px. */
const NARROWEST = 560;

/** A part that the board's file gives no place, with the size of its upright box. */
export interface Unplaced extends Size {
  /** Guests' chips stand in a column on the left, the other parts in rows beside them. */
  chip: boolean;
}

/** The positions for the boxes of these parts: below positioned parts, without overlaps, in the order of the file. */
export function layOut(parts: Unplaced[], taken: Box | null): Point[] {
  const origin = taken ? { x: taken.x, y: taken.y + taken.height + GAP } : { x: 0, y: 0 };
  const chips = parts.filter(({ chip }) => chip);
  const rowStart = chips.length ? origin.x + Math.max(...chips.map(({ width }) => width)) + 2 * GAP : origin.x;
  const rowEnd = origin.x + Math.max(taken?.width ?? 0, NARROWEST);
  let nextChip = origin.y;
  let next = { x: rowStart, y: origin.y };
  let rowHeight = 0;
  return parts.map(({ chip, width, height }) => {
    if (chip) {
      const place = { x: origin.x, y: nextChip };
      nextChip += height + GAP;
      return place;
    }
    if (next.x > rowStart && next.x + width > rowEnd) {
      next = { x: rowStart, y: next.y + rowHeight + GAP };
      rowHeight = 0;
    }
    const place = next;
    next = { x: next.x + width + GAP, y: next.y };
    rowHeight = Math.max(rowHeight, height);
    return place;
  });
}
