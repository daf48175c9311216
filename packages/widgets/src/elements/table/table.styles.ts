import { css } from 'lit';

export const tableStyles = css`
  .caption {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
    min-block-size: 32px;
    margin-block-end: calc(var(--_space) * 2);
  }
  .total {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
    font-weight: 600;
  }
  .order {
    display: none;
    align-items: center;
    gap: var(--_space);
    min-inline-size: 0;
  }
  .order .down svg {
    rotate: 180deg;
  }
  .order select {
    max-inline-size: 180px;
  }
  .scroller {
    position: relative;
    block-size: var(--sluice-table-height, var(--_box, auto));
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_bg);
    outline-offset: -2px;
  }
  .head {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    inline-size: 100%;
    min-inline-size: var(--_least, 0);
    background: var(--_surface);
    border-block-end: 1px solid var(--_border);
  }
  .row {
    display: grid;
    grid-template-columns: var(--_tracks, none);
    min-inline-size: 0;
  }
  .head .row {
    block-size: 36px;
  }
  [role='columnheader'] {
    display: flex;
    align-items: stretch;
    min-inline-size: 0;
    color: var(--_muted);
    font-size: 0.8125rem;
    font-weight: 500;
  }
  .sort,
  .named {
    display: flex;
    flex: 1;
    align-items: center;
    gap: var(--_space);
    min-inline-size: 0;
    margin: 0;
    padding: 0 calc(var(--_space) * 3);
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    text-align: start;
  }
  .sort {
    cursor: pointer;
  }
  .sort:hover {
    color: var(--_fg);
  }
  .sort span,
  .named span {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .end .sort,
  .end .named {
    flex-direction: row-reverse;
    text-align: end;
  }
  .sort svg {
    flex: none;
    inline-size: 12px;
    block-size: 12px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
    opacity: 0;
  }
  .sort:hover svg,
  .sort:focus-visible svg {
    opacity: 0.5;
  }
  [aria-sort='ascending'] .sort,
  [aria-sort='descending'] .sort {
    color: var(--_fg);
    font-weight: 600;
  }
  [aria-sort='ascending'] .sort svg,
  [aria-sort='descending'] .sort svg {
    opacity: 1;
  }
  [aria-sort='descending'] .sort svg {
    rotate: 180deg;
  }
  .sort:focus-visible,
  .named:focus-visible,
  .cell:focus-visible {
    outline-offset: -2px;
  }
  .body {
    position: relative;
    block-size: var(--_tall, auto);
    min-inline-size: var(--_least, 0);
  }
  .rows {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    transform: translateY(var(--_offset, 0));
  }
  .rows .row {
    block-size: var(--_row-height);
    border-block-end: 1px solid var(--_border);
    cursor: pointer;
  }
  .rows .row:last-child {
    border-block-end-color: transparent;
  }
  .rows .row.waiting {
    cursor: default;
  }
  .rows .row:not(.waiting):hover {
    background: var(--_surface);
  }
  .cell {
    display: flex;
    align-items: center;
    min-inline-size: 0;
    padding: 0 calc(var(--_space) * 3);
  }
  .cell .value {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .cell .skeleton {
    inline-size: 64%;
  }
  .cell.end {
    justify-content: flex-end;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .cell.title {
    font-weight: 500;
  }
  .cell.blank {
    color: var(--_muted);
  }
  .stage {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
    max-inline-size: 100%;
    padding: 1px calc(var(--_space) * 2);
    border: 1px solid var(--_border);
    border-radius: 999px;
    background: var(--_bg);
    font-size: 0.8125rem;
  }
  .stage svg {
    flex: none;
    inline-size: 10px;
    block-size: 10px;
    fill: none;
    stroke: var(--_mark, var(--_muted));
    stroke-width: 2.25;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .stage .open {
    fill: var(--_mark, var(--_muted));
  }
  .c1 {
    --_mark: var(--_c1);
  }
  .c2 {
    --_mark: var(--_c2);
  }
  .c3 {
    --_mark: var(--_c3);
  }
  .c4 {
    --_mark: var(--_c4);
  }
  .c5 {
    --_mark: var(--_c5);
  }
  .c6 {
    --_mark: var(--_c6);
  }
  .c7 {
    --_mark: var(--_c7);
  }
  .c8 {
    --_mark: var(--_c8);
  }
  .won {
    --_mark: var(--_good);
  }
  .lost {
    --_mark: var(--_bad);
  }
  .nothing {
    position: sticky;
    inset-inline-start: 0;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: calc(var(--_space) * 3);
    min-block-size: calc(var(--_row-height) * 4);
    max-inline-size: 100cqi;
    padding: calc(var(--_space) * 4);
    color: var(--_muted);
    text-align: center;
  }
  .nothing [role='gridcell'] {
    display: grid;
    justify-items: center;
    gap: calc(var(--_space) * 3);
  }
  .nothing p {
    margin: 0;
  }
  .problem {
    margin-block-end: calc(var(--_space) * 2);
  }
  @media (pointer: coarse) {
    :host {
      --_row-height: max(44px, var(--sluice-row-height, 44px));
    }
    .head .row {
      block-size: 44px;
    }
  }
  @container (inline-size < 480px) {
    .order {
      display: flex;
    }
    .head {
      position: static;
      display: none;
    }
    .body,
    .head {
      min-inline-size: 0;
    }
    .scroller {
      block-size: var(--sluice-table-height, min(var(--_box, 80dvh), 80dvh));
      border: 0;
      border-radius: 0;
      background: none;
    }
    .rows .row {
      grid-template-columns: minmax(0, 1fr);
      grid-auto-rows: minmax(0, 1fr);
      block-size: calc(var(--_lines, 4) * 1.75em + var(--_space) * 4);
      margin-block-end: calc(var(--_space) * 2);
      padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
      border: 1px solid var(--_border);
      border-radius: var(--_radius);
      background: var(--_bg);
    }
    .rows .row:last-child {
      border-block-end-color: var(--_border);
    }
    .cell {
      gap: calc(var(--_space) * 3);
      justify-content: space-between;
      padding: 0;
    }
    .cell.end {
      justify-content: space-between;
    }
    .cell::before {
      flex: none;
      max-inline-size: 45%;
      overflow: hidden;
      color: var(--_muted);
      font-size: 0.8125rem;
      font-weight: 400;
      text-overflow: ellipsis;
      white-space: nowrap;
      content: attr(data-label);
    }
    .cell.title::before {
      content: none;
    }
  }
  @media (forced-colors: active) {
    .stage svg {
      stroke: CanvasText;
    }
    .stage .open {
      fill: CanvasText;
    }
    .scroller,
    .stage {
      border-color: CanvasText;
    }
  }
  @media print {
    .scroller {
      block-size: auto;
      overflow: visible;
    }
    .order {
      display: none;
    }
  }
`;
