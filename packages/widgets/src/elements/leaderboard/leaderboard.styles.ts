import { css } from 'lit';

export const leaderboardStyles = css`
  .rank {
    color: var(--_muted);
    inline-size: 1%;
  }
  table.plain td.bar {
    inline-size: 34%;
    padding-block: 0;
    vertical-align: middle;
  }
  td.bar svg {
    display: block;
    inline-size: 100%;
    block-size: 14px;
    overflow: visible;
  }
  td.bar rect {
    fill: var(--_accent);
  }
  td.bar.rtl svg {
    transform: scaleX(-1);
  }
  tr.rest th,
  tr.rest td {
    color: var(--_muted);
  }
  tr.rest rect {
    fill: var(--_border-strong);
  }
  tr[data-chosen] th,
  tr[data-chosen] td {
    font-weight: 600;
  }
  tr[data-chosen] {
    background: color-mix(in srgb, var(--_accent) 12%, transparent);
  }
  @container (inline-size < 480px) {
    td.bar,
    th.bar,
    td.share,
    th.share {
      display: none;
    }
  }
  @media (forced-colors: active) {
    td.bar rect {
      fill: CanvasText;
    }
    tr[data-chosen] {
      outline: 2px solid Highlight;
    }
  }
`;
