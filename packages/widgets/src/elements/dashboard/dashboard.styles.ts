import { css } from 'lit';

/** One column on a phone, two halves where there is room; the table always has the whole width. */
export const dashboardStyles = css`
  :host {
    --_gap: calc(var(--_space) * 4);
  }
  .page {
    display: grid;
    gap: var(--_gap);
    grid-template-columns: minmax(0, 1fr);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2) var(--_gap);
  }
  h2 {
    margin: 0;
    font-size: 1.429em;
    font-weight: 650;
    line-height: 1.25;
    letter-spacing: -0.01em;
  }
  header .about {
    flex: 1 1 200px;
    min-inline-size: 0;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .stack {
    display: grid;
    gap: var(--_gap);
    grid-template-columns: minmax(0, 1fr);
  }
  .halves {
    display: grid;
    gap: var(--_gap);
    grid-template-columns: minmax(0, 1fr);
    align-items: start;
  }
  sluice-filter-bar {
    z-index: 1;
  }
  .wide {
    --sluice-dialog-width: 880px;
  }
  @container (min-width: 760px) {
    .halves {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @media print {
    .actions,
    sluice-filter-bar {
      display: none;
    }
  }
`;
