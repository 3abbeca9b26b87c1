import { css } from "lit";

export const analyzerStyles = css`
  :host {
    display: block;
    background: var(--pb-panel);
    font-size: 13px;
  }
  /* Given a height, its channels scroll. */
  .frame {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 8px 10px;
    border-bottom: 1px solid var(--pb-line);
  }
  :host([collapsed]) header {
    border-bottom: none;
  }
  .title {
    border-color: transparent;
    background: none;
    padding: 0 8px 0 4px;
    font-weight: 600;
  }
  .title svg {
    width: 10px;
    height: 10px;
    margin-right: 7px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    transition: transform 0.15s;
  }
  .title[aria-expanded="true"] svg {
    transform: rotate(90deg);
  }
  .span {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    height: 30px;
    min-width: 76px;
    padding: 0 8px;
    border: 1px solid var(--pb-line);
    color: var(--pb-muted);
    font-variant-numeric: tabular-nums;
  }
  .space {
    flex: 1;
  }
  header,
  footer {
    flex: none;
  }
  pb-wave-view {
    flex: 1 1 auto;
    min-height: 0;
  }
  .mode {
    display: flex;
    align-items: center;
    gap: 7px;
    height: 100%;
    padding: 0 10px;
    color: var(--pb-muted);
    line-height: 1.1;
  }
  .mode::before {
    content: "";
    flex: none;
    width: 8px;
    height: 8px;
    border: 1.5px solid var(--pb-muted);
    border-radius: 50%;
  }
  .mode[data-mode="follow"]::before {
    border-color: var(--pb-accent);
    background: var(--pb-accent);
  }
  .mode[data-mode="paused"]::before {
    border-width: 0 2.5px;
    border-radius: 0;
  }
  .empty {
    margin: 0;
    padding: 22px 14px;
    color: var(--pb-muted);
    text-align: center;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 16px;
    min-height: 42px;
    padding: 6px 10px;
    border-top: 1px solid var(--pb-line);
    font-variant-numeric: tabular-nums;
  }
  .cursors {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
  }
  .cursors b {
    color: var(--pb-accent);
  }
  .cursors i,
  .hint,
  .pulse {
    color: var(--pb-muted);
  }
  .cursor {
    height: 26px;
    padding: 0 8px;
  }
  .pulse {
    flex: 1;
    min-width: 0;
  }
  details {
    color: var(--pb-muted);
  }
  summary {
    cursor: pointer;
    padding: 2px 4px;
    border-radius: 4px;
  }
  dl {
    position: fixed;
    z-index: 20;
    overflow: auto;
    display: grid;
    grid-template-columns: auto auto;
    gap: 4px 14px;
    margin: 0;
    padding: 12px 14px;
    white-space: nowrap;
    border: 1px solid var(--pb-line);
    border-radius: 10px;
    background: var(--pb-panel);
    box-shadow: 0 10px 30px rgb(0 0 0 / 0.25);
  }
  dt {
    color: var(--pb-fg);
    font-weight: 600;
  }
  dd {
    margin: 0;
  }
  .notice {
    margin: 0;
    padding: 6px 12px;
    border-top: 1px solid var(--pb-line);
    color: var(--pb-muted);
  }
  .notice.bad {
    color: var(--pb-fg);
    box-shadow: inset 4px 0 0 var(--pb-conflict);
  }
  /* Without a keyboard its keys are of no use. */
  @media (hover: none) and (max-width: 560px) {
    details {
      display: none;
    }
  }
  @media (max-width: 560px) {
    header {
      position: relative;
      gap: 6px;
      padding: 6px;
    }
    .space {
      display: none;
    }
    footer {
      gap: 4px 8px;
      padding: 6px;
    }
    .hint {
      font-size: 0.95em;
    }
  }
`;
