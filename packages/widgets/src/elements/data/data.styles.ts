import { css } from 'lit';

export const dataStyles = css`
  .data {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  .fresh {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space) calc(var(--_space) * 2);
    margin: 0;
    color: var(--_muted);
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
    padding-inline: calc(var(--_space) * 2);
    border: 1px solid currentcolor;
    border-radius: 999px;
    color: var(--_warn);
    font-size: 0.8125rem;
    font-weight: 500;
    line-height: 20px;
  }
  .badge.failed {
    color: var(--_bad);
  }
  .badge::before {
    content: '⚠' / '';
  }
  .fresh .button {
    color: var(--_fg);
  }
  .remedy {
    flex: 1 1 200px;
    min-inline-size: 0;
  }
  details {
    min-inline-size: 0;
  }
  summary {
    inline-size: fit-content;
    border-radius: calc(var(--_radius) / 2);
    color: var(--_muted);
    cursor: pointer;
  }
  ol {
    display: grid;
    gap: calc(var(--_space) * 2);
    margin: calc(var(--_space) * 2) 0 0;
    padding: 0;
    list-style: none;
  }
  li {
    padding-inline-start: calc(var(--_space) * 3);
    border-inline-start: 2px solid var(--_warn);
    overflow-wrap: anywhere;
  }
  li.error {
    border-color: var(--_bad);
  }
  li p {
    margin: 0;
  }
  li strong {
    color: var(--_warn);
    font-weight: 600;
  }
  li.error strong {
    color: var(--_bad);
  }
  .drop {
    display: grid;
    justify-items: center;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 6);
    border: 1px dashed var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_surface);
    text-align: center;
  }
  .drop.over {
    border-style: solid;
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 10%, var(--_bg));
  }
  .drop p {
    margin: 0;
    text-wrap: balance;
  }
  .refused {
    color: var(--_bad);
  }
  .refused:empty {
    display: none;
  }
  .waiting {
    inline-size: min(280px, 100%);
  }
  @media (pointer: coarse) {
    summary {
      padding-block: 12px;
    }
  }
  @media (forced-colors: active) {
    .drop.over {
      outline: 2px solid Highlight;
    }
  }
  @media print {
    details,
    .drop {
      display: none;
    }
  }
`;
