import { css } from 'lit';

export const settingsStyles = css`
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_bg);
  }
  h3,
  h4,
  p,
  ul {
    margin: 0;
  }
  h3,
  h4 {
    font-size: 1em;
    font-weight: 600;
  }
  ul {
    padding: 0;
    list-style: none;
  }
  section section,
  fieldset {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 2);
  }
  fieldset {
    margin: 0;
    padding: calc(var(--_space) * 3);
    border: 1px dashed var(--_border-strong);
    border-radius: var(--_radius);
  }
  legend {
    padding-inline: calc(var(--_space) * 1);
    font-weight: 500;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
    padding-block: calc(var(--_space) * 2);
    border-block-start: 1px solid var(--_border);
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
  }
  label.line {
    align-items: center;
  }
  .line > label:not(.check) {
    display: grid;
    gap: calc(var(--_space) * 1);
    flex: 1 1 10rem;
    min-inline-size: 0;
  }
  .grow {
    flex: 1 1 12rem;
    min-inline-size: 0;
  }
  .few {
    inline-size: 6rem;
  }
  textarea.input {
    min-block-size: 5rem;
    resize: vertical;
  }
  code,
  .code {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: 0.929em;
    overflow-wrap: anywhere;
    unicode-bidi: isolate;
  }
  .kind {
    inline-size: 9rem;
    color: var(--_muted);
  }
  .badge {
    padding: 1px calc(var(--_space) * 2);
    border: 1px solid currentcolor;
    border-radius: 999px;
    color: var(--_accent);
    font-size: 0.857em;
    white-space: nowrap;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
    min-block-size: 36px;
  }
  .check input {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .foot {
    position: sticky;
    inset-block-end: 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
    margin: 0 calc(var(--_space) * -4) calc(var(--_space) * -4);
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    border-block-start: 1px solid var(--_border);
    border-radius: 0 0 var(--_radius) var(--_radius);
    background: var(--_surface);
  }
  .issues {
    padding-inline-start: calc(var(--_space) * 3);
    border-inline-start: 3px solid var(--_bad);
  }
  .issues li {
    border: 0;
    padding-block: calc(var(--_space) * 0.5);
  }
  .note:empty {
    display: none;
  }
  .note.bad {
    padding-inline-start: calc(var(--_space) * 3);
    border-inline-start: 3px solid var(--_bad);
  }
  @media (pointer: coarse) {
    .check {
      min-block-size: 44px;
    }
  }
`;
