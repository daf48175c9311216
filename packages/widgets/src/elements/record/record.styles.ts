import { css } from 'lit';

export const recordStyles = css`
  form {
    display: grid;
    gap: calc(var(--_space) * 4);
    margin: 0;
  }
  h2 {
    margin: 0;
    font-size: 1.125rem;
    font-weight: 600;
    line-height: 1.35;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .fields,
  .row {
    display: grid;
    gap: calc(var(--_space) * 4);
    align-items: start;
  }
  .row {
    grid-template-columns: minmax(0, 1fr);
  }
  .facts {
    padding-block-start: calc(var(--_space) * 4);
    border-block-start: 1px solid var(--_border);
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
    color: var(--_muted);
  }
  .said:empty {
    display: none;
  }
  .said p,
  .conflict p,
  .question p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .findings {
    display: grid;
    gap: var(--_space);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .findings li {
    display: flex;
    gap: calc(var(--_space) * 2);
  }
  .findings strong {
    flex: none;
    font-weight: 600;
    color: var(--_warn);
  }
  .findings .error strong {
    color: var(--_bad);
  }
  .conflict {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_border);
    border-inline-start: 3px solid var(--_warn);
    border-radius: var(--_radius);
  }
  fieldset {
    display: grid;
    gap: calc(var(--_space) * 2);
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-block-end: var(--_space);
    font-weight: 600;
  }
  fieldset label {
    display: flex;
    align-items: baseline;
    gap: calc(var(--_space) * 2);
    min-inline-size: 0;
    padding: calc(var(--_space) * 2);
    border: 1px solid var(--_border-strong);
    border-radius: calc(var(--_radius) - 2px);
    cursor: pointer;
  }
  fieldset label:has(:checked) {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 10%, var(--_bg));
  }
  fieldset label > span {
    display: grid;
    min-inline-size: 0;
  }
  .which {
    color: var(--_muted);
    font-size: 0.8125rem;
  }
  .what {
    overflow-wrap: anywhere;
  }
  input[type='radio'] {
    margin: 0;
    accent-color: var(--_accent);
  }
  footer,
  .question {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  /* in a window that scrolls the buttons stay in reach */
  footer {
    position: sticky;
    inset-block-end: 0;
    z-index: 1;
    padding-block: calc(var(--_space) * 3);
    border-block-start: 1px solid var(--_border);
    background: var(--_bg);
    /* covers the padding of what scrolls */
    box-shadow: 0 20px 0 var(--_bg);
  }
  .button.remove {
    margin-inline-start: auto;
    color: var(--_bad);
  }
  .button.danger {
    border-color: var(--_bad);
    color: var(--_bad);
  }
  .shape {
    block-size: 36px;
  }
  .empty {
    margin: 0;
    padding: calc(var(--_space) * 6);
    border: 1px dashed var(--_border-strong);
    border-radius: var(--_radius);
    color: var(--_muted);
    text-align: center;
  }
  @container (inline-size >= 480px) {
    .row.two,
    .conflict fieldset {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .row.more {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    legend {
      grid-column: 1 / -1;
    }
  }
  @media (pointer: coarse) {
    fieldset label {
      min-block-size: 44px;
    }
    input[type='radio'] {
      inline-size: 20px;
      block-size: 20px;
    }
  }
  @media (forced-colors: active) {
    fieldset label:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
  @media print {
    footer {
      display: none;
    }
  }
`;
