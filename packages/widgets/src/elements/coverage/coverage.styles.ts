import { css } from 'lit';

export const coverageStyles = css`
  .skeleton.body {
    block-size: 160px;
  }
  .track {
    block-size: 10px;
    margin-block-end: calc(var(--_space) * 3);
    overflow: hidden;
    border-radius: 5px;
    background: color-mix(in srgb, var(--_fg) 9%, var(--_bg));
  }
  .track svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
  }
  .track rect {
    fill: var(--_c1);
  }
  .reasons {
    margin: calc(var(--_space) * 2) 0 0;
    padding: 0;
    list-style: none;
  }
  .total th,
  .total td {
    font-weight: 600;
  }
  @media (forced-colors: active) {
    .track {
      border: 1px solid CanvasText;
    }
    .track rect {
      fill: Highlight;
    }
  }
`;
