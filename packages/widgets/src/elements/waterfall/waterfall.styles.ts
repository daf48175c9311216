import { css } from 'lit';

export const waterfallStyles = css`
  .chart .gain .bar {
    fill: var(--_good);
  }
  .chart .loss .bar {
    fill: var(--_bad);
  }
  .chart .won .bar {
    fill: color-mix(in srgb, var(--_good) 50%, var(--_bg));
  }
  .chart .link-line {
    stroke: var(--_border-strong);
    stroke-width: 1;
    stroke-dasharray: 2 2;
  }
  .chart .balance .name,
  .chart .balance .end {
    font-weight: 600;
  }
  [part='deals'] details {
    border-block-end: 1px solid var(--_border);
  }
  [part='deals'] summary {
    padding-block: calc(var(--_space) * 2);
    cursor: pointer;
  }
  details ul {
    margin: 0;
    padding: 0 0 calc(var(--_space) * 2);
    list-style: none;
  }
  details li {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_space) * 3);
  }
  details li > :first-child {
    min-inline-size: 0;
  }
  @media (pointer: coarse) {
    [part='deals'] summary {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .chart .gain .bar,
    .chart .won .bar,
    .chart .loss .bar {
      forced-color-adjust: none;
    }
  }
`;
