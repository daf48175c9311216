import { css } from 'lit';

export const filterStyles = css`
  :host {
    display: inline-block;
    max-inline-size: 100%;
    container-type: normal;
  }
  .opener {
    max-inline-size: min(280px, 100%);
  }
  .opener .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .opener svg {
    transition: rotate 100ms;
  }
  .opener[aria-expanded='true'] svg {
    rotate: 180deg;
  }
  .panel {
    position: fixed;
    inset: auto;
    box-sizing: border-box;
    inline-size: min(288px, calc(100vw - 16px));
    max-block-size: min(420px, calc(100dvh - 16px));
    margin: 0;
    padding: calc(var(--_space) * 2);
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_bg);
    color: var(--_fg);
    box-shadow: 0 8px 24px rgb(0 20 24 / 16%);
  }
  .panel:popover-open {
    display: flex;
    flex-direction: column;
    gap: calc(var(--_space) * 2);
  }
  .panel > * {
    flex: none;
  }
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
  .line {
    margin: 0;
    padding: calc(var(--_space)) calc(var(--_space) * 2);
    color: var(--_muted);
    font-size: 0.8125rem;
  }
  .chip.skeleton {
    min-inline-size: 88px;
  }
  .skeletons {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 2);
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
  @media (prefers-reduced-motion: no-preference) {
    .panel:popover-open {
      animation: appear 100ms ease-out;
    }
    @keyframes appear {
      from {
        opacity: 0;
      }
    }
  }
  @media (forced-colors: active) {
    .panel {
      border-color: CanvasText;
    }
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
  @media print {
    :host {
      display: none;
    }
  }
`;
