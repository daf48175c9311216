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
  }
  @media print {
    :host {
      display: none;
    }
  }
`;
