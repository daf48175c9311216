import { css } from 'lit';

export const kpiStyles = css`
  .card {
    display: flex;
    flex-direction: column;
    gap: calc(var(--_space) * 2);
    block-size: 100%;
    min-block-size: 92px;
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
  }
  :host([large]) .card {
    min-block-size: 108px;
  }
  .figure,
  .beside {
    display: flex;
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-variant-numeric: inherit;
    letter-spacing: inherit;
    text-align: start;
    cursor: pointer;
  }
  .figure {
    flex-direction: column;
    align-items: stretch;
    gap: calc(var(--_space) * 1);
    margin: calc(var(--_space) * -1) calc(var(--_space) * -2);
    padding: calc(var(--_space) * 1) calc(var(--_space) * 2);
    border-radius: calc(var(--_radius) - 2px);
    transition: background-color 100ms;
  }
  .figure:hover,
  .beside:hover {
    background: var(--_surface);
  }
  .delta {
    margin: 0;
    font-size: 0.929em;
  }
  .delta.up strong {
    color: var(--_good, var(--_accent));
  }
  .delta.down strong {
    color: var(--_bad);
  }
  .name {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
    color: var(--_muted);
    font-size: 0.929em;
    overflow-wrap: anywhere;
  }
  .name svg {
    flex: none;
    align-self: center;
    inline-size: 14px;
    block-size: 14px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
    stroke-linecap: round;
    opacity: 0.7;
  }
  .figure:hover svg,
  .figure:focus-visible svg {
    opacity: 1;
  }
  .value {
    font-size: 1.714em;
    font-weight: 600;
    line-height: 1.2;
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
  }
  :host([large]) .value {
    font-size: 2.286em;
  }
  .reason {
    color: var(--_muted);
    font-size: 0.929em;
  }
  .beside {
    align-items: baseline;
    align-self: flex-start;
    gap: calc(var(--_space) * 1.5);
    margin-inline: calc(var(--_space) * -1);
    padding-inline: calc(var(--_space) * 1);
    border-radius: calc(var(--_radius) / 2);
    font-size: 0.929em;
  }
  .beside strong {
    font-weight: 600;
  }
  sluice-sparkline {
    margin-block-start: auto;
  }
  .groups {
    display: grid;
    gap: calc(var(--_space) * 1);
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 0.929em;
  }
  .groups li {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_space) * 3);
  }
  .groups span:first-child {
    min-inline-size: 0;
    overflow: hidden;
    color: var(--_muted);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .card > .problem {
    flex: 1;
  }
  .skeleton.value {
    inline-size: 55%;
    block-size: 1.2em;
  }
  .skeleton.line {
    inline-size: 70%;
  }
  .skeleton.trend {
    /* the line and the words of its change */
    block-size: calc(var(--sluice-sparkline-height, 32px) + 1.8em);
    margin-block-start: auto;
  }
  @media (pointer: coarse) {
    .beside {
      min-block-size: 44px;
      align-items: center;
    }
  }
  @media print {
    .name svg {
      display: none;
    }
  }
`;
