import { css } from 'lit';

export const searchStyles = css`
  .box {
    position: relative;
    display: flex;
    align-items: center;
  }
  .glass {
    position: absolute;
    inset-inline-start: 10px;
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: var(--_muted);
    stroke-width: 1.75;
    stroke-linecap: round;
    pointer-events: none;
  }
  .input {
    inline-size: 100%;
    min-block-size: 32px;
    padding-block: var(--_space);
    padding-inline: 34px;
    appearance: none;
  }
  .input::-webkit-search-cancel-button {
    display: none;
  }
  .icon-button {
    position: absolute;
    inset-inline-end: 2px;
    inline-size: 28px;
    block-size: 28px;
  }
  .icon-button svg {
    inline-size: 12px;
    block-size: 12px;
  }
  @media (pointer: coarse) {
    .input {
      min-block-size: 44px;
      padding-inline-end: 46px;
    }
    .icon-button {
      inset-inline-end: 0;
      inline-size: 44px;
      block-size: 44px;
    }
  }
  .found {
    position: absolute;
    inset-block-start: calc(100% + 4px);
    inset-inline: 0;
    z-index: 10;
    overflow: auto;
    max-block-size: min(70vh, 480px);
    min-inline-size: min(320px, 90vw);
    padding: calc(var(--_space) * 2);
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_bg);
    box-shadow: 0 8px 24px rgb(0 0 0 / 16%);
  }
  @media print {
    :host {
      display: none;
    }
  }
`;
