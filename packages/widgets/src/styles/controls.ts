import { css } from 'lit';

/** Buttons, inputs and chips, the same in every element: `.button`, `.button.primary`, `.icon-button`, `.input`, `.chip`. */
export const controlStyles = css`
  .button,
  .icon-button,
  .chip {
    font: inherit;
    font-variant-numeric: inherit;
    letter-spacing: inherit;
    color: inherit;
    cursor: pointer;
    transition:
      background-color 100ms,
      border-color 100ms;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: calc(var(--_space) * 2);
    min-block-size: 36px;
    margin: 0;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 3);
    border: 1px solid var(--_border-strong);
    border-radius: calc(var(--_radius) - 2px);
    background: var(--_bg);
    font-weight: 500;
    line-height: 20px;
    text-align: center;
    text-decoration: none;
  }
  .button:hover {
    background: var(--_surface);
  }
  .button.primary {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.primary:hover {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_fg));
  }
  .button.quiet {
    border-color: transparent;
    background: none;
    color: var(--_accent);
  }
  .button.quiet:hover {
    background: color-mix(in srgb, var(--_accent) 10%, transparent);
  }
  .button:disabled,
  .icon-button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    margin: 0;
    padding: 0;
    border: 0;
    border-radius: calc(var(--_radius) - 2px);
    background: none;
    color: var(--_muted);
  }
  .icon-button:hover {
    background: color-mix(in srgb, var(--_fg) 8%, transparent);
    color: var(--_fg);
  }
  .icon-button svg,
  .button svg,
  .chip svg {
    inline-size: 16px;
    block-size: 16px;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .input {
    min-block-size: 36px;
    min-inline-size: 0;
    margin: 0;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2.5);
    border: 1px solid var(--_border-strong);
    border-radius: calc(var(--_radius) - 2px);
    background: var(--_bg);
    color: inherit;
    font: inherit;
    line-height: 20px;
    letter-spacing: inherit;
  }
  .input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .input:focus-visible {
    outline-offset: -1px;
    border-color: var(--_accent);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
    min-block-size: 32px;
    max-inline-size: 100%;
    margin: 0;
    padding: calc(var(--_space)) calc(var(--_space) * 3);
    border: 1px solid var(--_border-strong);
    border-radius: 999px;
    background: var(--_bg);
    line-height: 20px;
  }
  .chip:hover {
    background: var(--_surface);
  }
  .chip[aria-pressed='true'],
  .chip[aria-expanded='true'],
  .chip.active {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 12%, var(--_bg));
  }
  .chip svg {
    inline-size: 12px;
    block-size: 12px;
  }
  @media (pointer: coarse) {
    .button,
    .input,
    .chip {
      min-block-size: 44px;
    }
    .input {
      font-size: 16px;
    }
    .icon-button {
      inline-size: 44px;
      block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .chip[aria-pressed='true'],
    .chip.active {
      outline: 2px solid Highlight;
    }
  }
  @media print {
    .button,
    .icon-button {
      display: none;
    }
  }
`;
