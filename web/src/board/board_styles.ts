import { css } from "lit";

export const boardStyles = css`
  :host {
    position: relative;
    display: block;
    overflow: hidden;
    background-color: var(--pb-bg);
    color: var(--pb-fg);
    --part-focus: var(--pb-focus);
  }
  .window {
    position: absolute;
    inset: 0;
    touch-action: none;
    cursor: grab;
    user-select: none;
    background-image: radial-gradient(circle, var(--pb-grid) 1px, transparent 1.2px);
  }
  .window.dragging {
    cursor: grabbing;
  }
  .window.pointing {
    cursor: pointer;
  }
  .world {
    position: absolute;
    left: 0;
    top: 0;
    width: 0;
    height: 0;
    transform-origin: 0 0;
  }
  .drawing,
  .hand {
    position: absolute;
    line-height: 0;
  }
  .drawing[hidden],
  .hand[hidden] {
    display: none;
  }
  /* flex: an element that is inline by itself has the size of its picture then. */
  .drawing {
    display: flex;
    align-items: flex-start;
    width: max-content;
    z-index: 1;
  }
  .drawing.under {
    z-index: 0;
  }
  .drawing > * {
    flex: none;
    line-height: 0;
  }
  svg.lights,
  svg.wires,
  svg.pins {
    position: absolute;
    left: 0;
    top: 0;
    width: 1px;
    height: 1px;
    overflow: visible;
    pointer-events: none;
    /* A separate layer: if something changes in it, the browser does not paint the parts below again. */
    transform: translateZ(0);
  }
  svg.lights {
    z-index: 1;
  }
  svg.wires {
    z-index: 2;
  }
  .hand {
    z-index: 3;
    pointer-events: none;
  }
  svg.pins {
    z-index: 4;
  }
  .hidden-until-measured {
    visibility: hidden;
  }
`;

/**
 * How levels look: each differs from the others in more than its colour. Strokes are translucent, elements never: each
 * of those would be a layer of its own to the browser, and a board has thousands.
 */
export const levelStyles = css`
  .wires path {
    fill: none;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .reach path {
    stroke: none;
    stroke-width: 9;
    pointer-events: stroke;
  }
  .casing path {
    stroke: var(--pb-casing);
    stroke-width: 3.8;
  }
  .casing .high {
    stroke: var(--pb-glow);
    stroke-width: 6;
  }
  .casing .highz {
    stroke: none;
  }
  .casing .busy {
    stroke: var(--pb-casing);
    stroke-width: 6;
  }
  .casing .conflict {
    stroke: var(--pb-conflict);
    stroke-width: 9;
    animation: pulse 0.8s ease-in-out infinite alternate;
  }
  .casing .inspected:not(.conflict) {
    stroke: var(--pb-accent);
    stroke-width: 6.4;
  }
  .beat path {
    display: none;
    stroke-linecap: butt;
  }
  .beat .busy {
    display: inline;
    stroke: var(--pb-glow);
    stroke-width: 6;
    stroke-dasharray: 6 6;
  }
  .beat .conflict {
    display: inline;
    stroke: var(--pb-bg);
    stroke-width: 9;
    stroke-dasharray: 3 6;
    stroke-opacity: 0.8;
  }
  .strand path {
    stroke: green;
    stroke-width: 2.2;
  }
  .strand .low {
    stroke-opacity: 0.65;
  }
  .strand .highz {
    stroke-width: 1.6;
    stroke-dasharray: 5 4;
    stroke-opacity: 0.75;
  }
  .strand .conflict {
    stroke-width: 3;
  }
  .warning {
    stroke: var(--pb-bg);
    stroke-width: 1.4;
  }
  .wires .warning path {
    fill: var(--pb-conflict);
  }
  .wires .warning .exclamation,
  .exclamation {
    fill: none;
    stroke: #fff;
    stroke-width: 1.9;
    stroke-linecap: round;
  }
  .pins .exclamation {
    stroke-width: 1.3;
  }
  .pin {
    stroke: var(--pb-pin-edge);
    stroke-width: 0.9;
  }
  .pin.high {
    fill: var(--pb-high);
  }
  .pin.low {
    fill: var(--pb-low);
    r: 2px;
  }
  .pin.highz {
    fill: var(--pb-bg);
    stroke: var(--pb-highz);
    r: 1.9px;
  }
  .pin.conflict {
    fill: var(--pb-conflict);
    stroke: #fff;
    r: 4.2px;
  }
  .pin.busy {
    stroke: var(--pb-high);
    stroke-width: 1.6;
    stroke-dasharray: 2 1.4;
  }
  .pin.inspected {
    stroke: var(--pb-accent);
    stroke-width: 2;
    stroke-dasharray: none;
    r: 3.6px;
  }
  .held {
    fill: none;
    stroke: var(--pb-accent);
    stroke-width: 1.6;
  }
  .flag {
    fill: var(--pb-accent);
  }
  .pins text {
    fill: var(--pb-on-accent);
    font: 700 8.5px var(--pb-font);
    text-anchor: middle;
  }
  @keyframes pulse {
    to {
      stroke-opacity: 0.4;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .casing .conflict {
      animation: none;
    }
  }
`;

export const handStyles = css`
  .zone {
    position: absolute;
    border-radius: 4px;
    cursor: pointer;
    pointer-events: auto;
    touch-action: none;
    -webkit-tap-highlight-color: transparent;
  }
  .zone.round {
    border-radius: 50%;
  }
  .zone.value {
    display: flex;
    gap: 4px;
    align-items: center;
    cursor: default;
  }
  .zone.value input {
    flex: 1;
    min-width: 0;
    margin: 0;
    accent-color: var(--pb-accent);
    cursor: ew-resize;
    touch-action: none;
  }
  .zone.value output {
    flex: none;
    padding: 0 3px;
    border-radius: 3px;
    background: var(--pb-panel);
    color: var(--pb-fg);
    font: 10px/1.4 var(--pb-font);
    font-variant-numeric: tabular-nums;
  }
  .zone:focus {
    outline: none;
  }
  .zone:focus-visible {
    outline: 3px solid var(--part-focus);
    outline-offset: 2px;
    box-shadow: 0 0 0 2px var(--pb-bg);
  }
  .zone.press.on {
    background: rgb(255 255 255 / 22%);
    box-shadow: inset 0 0 0 2px var(--pb-high);
  }
  .zone.sticky::after {
    content: "";
    position: absolute;
    right: -3px;
    top: -3px;
    width: 9px;
    height: 9px;
    border: 1.5px solid var(--pb-bg);
    border-radius: 50%;
    background: var(--pb-accent);
  }
`;
