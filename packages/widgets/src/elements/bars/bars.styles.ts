import { css } from 'lit';

export const barsStyles = css`
  .switch {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1.5);
  }
  .head {
    align-items: center;
  }
  .rows > div {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 3);
    block-size: 36px;
  }
  .rows .skeleton {
    flex: 0 1 60%;
    block-size: 18px;
  }
  .rows .skeleton.word {
    flex: 0 0 22%;
  }
  .rows > div:nth-child(2) .long {
    flex-basis: 48%;
  }
  .rows > div:nth-child(3) .long {
    flex-basis: 36%;
  }
  .rows > div:nth-child(n + 4) .long {
    flex-basis: 22%;
  }
  .skeleton.columns {
    block-size: 220px;
  }
  .nothing {
    min-block-size: 180px;
  }
  .left-out {
    margin: calc(var(--_space) * 2) 0 0;
    color: var(--_muted);
    font-size: 0.929em;
  }
  @media (pointer: coarse) {
    .rows > div {
      block-size: 44px;
    }
  }
  @media print {
    .switch {
      display: none;
    }
  }
`;
