import { css } from 'lit';

export const auditStyles = css`
  li {
    padding-block: calc(var(--_space) * 2);
  }
  li p {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 2);
    overflow-wrap: anywhere;
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
`;
