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
  .keys {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1) calc(var(--_space) * 4);
    margin: calc(var(--_space) * 1) 0 0;
    padding: 0;
    color: var(--_muted);
    font-size: 0.929em;
    list-style: none;
  }
  .keys li {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
  }
  .keys svg {
    inline-size: 24px;
    block-size: 8px;
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
