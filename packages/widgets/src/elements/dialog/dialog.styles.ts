import { css } from 'lit';

export const dialogStyles = css`
  :host {
    display: contents;
  }
  dialog {
    box-sizing: border-box;
    inline-size: min(var(--sluice-dialog-width, 560px), calc(100vw - 24px));
    max-block-size: min(88dvh, 880px);
    margin: auto;
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--sluice-border, light-dark(#d9e2e3, #2c3a3d));
    border-radius: calc(var(--sluice-radius, 8px) + 4px);
    background: var(--sluice-bg, light-dark(#ffffff, #12191b));
    color: var(--sluice-fg, light-dark(#16262a, #e6eef0));
    box-shadow: 0 16px 48px rgb(0 20 24 / 24%);
  }
  dialog[open] {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
  }
  dialog::backdrop {
    background: rgb(8 24 28 / 44%);
  }
  header {
    display: flex;
    align-items: center;
    gap: 12px;
    padding-block: 12px;
    padding-inline: 20px 12px;
    border-block-end: 1px solid var(--sluice-border, light-dark(#d9e2e3, #2c3a3d));
  }
  h2 {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
    font-size: 1.0625rem;
    font-weight: 600;
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  .close {
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    padding: 0;
    border: 0;
    border-radius: var(--sluice-radius, 8px);
    background: none;
    color: var(--sluice-muted, light-dark(#566a6e, #9db0b4));
    cursor: pointer;
  }
  .close:hover {
    background: color-mix(in srgb, currentcolor 12%, transparent);
  }
  .close:focus-visible {
    outline: 2px solid var(--sluice-accent, light-dark(#0b6b75, #5cc4cf));
    outline-offset: 1px;
  }
  .close svg {
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
  }
  .body {
    padding: 20px;
    overflow: auto;
    overscroll-behavior: contain;
  }
  footer {
    display: flex;
    justify-content: flex-end;
    gap: 8px;
    padding: 12px 20px;
    border-block-start: 1px solid var(--sluice-border, light-dark(#d9e2e3, #2c3a3d));
  }
  footer[hidden] {
    display: none;
  }
  @media (pointer: coarse) {
    .close {
      inline-size: 44px;
      block-size: 44px;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: rise 120ms ease-out;
    }
    @keyframes rise {
      from {
        transform: translateY(6px);
      }
    }
  }
  @media (forced-colors: active) {
    dialog {
      border-color: CanvasText;
    }
  }
  @media print {
    dialog {
      display: none;
    }
  }
`;
