import { css } from 'lit';

export const peopleStyles = css`
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
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
    padding-block: calc(var(--_space) * 2.5);
    border-block-start: 1px solid var(--_border);
  }
  .who {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .name {
    font-weight: 500;
  }
  .badge {
    margin-inline-start: calc(var(--_space) * 2);
    padding: 1px calc(var(--_space) * 2);
    border: 1px solid currentcolor;
    border-radius: 999px;
    color: var(--_muted);
    font-size: 0.857em;
    font-weight: 500;
    white-space: nowrap;
  }
  .badge.warn {
    color: var(--_warn);
  }
  .badge.good {
    color: var(--_good);
  }
  .doing {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
  }
  .check input {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
    padding-block-start: calc(var(--_space) * 3);
    border-block-start: 1px solid var(--_border);
  }
  form label:not(.check) {
    display: grid;
    gap: calc(var(--_space) * 1);
  }
  form .check {
    min-block-size: 36px;
  }
  .grow {
    flex: 1 1 14rem;
    min-inline-size: 0;
  }
  .link {
    display: flex;
    gap: calc(var(--_space) * 2);
  }
  .link .input {
    flex: 1;
  }
  .note:empty {
    display: none;
  }
  .note.bad {
    padding-inline-start: calc(var(--_space) * 3);
    border-inline-start: 3px solid var(--_bad);
  }
  @container (min-width: 720px) {
    li {
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
    }
  }
  @media (pointer: coarse) {
    .check {
      min-block-size: 44px;
    }
  }
`;
