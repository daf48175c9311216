import { css } from 'lit';

export const forecastStyles = css`
  .figures .main dd {
    font-size: 1.714em;
    line-height: 1.2;
  }
  .sides {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0 calc(var(--_space) * 6);
  }
  .switch {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    margin-block-end: calc(var(--_space) * 3);
  }
  .chart .fan {
    fill: color-mix(in srgb, var(--_accent) 18%, transparent);
  }
  .middle-line {
    fill: none;
    stroke: var(--_accent);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .dot {
    fill: var(--_accent);
    stroke: var(--_bg);
    stroke-width: 1.5;
  }
  .quota {
    stroke: var(--_fg);
    stroke-width: 1.5;
    stroke-dasharray: 4 3;
  }
  .chart .short .bar {
    fill: var(--_border-strong);
  }
  @container (min-width: 760px) {
    .sides {
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
    }
  }
  @media print {
    .switch {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .chart .fan {
      fill: GrayText;
    }
    .middle-line {
      stroke: CanvasText;
    }
    .dot {
      fill: CanvasText;
    }
    .quota {
      stroke: Highlight;
    }
    .chart .short .bar {
      fill: GrayText;
    }
  }
`;
