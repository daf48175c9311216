import { css } from 'lit';

export const exporterStyles = css`
  :host {
    display: inline-block;
    max-inline-size: 100%;
    container-type: normal;
  }
  .exporter {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
    max-inline-size: 100%;
  }
  [aria-disabled='true'] {
    opacity: 0.5;
    cursor: default;
  }
  .formats {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: var(--_space);
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_bg);
    color: var(--_fg);
    box-shadow: 0 8px 24px rgb(0 20 24 / 16%);
  }
  .formats:popover-open {
    display: flex;
    flex-direction: column;
  }
  .formats button {
    min-inline-size: 120px;
    min-block-size: 32px;
    padding: var(--_space) calc(var(--_space) * 2);
    border: 0;
    border-radius: calc(var(--_radius) - 2px);
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .formats button:is(:hover, :focus-visible) {
    background: var(--_surface);
  }
  progress {
    inline-size: 96px;
    block-size: 8px;
    accent-color: var(--_accent);
  }
  .told {
    min-inline-size: 0;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  .told:empty {
    display: none;
  }
  .told.failed {
    color: var(--_bad);
  }
  .told.failed::before {
    content: '⚠ ' / '';
  }
  @media print {
    :host {
      display: none;
    }
  }
`;
