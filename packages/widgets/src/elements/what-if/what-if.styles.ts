import { css } from 'lit';

export const whatIfStyles = css`
  .panes {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 5);
  }
  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    font-size: 0.929em;
    font-weight: 600;
  }
  fieldset fieldset,
  .lever {
    margin-block-start: calc(var(--_space) * 3);
  }
  .lever {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: calc(var(--_space) * 1) calc(var(--_space) * 3);
    align-items: center;
  }
  .lever label {
    overflow-wrap: anywhere;
  }
  .lever input[type='range'] {
    grid-column: 1 / -1;
    inline-size: 100%;
    min-block-size: 24px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .lever .value {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 1);
  }
  .value .input {
    inline-size: 84px;
    text-align: end;
  }
  .unit {
    color: var(--_muted);
  }
  select.input,
  .wide .input {
    inline-size: 100%;
  }
  .three {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(110px, 100%), 1fr));
    gap: calc(var(--_space) * 2);
    margin-block-start: calc(var(--_space) * 1.5);
  }
  .three label,
  .stacked {
    display: grid;
    gap: calc(var(--_space) * 1);
    min-inline-size: 0;
    color: var(--_muted);
    font-size: 0.929em;
  }
  .three .input {
    inline-size: 100%;
    color: var(--_fg);
  }
  .stacked {
    margin-block-start: calc(var(--_space) * 3);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1.5);
    margin: calc(var(--_space) * 2) 0 0;
    padding: 0;
    list-style: none;
  }
  .chips li {
    max-inline-size: 100%;
  }
  .chip span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: calc(var(--_space) * 2);
    margin-block-start: calc(var(--_space) * 4);
  }
  .actions .stacked {
    flex: 1 1 160px;
    margin: 0;
  }
  .results h4:first-child {
    margin-block-start: 0;
  }
  @media (pointer: coarse) {
    .lever input[type='range'] {
      min-block-size: 44px;
    }
  }
  @container (min-width: 760px) {
    .panes {
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
    }
  }
  @media print {
    .controls,
    .actions {
      display: none;
    }
  }
`;
