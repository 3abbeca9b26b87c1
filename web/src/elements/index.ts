import "./chip_element";

export * from "./part_element";
export { ChipElement } from "./chip_element";
export type { Side } from "./chip_layout";

/** The custom element that draws a part of this type; "chip-*" is every guest's chip. */
export const ownElements: Record<string, string> = {
  "chip-*": "pb-chip",
};
