import { css } from "lit";
import type { Controls } from "../protocol/messages";

export function isConnected(shows: Controls): boolean {
  return shows["connected"] === 1;
}

/** Which guest a chip has, in the program's words. */
export function guestWords(shows: Controls): string {
  const guest = String(shows["guest"] ?? "");
  if (guest !== "") return guest;
  return isConnected(shows) ? "guest connected" : "no guest";
}

/** A disc while there is a guest, else a dashed ring. */
export const lampStyles = css`
  .lamp {
    fill: none;
    stroke: #cfd4d8;
    stroke-width: 1.1;
    stroke-dasharray: 1.8 1.2;
  }
  .lamp.on {
    fill: #35c759;
    stroke: none;
  }
`;
