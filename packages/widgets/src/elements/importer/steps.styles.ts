import { css } from 'lit';

/** The tables of columns and values, which are cards where there is no room. */
export const stepStyles = css`
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: calc(var(--_space) * 2);
    border-block-end: 1px solid var(--_border);
    font-weight: 400;
    text-align: start;
    vertical-align: middle;
    overflow-wrap: anywhere;
  }
  thead th {
    color: var(--_muted);
  }
  tbody th {
    font-weight: 500;
  }
  .mapping .open {
    background: color-mix(in srgb, var(--_warn) 9%, var(--_bg));
  }
  .mapping .open th::before {
    content: '? ' / '';
    color: var(--_warn);
    font-weight: 700;
  }
  .mapping select,
  .questions select {
    inline-size: 100%;
  }
  .samples bdi {
    display: inline-block;
    max-inline-size: 100%;
    margin-inline-end: calc(var(--_space) * 2);
    color: var(--_muted);
  }
  .group {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  .group header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  .group h4 {
    flex: 1 1 160px;
    min-inline-size: 0;
  }
  .questions li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border-inline-start: 2px solid var(--_border);
  }
  .questions li.open {
    border-color: var(--_warn);
  }
  .questions li + li {
    margin-block-start: calc(var(--_space) * 2);
  }
  .asked > bdi {
    font-weight: 500;
  }
  @container (max-width: 559px) {
    .mapping thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .mapping,
    .mapping tbody,
    .mapping tr,
    .mapping th,
    .mapping td {
      display: block;
    }
    .mapping tr {
      padding: calc(var(--_space) * 2);
      border: 1px solid var(--_border);
      border-radius: var(--_radius);
    }
    .mapping tr + tr {
      margin-block-start: calc(var(--_space) * 2);
    }
    .mapping th,
    .mapping td {
      padding: var(--_space) 0;
      border: 0;
    }
  }
  @container (min-width: 560px) {
    .questions li {
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) minmax(0, 2fr);
      justify-items: start;
      align-items: center;
    }
    .mapping th:nth-child(1) {
      inline-size: 24%;
    }
    .mapping td:nth-child(3) {
      inline-size: 30%;
    }
  }
  @media (forced-colors: active) {
    .mapping .open {
      outline: 1px solid CanvasText;
    }
  }
`;
