import { css } from 'lit';

export const boardStyles = css`
  .board {
    position: relative;
  }
  .head,
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 1) calc(var(--_space) * 3);
  }
  .head {
    justify-content: space-between;
    min-block-size: 36px;
    margin-block-end: calc(var(--_space) * 2);
  }
  .title {
    margin: 0;
    font-size: 1em;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .said p,
  .refusal p,
  .menu p,
  .none {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .said p,
  .none,
  .nothing {
    color: var(--_muted);
  }
  .nothing {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    justify-content: center;
    gap: calc(var(--_space) * 3);
    min-block-size: 160px;
  }
  .nothing p {
    margin: 0;
  }
  .columns {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(232px, 1fr);
    align-items: start;
    gap: calc(var(--_space) * 3);
    overflow-x: auto;
    overscroll-behavior-x: contain;
    padding-block-end: calc(var(--_space) * 2);
  }
  .columns.phone {
    grid-auto-columns: minmax(0, 1fr);
  }
  .lane {
    display: flex;
    flex-direction: column;
    gap: calc(var(--_space) * 2);
    min-inline-size: 0;
    min-block-size: 120px;
    padding: calc(var(--_space) * 2);
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .lane.over {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 10%, var(--_bg));
  }
  header {
    display: flex;
    align-items: baseline;
    gap: calc(var(--_space) * 2);
    min-block-size: 32px;
    padding-inline: calc(var(--_space) * 1);
  }
  header .icon-button {
    align-self: center;
    margin-inline-start: auto;
  }
  h4 {
    min-inline-size: 0;
    margin: 0;
    overflow: hidden;
    font-size: 1em;
    font-weight: 600;
    line-height: 32px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .figures {
    display: inline-flex;
    flex: none;
    gap: calc(var(--_space) * 2);
    color: var(--_muted);
    white-space: nowrap;
  }
  header .figures {
    flex: 1;
  }
  header .sum {
    margin-inline-start: auto;
  }
  .tiles {
    display: flex;
    flex-direction: column;
    gap: calc(var(--_space) * 2);
    max-block-size: var(--sluice-board-height, 640px);
    margin: calc(var(--_space) * -1);
    padding: calc(var(--_space) * 1);
    overflow-y: auto;
    list-style: none;
  }
  .none {
    padding: calc(var(--_space) * 1);
  }
  .placeholder {
    block-size: 56px;
    border: 1px dashed var(--_accent);
    border-radius: calc(var(--_radius) - 2px);
  }
  .more-cards {
    align-self: flex-start;
  }
  .closed {
    display: grid;
    gap: calc(var(--_space) * 2);
    inline-size: 100%;
  }
  .lane.folded {
    min-block-size: 56px;
    padding: 0;
    border: 1px dashed var(--_border-strong);
  }
  .lane.folded.over {
    border-color: var(--_accent);
  }
  .folded button {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 calc(var(--_space) * 3);
    min-block-size: 56px;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border: 0;
    border-radius: inherit;
    background: none;
    color: inherit;
    font: inherit;
    font-variant-numeric: inherit;
    letter-spacing: inherit;
    text-align: start;
    cursor: pointer;
  }
  .folded-name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .tabs {
    display: flex;
    gap: calc(var(--_space) * 1);
    margin-block-end: calc(var(--_space) * 2);
    padding: 3px;
    overflow-x: auto;
    overscroll-behavior-x: contain;
    scrollbar-width: thin;
  }
  .tab {
    flex: none;
    min-block-size: 40px;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--_muted);
    font: inherit;
    font-variant-numeric: inherit;
    letter-spacing: inherit;
    white-space: nowrap;
    cursor: pointer;
  }
  .tab[aria-selected='true'] {
    border-color: var(--_accent);
    color: var(--_fg);
    font-weight: 600;
  }
  .tab.over {
    background: color-mix(in srgb, var(--_accent) 16%, var(--_bg));
    color: var(--_fg);
  }
  .tab .count {
    font-weight: 400;
  }
  @media (pointer: coarse) {
    .tab {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .lane {
      border-color: CanvasText;
    }
    .lane.over,
    .tab.over,
    .tab[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  @media print {
    .columns,
    .tiles {
      max-block-size: none;
      overflow: visible;
    }
    .tabs {
      display: none;
    }
  }
`;
