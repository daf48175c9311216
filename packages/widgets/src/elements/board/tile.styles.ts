import { css } from 'lit';

/** The cards of a board. */
export const tileStyles = css`
  .tile {
    position: relative;
    display: grid;
    flex: none;
    gap: calc(var(--_space) * 1);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) - 2px);
    background: var(--_bg);
  }
  .tile:hover {
    border-color: var(--_border-strong);
  }
  .tile.lifted {
    border-style: dashed;
    opacity: 0.5;
  }
  .tile.refused {
    border-color: var(--_bad);
  }
  .tile.shape {
    block-size: 76px;
  }
  .skeleton.short {
    inline-size: 55%;
  }
  .top {
    display: flex;
    align-items: flex-start;
    gap: calc(var(--_space) * 1);
  }
  .name {
    flex: 1;
    min-inline-size: 0;
    padding: calc(var(--_space) * 1) 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 500;
    letter-spacing: inherit;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
    user-select: none;
    -webkit-touch-callout: none;
  }
  /* the whole card opens the record, and is what is dragged */
  .tile:not(.ghost) .name::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: calc(var(--_radius) - 2px);
  }
  .name:focus-visible {
    outline: none;
  }
  .name:focus-visible::after {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  .more,
  .menu,
  .refusal {
    position: relative;
    z-index: 1;
  }
  .more {
    margin-block: -2px;
    margin-inline-end: calc(var(--_space) * -2);
  }
  .more path {
    stroke-width: 2.5;
  }
  .facts,
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 1) calc(var(--_space) * 3);
  }
  .fact,
  .due,
  .foot {
    color: var(--_muted);
    font-size: 0.929em;
  }
  .fact {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .late,
  .idle {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 1);
  }
  .late {
    color: var(--_bad);
    font-weight: 600;
  }
  .idle {
    color: var(--_warn);
  }
  .late svg,
  .idle svg {
    flex: none;
    inline-size: 12px;
    block-size: 12px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .owner {
    display: inline-grid;
    place-items: center;
    min-inline-size: 24px;
    block-size: 24px;
    margin-inline-start: auto;
    padding-inline: calc(var(--_space) * 1);
    border: 1px solid var(--_border-strong);
    border-radius: 999px;
    color: var(--_fg);
    font-size: 0.786em;
    font-weight: 600;
  }
  .menu {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1.5);
    padding-block: calc(var(--_space) * 1);
  }
  .menu p {
    inline-size: 100%;
    color: var(--_muted);
    font-size: 0.929em;
  }
  .refusal {
    margin-inline: calc(var(--_space) * -1);
    padding: calc(var(--_space) * 2);
    border-inline-start: 3px solid var(--_bad);
    background: color-mix(in srgb, var(--_bad) 8%, var(--_bg));
    font-size: 0.929em;
  }
  .refusal .button {
    margin-inline-start: calc(var(--_space) * -3);
  }
  .ghost {
    position: absolute;
    inset-block-start: 0;
    left: 0; /* the place of a pointer, whichever way one writes */
    z-index: 2;
    inline-size: var(--_width, 232px);
    border-color: var(--_accent);
    translate: var(--_x, 0) var(--_y, 0);
    pointer-events: none;
  }
  @media (pointer: coarse) {
    .tile {
      touch-action: pan-x pan-y;
    }
  }
  @media print {
    .more {
      display: none;
    }
  }
`;
