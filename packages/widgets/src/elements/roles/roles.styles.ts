import { css } from 'lit';

export const rolesStyles = css`
  fieldset {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .wide {
    overflow-x: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
    border-block-start: 1px solid var(--_border);
    font-weight: 400;
    text-align: center;
    white-space: nowrap;
  }
  thead th {
    border: 0;
    color: var(--_muted);
  }
  tbody th,
  thead th:first-child {
    text-align: start;
  }
  .same {
    color: var(--_muted);
  }
  .checks {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 4);
  }
  summary {
    cursor: pointer;
  }
  details .line {
    padding-block-start: calc(var(--_space) * 2);
  }
  details ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr));
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
    padding-block: calc(var(--_space) * 2);
  }
  details li {
    padding: 0;
    border: 0;
  }
  details li label {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
  }
  @media (pointer: coarse) {
    th,
    td {
      padding-block: calc(var(--_space) * 3);
    }
  }
`;
