import { css } from 'lit';

export const filterBarStyles = css`
  :host([sticky]) {
    position: sticky;
    inset-block-start: var(--sluice-filter-bar-offset, 0);
    z-index: 5;
  }
  .base {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  :host([sticky]) .base {
    padding-block: calc(var(--_space) * 2);
    border-block-end: 1px solid var(--_border);
    background: var(--_bg);
  }
  .offered,
  .chips {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .offered sluice-filter {
    min-inline-size: 0;
  }
  sluice-search {
    flex: 1 1 180px;
    max-inline-size: 320px;
    margin-inline-start: auto;
  }
  .chips li {
    display: flex;
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  .chips .chip {
    min-inline-size: 0;
  }
  .chips .chip span {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip.waiting {
    inline-size: 96px;
    border-color: transparent;
  }
  @container (inline-size < 480px) {
    sluice-search {
      flex-basis: 100%;
      max-inline-size: none;
      order: -1;
    }
  }
  @media print {
    .offered,
    .chips svg {
      display: none;
    }
    :host([sticky]) {
      position: static;
    }
  }
`;
