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
  @media (forced-colors: active) {
    .quota {
      stroke: Highlight;
    }
    .chart .short .bar {
      fill: GrayText;
    }
  }
`;
