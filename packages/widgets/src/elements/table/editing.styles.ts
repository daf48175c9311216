import { css } from 'lit';

/** What an editable table has besides: marks of its cells, and the panel over the one that is open. */
export const editingStyles = css`
  .caption {
    min-block-size: 36px;
  }
  .rows .row {
    cursor: default;
  }
  .cell.editable {
    cursor: cell;
  }
  .cell.editable:hover {
    box-shadow: inset 0 0 0 1px var(--_border-strong);
  }
  .cell.pending .value {
    color: var(--_muted);
    font-style: italic;
  }
  .cell.unsaved:not(.opened) {
    box-shadow: inset 0 0 0 2px var(--_bad);
  }
  .cell.unsaved:not(.opened)::after {
    flex: none;
    margin-inline-start: var(--_space);
    color: var(--_bad);
    content: '⚠' / '';
  }
  .cell .to-record {
    flex: none;
    margin-inline-start: auto;
    opacity: 0;
  }
  .row:hover .to-record,
  .row:focus-within .to-record,
  .to-record:focus-visible {
    opacity: 1;
  }
  .saved {
    color: var(--_muted);
  }
  .saved p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .saved .wrong {
    color: var(--_bad);
  }
  .cell-panel {
    position: fixed;
    inset: auto;
    display: none;
    gap: calc(var(--_space) * 2);
    box-sizing: border-box;
    max-inline-size: min(420px, 100vw - 16px);
    margin: 0;
    padding: 2px;
    overflow: visible;
    border: 0;
    border-radius: var(--_radius);
    background: var(--_bg);
    color: var(--_fg);
    font-size: 0.875rem;
    text-align: start;
    box-shadow:
      0 0 0 1px var(--_border),
      0 8px 24px rgb(0 20 24 / 18%);
  }
  .cell-panel:popover-open {
    display: grid;
    align-content: center;
  }
  .cell-name {
    margin: 0;
    padding: var(--_space) calc(var(--_space) * 2) 0;
    color: var(--_muted);
    font-size: 0.8125rem;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .cell-panel:not(.gone) .cell-name {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .entry {
    display: flex;
    align-items: flex-start;
    gap: 2px;
  }
  .entry sluice-field {
    flex: 1;
    outline: none;
  }
  .entry sluice-field::part(label) {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .entry sluice-field::part(hint),
  .entry sluice-field::part(issue) {
    padding-inline: calc(var(--_space) * 2);
  }
  .entry .icon-button {
    block-size: 36px;
  }
  .why:empty {
    display: none;
  }
  .why p {
    margin: 0;
    padding: 0 calc(var(--_space) * 2);
    color: var(--_bad);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    padding: 0 calc(var(--_space) * 2) calc(var(--_space) * 2);
  }
  @media (pointer: coarse) {
    .caption {
      min-block-size: 44px;
    }
    .cell .to-record {
      opacity: 1;
    }
    .entry .icon-button {
      block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .cell-panel {
      border: 2px solid Highlight;
    }
    .cell.editable:hover,
    .cell.unsaved {
      outline: 2px solid CanvasText;
      outline-offset: -2px;
    }
    .saved .wrong,
    .why p {
      color: CanvasText;
    }
  }
  @media print {
    .cell .to-record,
    .saved {
      display: none;
    }
  }
`;
