import { css } from 'lit';

export const ageingStyles = css`
  .chart .bar.week,
  .key.week {
    fill: color-mix(in srgb, var(--_accent) 35%, var(--_bg));
    background: color-mix(in srgb, var(--_accent) 35%, var(--_bg));
  }
  .chart .bar.month,
  .key.month {
    fill: color-mix(in srgb, var(--_accent) 60%, var(--_bg));
    background: color-mix(in srgb, var(--_accent) 60%, var(--_bg));
  }
  .chart .bar.quarter,
  .key.quarter {
    fill: var(--_accent);
    background: var(--_accent);
  }
  .chart .bar.longer,
  .key.longer {
    fill: color-mix(in srgb, var(--_accent) 55%, var(--_fg));
    background: color-mix(in srgb, var(--_accent) 55%, var(--_fg));
  }
  .chart .bar.unknown,
  .key.unknown {
    fill: var(--_border-strong);
    background: var(--_border-strong);
  }
  .chart .bar {
    stroke: var(--_bg);
    stroke-width: 1;
  }
  .chart text.cold {
    fill: var(--_bad);
    font-weight: 600;
  }
  .keys {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1) calc(var(--_space) * 4);
    margin: calc(var(--_space) * 2) 0 0;
    padding: 0;
    color: var(--_muted);
    font-size: 0.929em;
    list-style: none;
  }
  .key {
    display: inline-block;
    inline-size: 10px;
    block-size: 10px;
    margin-inline-end: calc(var(--_space) * 1.5);
    border-radius: 2px;
  }
  .scroll .stage {
    text-align: start;
  }
  .days {
    color: var(--_bad);
    font-weight: 600;
  }
  @media (forced-colors: active) {
    .key {
      forced-color-adjust: none;
    }
    .chart .bar.week,
    .chart .bar.month,
    .chart .bar.quarter,
    .chart .bar.longer,
    .chart .bar.unknown {
      forced-color-adjust: none;
    }
    .chart text.cold {
      fill: CanvasText;
    }
  }
`;
