import { css } from "lit";

export const toolbarStyles = css`
  .toolbar {
    position: absolute;
    right: 12px;
    bottom: 12px;
    z-index: 10;
    display: flex;
    flex-direction: column;
    align-items: stretch;
    border: 1px solid var(--pb-line);
    border-radius: 8px;
    background: var(--pb-panel);
    box-shadow: 0 2px 8px rgb(0 0 0 / 12%);
    overflow: hidden;
  }
  .toolbar button {
    width: 38px;
    height: 34px;
    border: 0;
    background: none;
    color: var(--pb-fg);
    font: 18px/1 var(--pb-font);
    cursor: pointer;
  }
  .toolbar button:hover {
    background: var(--pb-bg);
  }
  .toolbar button:focus-visible {
    outline: 2px solid var(--pb-focus);
    outline-offset: -2px;
  }
  .toolbar span {
    color: var(--pb-muted);
    font: 10px/16px var(--pb-font);
    text-align: center;
  }
`;
