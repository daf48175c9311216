import { css } from 'lit';

export const jobsStyles = css`
  .card {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_bg);
  }
  h3,
  p,
  ul {
    margin: 0;
  }
  h3 {
    font-size: 1em;
    font-weight: 600;
  }
  h3:focus {
    outline: none;
  }
  .count {
    color: var(--_muted);
    font-weight: 500;
  }
  ul {
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
    padding-block: calc(var(--_space) * 2.5);
    border-block-start: 1px solid var(--_border);
  }
  li > div:first-child {
    flex: 1 1 16rem;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .what {
    font-weight: 500;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .note.bad {
    color: var(--_bad);
  }
  [role='status']:empty {
    display: none;
  }
`;
