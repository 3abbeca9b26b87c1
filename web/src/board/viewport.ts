import type { Box, Point, Size } from "./geometry";

export const SMALLEST = 0.1;
export const LARGEST = 8;

/** What part of the board is seen: board px times `scale`, moved by x and y, are px of the window. */
export interface Viewport extends Point {
  scale: number;
}

/** A place of the window, on the board. */
export function toBoard({ x, y, scale }: Viewport, at: Point): Point {
  return { x: (at.x - x) / scale, y: (at.y - y) / scale };
}

export function toWindow({ x, y, scale }: Viewport, at: Point): Point {
  return { x: at.x * scale + x, y: at.y * scale + y };
}

/** What is under `at` stays there. */
export function zoomed(view: Viewport, factor: number, at: Point): Viewport {
  const scale = Math.min(Math.max(view.scale * factor, SMALLEST), LARGEST);
  const grown = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown };
}

/** All of the box, in the middle, with a margin; not larger than `largest`. */
export function fitted(box: Box, window: Size, margin = 24, largest = 2): Viewport {
  const room = { width: Math.max(window.width - 2 * margin, 1), height: Math.max(window.height - 2 * margin, 1) };
  const wanted = Math.min(room.width / Math.max(box.width, 1), room.height / Math.max(box.height, 1), largest);
  const scale = Math.max(wanted, SMALLEST);
  return {
    scale,
    x: (window.width - box.width * scale) / 2 - box.x * scale,
    y: (window.height - box.height * scale) / 2 - box.y * scale,
  };
}

/** With a place of the board in the middle of the window. */
export function centered(view: Viewport, at: Point, window: Size): Viewport {
  return { scale: view.scale, x: window.width / 2 - at.x * view.scale, y: window.height / 2 - at.y * view.scale };
}
