import { css } from 'lit';

export const explanationStyles = css`
  :host {
    display: contents;
    container-type: normal;
  }
  dialog {
    text-align: start;
  }
  .value {
    margin: 0;
    font-size: 1.75rem;
    font-weight: 600;
    line-height: 1.2;
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
  }
  .body {
    display: grid;
    align-content: start;
    gap: calc(var(--_space) * 4);
    min-block-size: 260px;
  }
  .body p {
    margin: 0;
    text-wrap: pretty;
  }
  .choice {
    display: grid;
    gap: calc(var(--_space) * 1);
    color: var(--_muted);
    font-size: 0.929em;
  }
  .choice select {
    inline-size: 100%;
    color: var(--_fg);
  }
  .value + .muted {
    margin-block-start: calc(var(--_space) * -2);
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
    margin: 0;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
  }
  code {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: 0.929em;
    overflow-wrap: anywhere;
    unicode-bidi: isolate;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: calc(var(--_space) * 1.5) 0;
    border-block-start: 1px solid var(--_border);
    font-weight: 400;
    text-align: start;
    vertical-align: baseline;
  }
  td.number {
    padding-inline-start: calc(var(--_space) * 4);
    text-align: end;
  }
  th code {
    display: block;
    color: var(--_muted);
  }
  tbody tr.included th,
  tbody tr.included td,
  tfoot th,
  tfoot td {
    font-weight: 600;
  }
  tfoot th,
  tfoot td {
    border-block-start-color: var(--_border-strong);
  }
  caption {
    padding-block-end: calc(var(--_space) * 1);
    color: var(--_muted);
    text-align: start;
  }
  .skeleton.big {
    inline-size: 45%;
    block-size: 2.1rem;
  }
  .skeleton.short {
    inline-size: 70%;
  }
  details ol {
    margin: calc(var(--_space) * 2) 0 0;
    padding: 0;
    list-style: none;
  }
  details li {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_space) * 3);
    padding-block: calc(var(--_space) * 1);
    border-block-end: 1px solid var(--_border);
  }
  .take {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
`;
