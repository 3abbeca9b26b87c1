import { css } from "lit";

/** Schematic symbols: dark lines on a light body, which reads on a light page and on a dark one. */
export const symbolStyles = css`
  .body {
    fill: #f6f2e7;
    stroke: #40464d;
    stroke-width: 1.6;
    stroke-linejoin: round;
  }
  .stroke {
    fill: none;
    stroke: #40464d;
    stroke-width: 1.4;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .symbol {
    font-size: 10px;
    fill: #40464d;
    text-anchor: middle;
  }
  .pin-name {
    font-size: 7.5px;
    fill: #40464d;
  }
  .middle {
    text-anchor: middle;
  }
  .end {
    text-anchor: end;
  }
`;
