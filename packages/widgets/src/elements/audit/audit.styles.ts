import { css } from 'lit';

export const auditStyles = css`
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_bg);
  }
  h3,
  p,
  ol,
  dl,
  dd {
    margin: 0;
  }
  h3 {
    font-size: 1em;
    font-weight: 600;
  }
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
  }
  form label {
    display: grid;
    gap: calc(var(--_space) * 1);
  }
  ol {
    padding: 0;
    list-style: none;
  }
  li {
    padding-block: calc(var(--_space) * 2);
    border-block-start: 1px solid var(--_border);
  }
  li p {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 2);
    overflow-wrap: anywhere;
  }
  .name {
    font-weight: 500;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr);
    gap: calc(var(--_space) * 1) calc(var(--_space) * 3);
    padding-block: calc(var(--_space) * 2);
  }
  dt {
    color: var(--_muted);
  }
  dd {
    overflow-wrap: anywhere;
  }
  summary {
    color: var(--_accent);
    cursor: pointer;
  }
  [role='status']:empty {
    display: none;
  }
`;
