import { css, nothing, svg, type SVGTemplateResult } from "lit";
import { CONFLICT, HIGH, HIGHZ, LOW, stateName } from "./part_element";

/**
 * A level as a mark of its own shape, so that it can be told without its colour: high is a full disc, low a ring, high-Z
 * a dash, and conflict a cross on a square, larger than the others. Unknown levels have no mark.
 */
export function levelMark(x: number, y: number, state: number | undefined): SVGTemplateResult | typeof nothing {
  switch (state) {
    case LOW:
      return svg`<circle class="level low" cx=${x} cy=${y} r="1.9"></circle>`;
    case HIGH:
      return svg`<circle class="level high" cx=${x} cy=${y} r="2.5"></circle>`;
    case HIGHZ:
      return svg`<path class="level highz" d="M${x - 2.4} ${y}h4.8"></path>`;
    case CONFLICT:
      return svg`<g class="level conflict" transform="translate(${x} ${y})">
        <rect x="-3.8" y="-3.8" width="7.6" height="7.6" rx="1"></rect><path d="M-2 -2L2 2M2 -2L-2 2"></path>
      </g>`;
    default:
      return nothing;
  }
}

/** The line from a pin to its symbol: thick is high, thin is low, dashes are high-Z, thick dots a conflict. */
export function lead(d: string, state: number | undefined): SVGTemplateResult {
  return svg`<path class="lead ${stateName(state)}" d=${d}></path>`;
}

export const levelStyles = css`
  .level.low {
    fill: none;
    stroke: var(--pb-low, #5b8def);
    stroke-width: 1.1;
  }
  .level.high {
    fill: var(--pb-high, #2fbf4f);
  }
  .level.highz {
    stroke: var(--pb-highz, #9a9a9a);
    stroke-width: 1.3;
    stroke-dasharray: 1.9 1;
  }
  .level.conflict rect {
    fill: var(--pb-conflict, #ff2d2d);
    stroke: #fff;
    stroke-width: 0.6;
  }
  .level.conflict path {
    stroke: #fff;
    stroke-width: 1.5;
    stroke-linecap: round;
  }
  .lead {
    fill: none;
    stroke: var(--pb-muted, #8c8c8c);
    stroke-width: 1.3;
  }
  .lead.low {
    stroke: var(--pb-low, #5b8def);
  }
  .lead.high {
    stroke: var(--pb-high, #2fbf4f);
    stroke-width: 2.4;
  }
  .lead.highz {
    stroke: var(--pb-highz, #9a9a9a);
    stroke-dasharray: 3 2;
  }
  .lead.conflict {
    stroke: var(--pb-conflict, #ff2d2d);
    stroke-width: 3.6;
    stroke-dasharray: 2.4 1.2;
  }
`;
