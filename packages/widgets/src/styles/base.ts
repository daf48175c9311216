import { css } from 'lit';

/**
 * What every element starts from: the tokens, resolved once (`--sluice-x` from the page, else ours), and the ground that shields
 * an element from what it would inherit. Private names (`--_fg`) are what the other sheets use.
 */
export const baseStyles = css`
  :host {
    --_accent: var(--sluice-accent, light-dark(#0b6b75, #5cc4cf));
    --_on-accent: var(--sluice-on-accent, light-dark(#ffffff, #06272b));
    --_fg: var(--sluice-fg, light-dark(#16262a, #e6eef0));
    --_bg: var(--sluice-bg, light-dark(#ffffff, #12191b));
    --_surface: var(--sluice-surface, light-dark(#f4f7f7, #1a2427));
    --_muted: var(--sluice-muted, light-dark(#566a6e, #9db0b4));
    --_border: var(--sluice-border, light-dark(#d9e2e3, #2c3a3d));
    --_border-strong: var(--sluice-border-strong, light-dark(#87989b, #6d8287));
    --_good: var(--sluice-good, light-dark(#1d6f42, #74d19b));
    --_warn: var(--sluice-warn, light-dark(#8a5300, #f0bd62));
    --_bad: var(--sluice-bad, light-dark(#b3261e, #ff9c92));
    --_radius: var(--sluice-radius, 8px);
    --_space: var(--sluice-space, 4px);
    --_row-height: var(--sluice-row-height, 40px);
    --_c1: var(--sluice-c1, light-dark(#0b6b75, #4fb8c4));
    --_c2: var(--sluice-c2, light-dark(#b4530a, #f0a35c));
    --_c3: var(--sluice-c3, light-dark(#4a5bb8, #94a3f2));
    --_c4: var(--sluice-c4, light-dark(#8c6d00, #d8bd4e));
    --_c5: var(--sluice-c5, light-dark(#a03a78, #e88cc0));
    --_c6: var(--sluice-c6, light-dark(#3d7a2e, #8cc97b));
    --_c7: var(--sluice-c7, light-dark(#6b5b95, #b9a8e6));
    --_c8: var(--sluice-c8, light-dark(#6a6f73, #a7b0b5));

    display: block;
    box-sizing: border-box;
    min-inline-size: 0;
    container-type: inline-size;
    color: var(--_fg);
    font-family: var(--sluice-font, inherit);
    font-size: var(--sluice-font-size, 0.875rem);
    font-style: normal;
    font-variant: normal;
    font-weight: 400;
    font-variant-numeric: tabular-nums;
    line-height: 1.45;
    letter-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    white-space: normal;
    word-spacing: normal;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .spoken {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .number {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .muted {
    color: var(--_muted);
  }
  .problem {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
    padding: calc(var(--_space) * 3);
    border: 1px solid var(--_border);
    border-inline-start: 3px solid var(--_bad);
    border-radius: var(--_radius);
    background: var(--_bg);
  }
  .problem > div {
    flex: 1 1 240px;
    min-inline-size: 0;
  }
  .problem p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .problem p + p {
    color: var(--_muted);
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
  @media (forced-colors: active) {
    :focus-visible {
      outline-color: Highlight;
    }
    .problem {
      border-color: CanvasText;
    }
  }
`;
