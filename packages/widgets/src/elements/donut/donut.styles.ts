import { css } from 'lit';

export const donutStyles = css`
  .body {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 4) calc(var(--_space) * 6);
  }
  .body > svg {
    flex: none;
  }
  .part {
    stroke: var(--_bg);
    stroke-width: 1.5;
    cursor: pointer;
  }
  .part.still {
    cursor: default;
  }
  .choosing .part:not([data-chosen]) {
    fill-opacity: 0.4;
  }
  .chart text.whole {
    font-size: 18px;
    font-weight: 600;
  }
  .legend {
    flex: 1 1 180px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .legend li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto auto;
    gap: calc(var(--_space) * 2);
    align-items: baseline;
    padding-block: calc(var(--_space) * 1);
    border-block-end: 1px solid var(--_border);
  }
  .legend li[data-chosen] {
    font-weight: 600;
  }
  .legend svg {
    inline-size: 10px;
    block-size: 10px;
  }
  .legend .muted {
    min-inline-size: 3.5em;
    text-align: end;
  }
  @media (forced-colors: active) {
    .part,
    .legend rect {
      forced-color-adjust: none;
    }
  }
`;
