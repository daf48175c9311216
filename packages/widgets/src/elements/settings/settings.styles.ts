import { css } from 'lit';

export const settingsStyles = css`
  .card {
    gap: calc(var(--_space) * 4);
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
  }
  label.line {
    align-items: center;
  }
  .line > label:not(.check) {
    flex: 1 1 10rem;
    min-inline-size: 0;
  }
  .grow {
    flex-basis: 12rem;
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
    color: var(--_accent);
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
`;
