import { css, nothing, svg, type SVGTemplateResult } from "lit";
import { CONFLICT, HIGH, HIGHZ, LOW, stateName } from "./part_element";

/**
 * A level as a mark of its own shape, so that it is recognized without its colour: high is a full disc, low a ring, high-Z
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

/**
 * The colours are the page's. A part's body is dark or light on any page, so what is drawn on it takes the colours that
 * read on it: class `on-dark` or `on-light`.
 */
export const levelStyles = css`
  .on-dark {
    --pb-high: #ffc043;
    --pb-low: #7fa6de;
    --pb-highz: #95a0b0;
    --pb-conflict: #ff3b57;
  }
  .on-light {
    --pb-high: #e08600;
    --pb-low: #3c5a86;
    --pb-highz: #77808d;
    --pb-conflict: #d6002a;
  }
  .level.low {
    fill: none;
    stroke: var(--pb-low);
    stroke-width: 1.1;
  }
  .level.high {
    fill: var(--pb-high);
  }
  .level.highz {
    stroke: var(--pb-highz);
    stroke-width: 1.3;
    stroke-dasharray: 1.9 1;
  }
  .level.conflict rect {
    fill: var(--pb-conflict);
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
    stroke: var(--pb-muted);
    stroke-width: 1.3;
  }
  .lead.low {
    stroke: var(--pb-low);
  }
  .lead.high {
    stroke: var(--pb-high);
    stroke-width: 2.4;
  }
  .lead.highz {
    stroke: var(--pb-highz);
    stroke-dasharray: 3 2;
  }
  .lead.conflict {
    stroke: var(--pb-conflict);
    stroke-width: 3.6;
    stroke-dasharray: 2.4 1.2;
  }
`;
