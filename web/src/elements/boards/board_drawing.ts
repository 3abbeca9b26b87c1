import { css, nothing, svg } from "lit";
import { mm, type Block, type Board, type Light, type Pad } from "./board";
import { baseOf } from "./pin_places";

/** How far from its pad a name begins, in px. */
const GAP = 5.4;
const FONT = 6;
/** How far below its middle the base line of a text is, in parts of the font's size. */
const BASE_LINE = 0.36;

/** The printed circuit board, and what is on it besides pins. */
export function circuitBoard({ width, height, pcb, blocks = [] }: Board) {
  if (!pcb) return nothing;
  const { top = 0, bottom = 0, color } = pcb;
  return svg`<rect class="pcb" x="0" y=${mm(top)} width=${mm(width)} height=${mm(height - top - bottom)} rx="4"
      fill=${color}></rect>
    ${blocks.map(block)}`;
}

function block({ kind, label, ...place }: Block) {
  const [x, y, width, height] = [mm(place.x), mm(place.y), mm(place.width), mm(place.height)];
  const middle = { x: x + width / 2, y: y + height / 2 };
  const font = Math.min(
    kind === "button" ? 5.6 : 7,
    height / 2.6,
    (width - 3) / (0.66 * Math.max(1, label?.length ?? 1)),
  );
  // The plate of a guest may cover the upper part of a shield.
  const base = kind === "shield" ? y + height - 5 : kind === "button" ? y + height + font : middle.y + font * BASE_LINE;
  return svg`<g class=${kind}>
    <rect class=${kind} x=${x} y=${y} width=${width} height=${height} rx=${kind === "hole" ? width / 2 : 1.5}></rect>
    ${kind === "antenna" ? svg`<path d=${meander(x + 5, y + 15, width - 10)}></path>` : nothing}
    ${kind === "button" ? svg`<circle cx=${middle.x} cy=${middle.y} r=${Math.min(width, height) / 3.2}></circle>` : nothing}
    ${label ? svg`<text x=${middle.x} y=${base} font-size=${font}>${label}</text>` : nothing}
  </g>`;
}

/** The conductor of an antenna, as wide as this. */
function meander(x: number, y: number, width: number): string {
  const step = width / 7;
  return `M${x} ${y}v-11${`h${step}v8h${step}v-8`.repeat(3)}h${step}`;
}

/** A plated hole; the level of its pin is drawn inside of it. */
export function hole({ x, y }: Pad) {
  return svg`<circle class="pad" cx=${x} cy=${y} r="3.1"></circle>`;
}

/** On a drawing of Wokwi's, whose pins are of any colour: what a level is seen on. */
export function ground({ x, y }: Pad) {
  return svg`<circle class="ground" cx=${x} cy=${y} r="3"></circle>`;
}

/** The name of a pad, beside it. */
export function padName({ name, x, y, header }: Pad) {
  if (!header?.text || name === "-") return nothing;
  const { text, font = FONT } = header;
  const gap = header.gap === undefined ? GAP : mm(header.gap);
  const anchor = text === "left" ? "end" : "start";
  const turn = { left: 0, right: 0, up: -90, down: 90 }[text];
  const along = text === "left" ? -gap : gap;
  return svg`<text class="silk" font-size=${font} text-anchor=${anchor} x=${along} y=${font * BASE_LINE}
    transform="translate(${x} ${y}) rotate(${turn})">${baseOf(name)}</text>`;
}

/** A LED on the board. */
export function light({ x, y, color }: Light, isLit: boolean) {
  const [left, top] = [mm(x) - 2.6, mm(y) - 1.6];
  return svg`${isLit ? svg`<circle cx=${mm(x)} cy=${mm(y)} r="6" fill=${color} opacity="0.45"></circle>` : nothing}
    <rect class="light ${isLit ? "lit" : ""}" x=${left} y=${top} width="5.2" height="3.2" rx="0.6"
      fill=${isLit ? color : "#d8d5c8"}></rect>`;
}

export const boardStyles = css`
  .pcb {
    stroke: rgb(128 136 144 / 70%);
    stroke-width: 0.7;
  }
  .silk {
    fill: #f2f4f5;
  }
  .light-board .silk {
    fill: #173f7a;
  }
  .ground {
    fill: #16191c;
  }
  .pad {
    fill: #16191c;
    stroke: #b9923c;
    stroke-width: 1.5;
  }
  .light-board .pad {
    stroke: #8d9299;
  }
  rect.antenna {
    fill: #33383e;
    stroke: rgb(128 136 144 / 70%);
    stroke-width: 0.5;
  }
  .antenna path {
    fill: none;
    stroke: #8b7a4a;
    stroke-width: 1.2;
  }
  rect.strip {
    fill: #cfa95a;
  }
  rect.led {
    fill: #d9d4c6;
  }
  .title {
    font-weight: bold;
  }
  rect.shield {
    fill: #b4b9be;
    stroke: #888d92;
  }
  rect.package {
    fill: #101214;
  }
  rect.usb {
    fill: #a9aeb4;
    stroke: #7a7f85;
    stroke-width: 0.8;
  }
  rect.button {
    fill: #9aa0a6;
  }
  .button circle {
    fill: #26292d;
  }
  rect.hole {
    fill: var(--pb-bg);
    stroke: #b9923c;
    stroke-width: 1.6;
  }
  .light {
    stroke: #6d6a60;
    stroke-width: 0.5;
  }
  .shield text,
  .usb text {
    fill: #26292d;
    text-anchor: middle;
  }
  .package text {
    fill: #c3c8cc;
    text-anchor: middle;
  }
  .button text {
    fill: #f2f4f5;
    text-anchor: middle;
  }
  .light-board .button text {
    fill: #173f7a;
  }
  .cell {
    fill: #1d2125;
    stroke: #454b52;
    stroke-width: 0.5;
  }
`;
