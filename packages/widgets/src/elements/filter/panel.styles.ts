import { css } from 'lit';

export const panelStyles = css`
  [role='listbox'][hidden] {
    display: none;
  }
  [role='listbox'] {
    flex: 0 1 auto;
    min-block-size: 44px;
    overflow: auto;
    overscroll-behavior: contain;
    border-radius: calc(var(--_radius) - 2px);
    outline-offset: -2px;
  }
  .option {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
    min-block-size: 32px;
    padding: calc(var(--_space)) calc(var(--_space) * 2);
    border-radius: calc(var(--_radius) - 2px);
    cursor: pointer;
  }
  .option:hover,
  .option.active {
    background: var(--_surface);
  }
  .keys .option.active {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .box {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 16px;
    block-size: 16px;
    border: 1px solid var(--_border-strong);
    border-radius: 4px;
    background: var(--_bg);
  }
  .box.round {
    border-radius: 50%;
  }
  [aria-selected='true'] .box {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .box svg {
    inline-size: 12px;
    block-size: 12px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
    visibility: hidden;
  }
  [aria-selected='true'] .box svg {
    visibility: visible;
  }
  .option .text {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .option .count {
    color: var(--_muted);
    font-size: 0.8125rem;
  }
  .option.nobody .text {
    color: var(--_muted);
  }
  .ranges {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1.5);
  }
  .bounds {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: calc(var(--_space) * 2);
  }
  .bounds label {
    display: grid;
    gap: 2px;
    min-inline-size: 0;
    color: var(--_muted);
    font-size: 0.8125rem;
  }
  .bounds .input {
    inline-size: 100%;
    color: var(--_fg);
    font-variant-numeric: tabular-nums;
  }
  .bounds .input[aria-invalid='true'] {
    border-color: var(--_bad);
  }
  .bounds.dates {
    grid-template-columns: minmax(0, 1fr);
  }
  .wrong {
    margin: 0;
    color: var(--_bad);
    font-size: 0.8125rem;
  }
  .panel > .button {
    align-self: flex-start;
  }
  @media (pointer: coarse) {
    .option {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .option.active {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    [aria-selected='true'] .box {
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
