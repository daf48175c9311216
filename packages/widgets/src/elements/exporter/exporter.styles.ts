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
