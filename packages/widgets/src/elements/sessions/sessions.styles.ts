import { css } from 'lit';

export const sessionsStyles = css`
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
  li > div {
    flex: 1 1 14rem;
    min-inline-size: 0;
  }
  .device {
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .badge {
    margin-inline-start: calc(var(--_space) * 2);
    padding: 1px calc(var(--_space) * 2);
    border: 1px solid currentcolor;
    border-radius: 999px;
    color: var(--_good);
    font-size: 0.857em;
    font-weight: 500;
    white-space: nowrap;
  }
  .foot {
    justify-self: start;
  }
  [role='status']:empty {
    display: none;
  }
`;
