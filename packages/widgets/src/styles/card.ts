import { css } from 'lit';

/**
 * What looks after a tenant (people, roles, settings, sessions, jobs, the trail): a card with a title, a list ruled by lines, entries in
 * a row, checks, badges and notes.
 */
export const cardStyles = css`
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
  h4,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
  }
  h3,
  h4 {
    font-size: 1em;
    font-weight: 600;
  }
  ul,
  ol {
    padding: 0;
    list-style: none;
  }
  li {
    padding-block: calc(var(--_space) * 2.5);
    border-block-start: 1px solid var(--_border);
  }
  .apart li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
  }
  .apart li > div:first-child {
    flex: 1 1 16rem;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .name {
    font-weight: 500;
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
  .check {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
    min-block-size: 36px;
  }
  .check input,
  td input {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .badge {
    padding: 1px calc(var(--_space) * 2);
    border: 1px solid currentcolor;
    border-radius: 999px;
    color: var(--_muted);
    font-size: 0.857em;
    font-weight: 500;
    white-space: nowrap;
  }
  .name + .badge,
  .badge + .badge {
    margin-inline-start: calc(var(--_space) * 2);
  }
  .badge.good {
    color: var(--_good);
  }
  .badge.warn {
    color: var(--_warn);
  }
  .grow {
    flex: 1 1 14rem;
    min-inline-size: 0;
  }
  .note:empty,
  [role='status']:empty {
    display: none;
  }
  .note.bad {
    padding-inline-start: calc(var(--_space) * 3);
    border-inline-start: 3px solid var(--_bad);
  }
  @media (pointer: coarse) {
    .check {
      min-block-size: 44px;
    }
  }
`;
