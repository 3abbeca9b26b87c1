import { adoptStyles } from "lit";

import { BoardDrawing } from "../board/board_drawing";
import { boardStyles, levelStyles } from "../board/board_styles";
import type { Size } from "../board/geometry";
import { PartDrawing } from "../board/part_drawing";
import { loadDrawings } from "../board/parts/catalog";
import { fitted } from "../board/viewport";
import { drawablePart } from "../model/drawable";
import { PinTable } from "../model/pin_table";
import type { Still, View } from "../protocol/messages";

/** Around a board, in px. */
const MARGIN = 24;
/** A larger board is drawn smaller, in px. */
const LARGEST: Size = { width: 4000, height: 4000 };

/** Draws one part or a whole board as it was at one moment, alone in `place`. Returns the picture's size in px. */
export function picture(moment: Still | View, place: HTMLElement): Promise<Size> {
  return "diagram" in moment ? pictureOfBoard(moment, place) : pictureOfPart(moment, place);
}

/** The part, unrotated. */
async function pictureOfPart({ part: given, pins: levels }: Still, place: HTMLElement): Promise<Size> {
  const part = { ...drawablePart(given), hide: false };
  await loadDrawings([part]);
  const pins = new PinTable([part]);
  pins.setAll(levels);
  const { controls, shows } = part;
  const drawing = new PartDrawing(part, { pins, stand: () => ({ controls, shows }) });
  // As the board's styles have it: an element that is inline by itself has the size of its picture then.
  Object.assign(drawing.frame.style, {
    display: "flex",
    alignItems: "flex-start",
    width: "max-content",
    lineHeight: "0",
  });
  place.replaceChildren(drawing.frame);
  await drawing.measure();
  return drawing.placement;
}

/** All of the board, with its wires and the levels of its pins. */
async function pictureOfBoard({ diagram: given, pins: levels }: View, place: HTMLElement): Promise<Size> {
  const diagram = { ...given, parts: given.parts.map(drawablePart) };
  await loadDrawings(diagram.parts);
  const pins = new PinTable(diagram.parts);
  pins.setAll(levels);
  const stands = new Map(diagram.parts.map((part) => [part.part, part]));
  const stand = (part: string) => stands.get(part) ?? { controls: {}, shows: {} };
  const drawing = new BoardDrawing({ diagram, pins, stand });
  const frame = document.createElement("div");
  const root = frame.attachShadow({ mode: "open" });
  adoptStyles(root, [boardStyles, levelStyles]);
  root.append(drawing.world);
  place.replaceChildren(frame);
  await drawing.complete();
  drawing.showLevels();
  const size = {
    width: Math.min(drawing.box.width + 2 * MARGIN, LARGEST.width),
    height: Math.min(drawing.box.height + 2 * MARGIN, LARGEST.height),
  };
  const { x, y, scale } = fitted(drawing.box, size, MARGIN, 1);
  drawing.world.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  Object.assign(frame.style, { width: `${size.width}px`, height: `${size.height}px` });
  return size;
}
