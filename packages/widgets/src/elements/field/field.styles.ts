import { css } from 'lit';

export const fieldStyles = css`
  label,
  .label {
    display: block;
    margin-block-end: 4px;
    font-size: 0.8125rem;
    font-weight: 500;
    line-height: 1.4;
    color: var(--_muted);
  }
  .mark {
    color: var(--_bad);
  }
  .control {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    box-sizing: border-box;
    min-block-size: 36px;
    border: 1px solid var(--_border-strong);
    border-radius: calc(var(--_radius) - 2px);
    background: var(--_bg);
  }
  .control:focus-within {
    outline: 2px solid var(--_accent);
    outline-offset: -1px;
    border-color: var(--_accent);
  }
  .control.wrong {
    border-color: var(--_bad);
  }
  .control:has(:disabled) {
    border-color: var(--_border);
    background: color-mix(in srgb, var(--_fg) 4%, var(--_bg));
    color: var(--_muted);
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  input:not([type='checkbox']),
  select,
  textarea {
    flex: 1;
    box-sizing: border-box;
    min-inline-size: 0;
    inline-size: 100%;
    margin: 0;
    padding: 7px 10px;
    border: 0;
    outline: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-size: max(0.875rem, 14px);
    line-height: 20px;
    letter-spacing: inherit;
  }
  /* the border around them shows where the keyboard is */
  select:focus-visible,
  textarea:focus-visible {
    outline: none;
  }
  select {
    padding-inline-start: 6px;
  }
  option {
    background: var(--_bg);
    color: var(--_fg);
  }
  .number input {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .affix {
    padding-inline-end: 10px;
    color: var(--_muted);
    font-size: 0.8125rem;
  }
  input:not([type='checkbox']) {
    block-size: 34px;
  }
  textarea {
    min-block-size: 84px;
    resize: vertical;
    field-sizing: content;
    max-block-size: 320px;
  }
  .flag {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 36px;
  }
  .flag label {
    margin: 0;
    font-size: 0.875rem;
    color: inherit;
  }
  .flag input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .flag input:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 2px;
    max-inline-size: 100%;
    margin-inline-start: 4px;
    padding-inline-start: 8px;
    border-radius: 999px;
    background: color-mix(in srgb, var(--_accent) 14%, var(--_bg));
    font-size: 0.8125rem;
    line-height: 26px;
  }
  .chip button,
  .erase {
    display: grid;
    place-items: center;
    inline-size: 26px;
    block-size: 26px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    color: var(--_muted);
    cursor: pointer;
  }
  .erase {
    margin-inline-end: 4px;
  }
  .chip button:focus-visible,
  .erase:focus-visible {
    outline: 2px solid var(--_accent);
  }
  svg {
    inline-size: 10px;
    block-size: 10px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
  }
  [role='listbox'] {
    position: fixed;
    inset: auto;
    box-sizing: border-box;
    margin: 0;
    padding: 4px;
    max-block-size: 264px;
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_bg);
    color: var(--_fg);
    box-shadow: 0 8px 24px rgb(0 20 24 / 18%);
    font-size: 0.875rem;
  }
  [role='option'] {
    padding: 7px 8px;
    border-radius: 4px;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  [role='option'][aria-selected='true'] {
    background: color-mix(in srgb, var(--_accent) 16%, var(--_bg));
  }
  .quiet {
    padding: 7px 8px;
    color: var(--_muted);
  }
  .hint,
  .issue {
    margin: 4px 0 0;
    font-size: 0.8125rem;
    line-height: 1.4;
    color: var(--_muted);
  }
  .issue {
    color: var(--_bad);
  }
  .issue::before {
    content: '⚠ ' / '';
  }
  .hint:not([hidden]) {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
  }
  .follow {
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    font: inherit;
    text-decoration: underline;
    text-underline-offset: 2px;
    cursor: pointer;
  }
  .value {
    min-block-size: 20px;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .value a {
    color: var(--_accent);
    text-underline-offset: 2px;
  }
  .value .chip {
    margin-inline: 0 4px;
    padding-inline-end: 8px;
  }
  .label .skeleton {
    display: block;
    inline-size: 40%;
  }
  .waiting {
    block-size: 36px;
  }
  @media (pointer: coarse) {
    .control,
    .flag {
      min-block-size: 44px;
    }
    input:not([type='checkbox']),
    select,
    textarea {
      padding-block: 11px;
      font-size: 16px;
    }
    input:not([type='checkbox']) {
      block-size: 42px;
    }
    [role='option'] {
      padding-block: 11px;
    }
    .chip button,
    .erase {
      inline-size: 44px;
      block-size: 44px;
    }
    .follow {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .control:focus-within {
      outline-color: Highlight;
    }
    [role='option'][aria-selected='true'] {
      outline: 2px solid Highlight;
    }
  }
`;
