import { css } from 'lit';

export const funnelStyles = css`
  .switch {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1);
  }
  .scroll {
    overflow-x: auto;
  }
  .connector {
    fill: color-mix(in srgb, var(--_accent) 14%, transparent);
  }
  .rows {
    display: grid;
  }
  .rows > div {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 3);
    block-size: 44px;
  }
  .rows .skeleton {
    block-size: 20px;
  }
  .rows .skeleton.word {
    flex: 0 0 22%;
  }
  .rows .skeleton.end {
    flex: 0 0 12%;
    margin-inline-start: auto;
  }
  .rows .skeleton.long {
    flex: 0 1 56%;
  }
  .rows > div:nth-child(2) .long {
    flex-basis: 44%;
  }
  .rows > div:nth-child(3) .long {
    flex-basis: 34%;
  }
  .rows > div:nth-child(n + 4) .long {
    flex-basis: 24%;
  }
  .nothing {
    min-block-size: 176px;
  }
  @media print {
    .switch {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .connector {
      fill: none;
    }
  }
`;
