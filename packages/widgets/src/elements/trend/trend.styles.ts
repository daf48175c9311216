import { css } from 'lit';

export const trendStyles = css`
  .line {
    fill: none;
    stroke: var(--_accent);
    stroke-width: 2;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .line.before {
    stroke: var(--_border-strong);
    stroke-width: 1.5;
    stroke-dasharray: 4 3;
  }
  .dot {
    fill: var(--_accent);
    stroke: var(--_bg);
    stroke-width: 1.5;
  }
  .dot.running {
    fill: var(--_bg);
    stroke: var(--_accent);
  }
  @media (forced-colors: active) {
    .line,
    .dot.running {
      stroke: CanvasText;
    }
    .line.before {
      stroke: GrayText;
    }
    .dot {
      fill: CanvasText;
    }
  }
`;
