import { css } from 'lit';

export const importerStyles = css`
  .importer {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
  }
  h3,
  h4,
  p,
  dl,
  dd,
  ul,
  ol {
    margin: 0;
  }
  ul,
  ol {
    padding: 0;
    list-style: none;
  }
  h3 {
    font-size: 1.143em;
    font-weight: 600;
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  h3:focus-visible {
    outline: none;
  }
  h4 {
    font-size: 1em;
    font-weight: 600;
  }
  bdi {
    overflow-wrap: anywhere;
  }
  .spoken:empty {
    display: none;
  }
  .drop {
    display: grid;
    justify-items: center;
    gap: calc(var(--_space) * 3);
    inline-size: 100%;
    padding: calc(var(--_space) * 8) calc(var(--_space) * 4);
    border: 1px dashed var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
    text-align: center;
    text-wrap: balance;
    cursor: pointer;
    transition:
      background-color 100ms,
      border-color 100ms;
  }
  .drop > * {
    pointer-events: none;
  }
  .drop:hover,
  .drop.over {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 8%, var(--_bg));
  }
  .drop.over {
    border-style: solid;
  }
  .drop svg {
    inline-size: 28px;
    block-size: 28px;
    fill: none;
    stroke: var(--_accent);
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .drop strong {
    color: var(--_accent);
    font-weight: 600;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(150px, 100%), 1fr));
    gap: calc(var(--_space) * 3) calc(var(--_space) * 4);
  }
  .counts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(104px, 1fr));
    gap: calc(var(--_space) * 2);
  }
  .fact {
    min-inline-size: 0;
  }
  dt {
    color: var(--_muted);
  }
  .facts dd {
    font-weight: 500;
  }
  .counts .fact {
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .counts dd {
    font-size: 1.429em;
    font-weight: 600;
    line-height: 1.3;
  }
  .counts .good dd {
    color: var(--_good);
  }
  .counts .warn dd {
    color: var(--_warn);
  }
  .counts .bad dd {
    color: var(--_bad);
  }
  .counts .bad dt::before {
    content: '✕ ' / '';
  }
  .mended,
  .hint {
    color: var(--_warn);
  }
  .issues {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  .issues li {
    padding-inline-start: calc(var(--_space) * 3);
    border-inline-start: 2px solid var(--_warn);
    overflow-wrap: anywhere;
  }
  .issues li.error {
    border-color: var(--_bad);
  }
  .issues strong {
    color: var(--_warn);
    font-weight: 600;
  }
  .issues .error strong {
    color: var(--_bad);
  }
  details {
    min-inline-size: 0;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  summary {
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border-radius: var(--_radius);
    font-weight: 500;
    cursor: pointer;
  }
  details > :not(summary) {
    margin: 0 calc(var(--_space) * 3) calc(var(--_space) * 2);
  }
  .fate li {
    padding-block: calc(var(--_space) * 2);
    border-block-start: 1px solid var(--_border);
    overflow-wrap: anywhere;
  }
  .title {
    font-weight: 500;
  }
  .cells {
    display: grid;
    gap: var(--_space);
    padding-inline-start: calc(var(--_space) * 4);
  }
  .cells div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 2);
  }
  del {
    color: var(--_muted);
  }
  ins {
    font-weight: 500;
    text-decoration: none;
  }
  .arrow {
    color: var(--_muted);
  }
  .arrow:dir(rtl) {
    display: inline-block;
    transform: scaleX(-1);
  }
  .reason bdi:first-child {
    font-weight: 500;
  }
  .reject .reason {
    color: var(--_bad);
  }
  .rules li label {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
    padding-block: var(--_space);
  }
  .last {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    margin-block-start: 1rem;
    padding-block-start: 0.75rem;
    border-block-start: 1px solid var(--_line);
  }
  progress {
    inline-size: 100%;
    block-size: 8px;
    accent-color: var(--_accent);
  }
  .conflict {
    margin: 0;
    padding: calc(var(--_space) * 3);
    border: 1px solid var(--_border);
    border-inline-start: 3px solid var(--_warn);
    border-radius: var(--_radius);
  }
  legend {
    padding-inline: var(--_space);
    font-weight: 600;
  }
  .choice {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
    margin-block-start: calc(var(--_space) * 2);
  }
  .choice label {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
    cursor: pointer;
  }
  input[type='radio'] {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
  @media (pointer: coarse) {
    summary {
      padding-block: 12px;
    }
    .choice label {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .drop.over {
      outline: 2px solid Highlight;
    }
  }
  @media print {
    .drop,
    .actions {
      display: none;
    }
  }
`;
