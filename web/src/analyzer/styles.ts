import { css } from "lit";

/** Buttons, fields and links of the analyzer's parts. */
export const controlStyles = css`
  :host {
    box-sizing: border-box;
    font: inherit;
    color: var(--pb-fg);
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  button,
  select,
  .button,
  input[type="search"] {
    font: inherit;
    color: inherit;
    height: 30px;
    padding: 0 10px;
    border: 1px solid var(--pb-line);
    border-radius: 6px;
    background: var(--pb-bg);
    white-space: nowrap;
  }
  button,
  select,
  .button {
    cursor: pointer;
  }
  .button {
    display: inline-flex;
    align-items: center;
    text-decoration: none;
  }
  button:hover:not(:disabled),
  select:hover,
  .button:hover {
    border-color: var(--pb-muted);
  }
  button:disabled {
    opacity: 0.45;
    cursor: default;
  }
  button[aria-pressed="true"] {
    border-color: var(--pb-accent);
    box-shadow: inset 0 0 0 1px var(--pb-accent);
    background: color-mix(in srgb, var(--pb-accent) 14%, var(--pb-bg));
  }
  :is(button, select, a, input, summary, [tabindex]):focus-visible {
    outline: 2px solid var(--pb-focus);
    outline-offset: 1px;
  }
  .group {
    display: inline-flex;
    align-items: center;
  }
  .group > * {
    border-radius: 0;
    margin-left: -1px;
  }
  .group > :first-child {
    border-radius: 6px 0 0 6px;
    margin-left: 0;
  }
  .group > :last-child {
    border-radius: 0 6px 6px 0;
  }
  .group > :only-child {
    border-radius: 6px;
  }
  .group > :is(:hover, :focus-visible, [aria-pressed="true"]) {
    position: relative;
    z-index: 1;
  }
  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
