import { css } from 'lit';

export const sparklineStyles = css`
  :host {
    min-block-size: var(--sluice-sparkline-height, 32px);
    line-height: 1.3;
  }
  svg {
    display: block;
    inline-size: 100%;
    block-size: var(--sluice-sparkline-height, 32px);
    overflow: visible;
  }
  .line {
    fill: none;
    stroke: var(--_accent);
    stroke-width: 1.5;
    stroke-linejoin: round;
    stroke-linecap: round;
    vector-effect: non-scaling-stroke;
  }
  .area {
    fill: var(--_accent);
    fill-opacity: 0.12;
  }
  .last {
    fill: var(--_accent);
  }
  .skeleton {
    block-size: var(--sluice-sparkline-height, 32px);
  }
  p {
    margin: 0;
  }
  .change {
    margin-block-start: calc(var(--_space) * 1);
    color: var(--_muted);
    font-size: 0.857em;
  }
  @media (forced-colors: active) {
    .line {
      stroke: CanvasText;
    }
    .last {
      fill: CanvasText;
    }
    .area {
      fill: none;
    }
  }
`;
