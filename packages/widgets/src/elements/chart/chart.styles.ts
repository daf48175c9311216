import { css } from 'lit';

export const chartStyles = css`
  .canvas {
    position: relative;
    block-size: var(--sluice-chart-height, 280px);
  }
  .probe {
    display: none;
  }
  .probe .text {
    color: var(--_muted);
  }
  .probe .grid {
    color: var(--_border);
  }
  .probe .ground {
    color: var(--_bg);
  }
  .probe .p1 {
    color: var(--_c1);
  }
  .probe .p2 {
    color: var(--_c2);
  }
  .probe .p3 {
    color: var(--_c3);
  }
  .probe .p4 {
    color: var(--_c4);
  }
  .probe .p5 {
    color: var(--_c5);
  }
  .probe .p6 {
    color: var(--_c6);
  }
  .probe .p7 {
    color: var(--_c7);
  }
  .probe .p8 {
    color: var(--_c8);
  }
`;
