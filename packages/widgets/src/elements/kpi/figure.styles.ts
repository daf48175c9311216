import { css } from 'lit';

/** The ground of the elements that show figures: a card with a hairline border, its heading, and the marks of a chart. */
export const figureStyles = css`
  .card {
    position: relative;
    display: block;
    margin: 0;
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_bg);
  }
  .card > .problem {
    padding-block: calc(var(--_space) * 2);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: calc(var(--_space) * 1) calc(var(--_space) * 3);
    margin-block-end: calc(var(--_space) * 1);
  }
  .head:last-child {
    margin-block-end: calc(var(--_space) * 3);
  }
  .title {
    margin: 0;
    font-size: 1em;
    font-weight: 600;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .tools {
    display: flex;
    align-self: center;
    gap: calc(var(--_space) * 1);
    margin-inline-start: auto;
  }
  .pictures {
    position: relative;
  }
  .explain,
  .pictures summary {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    /* no higher than the line of the heading, so that nothing moves when it comes */
    margin-block: -5px;
    border-radius: calc(var(--_radius) - 2px);
    color: var(--_muted);
    list-style: none;
    cursor: pointer;
  }
  .explain {
    padding: 0;
    border: 0;
    background: none;
  }
  .explain svg {
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
    stroke-linecap: round;
  }
  .pictures summary::-webkit-details-marker {
    display: none;
  }
  .explain:hover,
  .pictures summary:hover {
    background: var(--_surface);
    color: var(--_fg);
  }
  .pictures svg {
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2.5;
    stroke-linecap: round;
  }
  .pictures > div {
    position: absolute;
    inset-inline-end: 0;
    z-index: 2;
    display: grid;
    justify-items: start;
    min-inline-size: max-content;
    padding: calc(var(--_space) * 1);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_bg);
  }
  .pictures .told {
    margin: 0;
    padding-inline: calc(var(--_space) * 3);
    color: var(--_muted);
  }
  .caption {
    margin: 0 0 calc(var(--_space) * 3);
    color: var(--_muted);
    font-size: 0.929em;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }
  .nothing {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    justify-content: center;
    gap: calc(var(--_space) * 3);
    color: var(--_muted);
  }
  .nothing p {
    margin: 0;
  }
  svg.chart {
    display: block;
    overflow: visible;
    max-inline-size: 100%;
  }
  .chart text {
    fill: var(--_fg);
    font-size: 14px;
  }
  .chart text.small {
    fill: var(--_muted);
    font-size: 12px;
  }
  .chart .end {
    text-anchor: end;
  }
  .chart .middle {
    text-anchor: middle;
  }
  .chart .track {
    fill: var(--_surface);
  }
  .chart .hit {
    fill: transparent;
    stroke: none;
    stroke-width: 2;
  }
  .chart .mark[role='button'] {
    cursor: pointer;
  }
  .chart .mark[role='button']:hover .hit {
    fill: color-mix(in srgb, var(--_fg) 4%, transparent);
  }
  .chart .mark:focus-visible {
    outline: none;
  }
  .chart .mark:focus-visible .hit {
    stroke: var(--_accent);
  }
  .chart .mark[aria-pressed='true'] .hit {
    fill: color-mix(in srgb, var(--_accent) 12%, transparent);
  }
  .chart .drawing {
    pointer-events: none;
  }
  .chart .mark[aria-pressed='true'] + .drawing .name {
    font-weight: 600;
  }
  .chart.choosing .mark:not([aria-pressed='true']) + .drawing .bar {
    fill-opacity: 0.4;
  }
  .chart .bar {
    fill: var(--_accent);
    transition: fill-opacity 120ms;
  }
  .chart .c1 {
    fill: var(--_c1);
  }
  .chart .c2 {
    fill: var(--_c2);
  }
  .chart .c3 {
    fill: var(--_c3);
  }
  .chart .c4 {
    fill: var(--_c4);
  }
  .chart .c5 {
    fill: var(--_c5);
  }
  .chart .c6 {
    fill: var(--_c6);
  }
  .chart .c7 {
    fill: var(--_c7);
  }
  .chart .c8 {
    fill: var(--_c8);
  }
  .chart .c0 {
    fill: var(--_border-strong);
  }
  .chart .axis {
    stroke: var(--_border);
    stroke-width: 1;
    shape-rendering: crispEdges;
  }
  @media (forced-colors: active) {
    .chart text,
    .chart text.small {
      fill: CanvasText;
    }
    .chart .bar {
      fill: CanvasText;
    }
    .chart .mark[aria-pressed='true'] + .drawing .bar {
      fill: Highlight;
    }
    .chart .mark:focus-visible .hit,
    .chart .mark[aria-pressed='true'] .hit {
      stroke: Highlight;
    }
    .chart .track {
      fill: Canvas;
      stroke: GrayText;
    }
  }
  @media (pointer: coarse) {
    .pictures summary {
      inline-size: 44px;
      block-size: 44px;
      margin-block: -13px;
    }
  }
  @media print {
    .explain,
    .pictures {
      display: none;
    }
    .card {
      break-inside: avoid;
    }
  }
`;
