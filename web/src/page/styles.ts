import { css } from "lit";

/** What controls of the interface look like, wherever they are. */
export const controlStyles = css`
  button,
  select,
  input {
    box-sizing: border-box;
    min-height: 30px;
    border: 1px solid var(--pb-line);
    border-radius: 6px;
    background: var(--pb-panel);
    color: var(--pb-fg);
    font: 13px/1.2 var(--pb-font);
  }
  button {
    padding: 0 10px;
    cursor: pointer;
  }
  button:hover {
    border-color: var(--pb-muted);
  }
  button:focus-visible,
  select:focus-visible,
  input:focus-visible {
    outline: 2px solid var(--pb-focus);
    outline-offset: 1px;
  }
  [hidden] {
    display: none !important;
  }
  @media (pointer: coarse) {
    button,
    select,
    input {
      min-height: 40px;
    }
  }
`;
