import { css } from 'lit';

/** What the cards of pipeline intelligence share: notes, readouts, figures in a row, plain tables. */
export const readingStyles = css`
  .note,
  .readout {
    margin: calc(var(--_space) * 2) 0 0;
    color: var(--_muted);
    font-size: 0.929em;
    overflow-wrap: anywhere;
  }
  .readout {
    min-block-size: 1.45em;
  }
  .skeleton.body {
    block-size: 220px;
  }
  .nothing {
    min-block-size: 132px;
  }
  h4 {
    margin: calc(var(--_space) * 5) 0 calc(var(--_space) * 1.5);
    font-size: 0.929em;
    font-weight: 600;
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(104px, 100%), 1fr));
    gap: calc(var(--_space) * 3);
    margin: 0 0 calc(var(--_space) * 4);
  }
  .figures div {
    min-inline-size: 0;
  }
  .figures dt {
    color: var(--_muted);
    font-size: 0.929em;
  }
  .figures dd {
    margin: 0;
    font-size: 1.286em;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .scroll {
    overflow-x: auto;
  }
  .scroll table,
  table.plain {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .scroll th,
  .scroll td,
  table.plain th,
  table.plain td {
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
    border-block-end: 1px solid var(--_border);
    font-weight: 400;
    text-align: end;
    vertical-align: baseline;
  }
  .scroll th:first-child,
  table.plain th:first-child {
    padding-inline-start: 0;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .scroll th:first-child {
    min-inline-size: 9em;
  }
  .scroll td {
    white-space: nowrap;
  }
  .scroll td:last-child,
  .scroll th:last-child,
  table.plain td:last-child,
  table.plain th:last-child {
    padding-inline-end: 0;
  }
  thead th {
    color: var(--_muted);
    font-size: 0.929em;
    vertical-align: bottom;
  }
  tfoot th,
  tfoot td {
    font-weight: 600;
    border-block-end: 0;
  }
  .link {
    margin: 0;
    padding: calc(var(--_space) * 0.5) 0;
    border: 0;
    background: none;
    color: var(--_accent);
    font: inherit;
    letter-spacing: inherit;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .link:hover {
    text-decoration: underline;
  }
  .good {
    color: var(--_good);
  }
  .bad {
    color: var(--_bad);
  }
  .chart .mark[role='img']:hover .hit {
    fill: color-mix(in srgb, var(--_fg) 6%, transparent);
  }
  @container (max-width: 479px) {
    .scroll th:first-child {
      min-inline-size: 6em;
    }
    .scroll th,
    .scroll td {
      padding-inline: calc(var(--_space) * 1);
    }
  }
  @media (pointer: coarse) {
    .link {
      min-block-size: 44px;
    }
  }
`;
