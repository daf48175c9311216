import { css } from 'lit';

export const rolesStyles = css`
  .card,
  fieldset {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
  }
  .card {
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_bg);
  }
  h3,
  p {
    margin: 0;
  }
  h3 {
    font-size: 1em;
    font-weight: 600;
  }
  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
  }
  .line label:not(.check) {
    display: grid;
    gap: calc(var(--_space) * 1);
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
  input[type='checkbox'] {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
    min-block-size: 36px;
  }
  .checks {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 4);
  }
  details {
    padding-block: calc(var(--_space) * 1);
  }
  details ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr));
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
    margin: 0;
    padding: calc(var(--_space) * 2) 0;
    list-style: none;
  }
  details label {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
  }
  .note:empty {
    display: none;
  }
  .note.bad {
    padding-inline-start: calc(var(--_space) * 3);
    border-inline-start: 3px solid var(--_bad);
  }
  @media (pointer: coarse) {
    th,
    td {
      padding-block: calc(var(--_space) * 3);
    }
  }
`;
