import { css } from 'lit';

export const deadlinesStyles = css`
  li + li {
    border-block-start: 1px solid var(--_border);
  }
  .item {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 calc(var(--_space) * 3);
    inline-size: calc(100% + var(--_space) * 4);
    min-block-size: 44px;
    margin-inline: calc(var(--_space) * -2);
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
    border: 0;
    border-radius: calc(var(--_radius) - 2px);
    background: none;
    color: inherit;
    font: inherit;
    font-variant-numeric: inherit;
    letter-spacing: inherit;
    text-align: start;
    cursor: pointer;
  }
  .item:hover {
    background: var(--_surface);
  }
  .item > * {
    min-inline-size: 0;
  }
  .name {
    overflow: hidden;
    font-weight: 500;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .amount,
  .when {
    text-align: end;
    white-space: nowrap;
  }
  .stage,
  .date {
    overflow: hidden;
    color: var(--_muted);
    font-size: 0.929em;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .date {
    text-align: end;
  }
  .late {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 1);
    color: var(--_bad);
    font-weight: 600;
  }
  .late svg {
    flex: none;
    inline-size: 12px;
    block-size: 12px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .clear {
    margin: 0;
    color: var(--_muted);
  }
  .more {
    margin-block-start: calc(var(--_space) * 1);
    margin-inline-start: calc(var(--_space) * -3);
  }
  .nothing {
    min-block-size: 132px;
  }
  .skeleton.line {
    inline-size: 60%;
  }
  .skeleton.head-line {
    inline-size: 30%;
    margin-block-end: calc(var(--_space) * 2);
  }
  .waiting li {
    display: grid;
    align-content: center;
    block-size: 53px;
  }
  .waiting .short {
    inline-size: 38%;
  }
  @container (inline-size < 300px) {
    .item {
      grid-template-columns: minmax(0, 1fr);
    }
    .amount,
    .when,
    .date {
      text-align: start;
    }
  }
`;
