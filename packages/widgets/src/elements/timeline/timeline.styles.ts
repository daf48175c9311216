import { css } from 'lit';

export const timelineStyles = css`
  h3,
  h4,
  p,
  ol,
  ul {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  .title {
    margin-block-end: calc(var(--_space) * 3);
    font-size: 1em;
    font-weight: 600;
  }
  .day + .day {
    margin-block-start: calc(var(--_space) * 4);
  }
  h4 {
    margin-block-end: calc(var(--_space) * 2);
    color: var(--_muted);
    font-size: 0.929em;
    font-weight: 600;
  }
  .entry {
    position: relative;
    padding-block-end: calc(var(--_space) * 4);
    padding-inline-start: calc(var(--_space) * 5);
    border-inline-start: 1px solid var(--_border);
    margin-inline-start: 6px;
  }
  .entry:last-child {
    padding-block-end: 0;
  }
  .dot {
    position: absolute;
    inset-block-start: 3px;
    inset-inline-start: -7px;
    inline-size: 13px;
    block-size: 13px;
    fill: var(--_bg);
    stroke: var(--_border-strong);
    stroke-width: 2;
  }
  .created .dot,
  .moved .dot {
    stroke: var(--_accent);
  }
  .removed .dot {
    stroke: var(--_bad);
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 2);
  }
  .what {
    font-weight: 600;
  }
  .when,
  .imported {
    color: var(--_muted);
  }
  .lines li,
  .who {
    overflow-wrap: anywhere;
  }
  .lines li {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
  }
  .moved-line {
    font-weight: 500;
  }
  summary {
    inline-size: fit-content;
    color: var(--_accent);
    cursor: pointer;
  }
  .nothing {
    display: grid;
    align-content: center;
    min-block-size: 96px;
    color: var(--_muted);
  }
  .waiting .entry {
    min-block-size: 64px;
  }
  .skeleton.line {
    inline-size: 70%;
  }
  .skeleton.short {
    inline-size: 40%;
  }
  .more {
    margin-block-start: calc(var(--_space) * 2);
    margin-inline-start: calc(var(--_space) * -3);
  }
  @container (inline-size >= 480px) {
    .when {
      margin-inline-start: auto;
    }
  }
  @media (pointer: coarse) {
    summary {
      line-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .dot {
      fill: Canvas;
      stroke: CanvasText;
    }
  }
  @media print {
    .lines li {
      -webkit-line-clamp: none;
    }
  }
`;
