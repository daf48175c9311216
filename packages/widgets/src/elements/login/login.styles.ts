import { css } from 'lit';

export const loginStyles = css`
  .card {
    display: grid;
    gap: calc(var(--_space) * 4);
    max-inline-size: 26rem;
    padding: calc(var(--_space) * 6);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_bg);
  }
  h2 {
    margin: 0;
    font-size: 1.286em;
    font-weight: 600;
    line-height: 1.3;
  }
  form,
  label {
    display: grid;
    gap: calc(var(--_space) * 1);
  }
  form {
    gap: calc(var(--_space) * 3);
  }
  label > span {
    font-weight: 500;
  }
  .input {
    inline-size: 100%;
  }
  .password {
    position: relative;
    display: block;
  }
  .password .input {
    padding-inline-end: 40px;
  }
  .password .icon-button {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-end: 2px;
    translate: 0 -50%;
  }
  .hint,
  .note {
    margin: 0;
    text-wrap: pretty;
  }
  .hint {
    color: var(--_muted);
    font-size: 0.929em;
  }
  .note:empty {
    display: none;
  }
  .note.bad {
    padding-inline-start: calc(var(--_space) * 3);
    border-inline-start: 3px solid var(--_bad);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
  }
  .inside {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 3);
    margin: 0;
  }
  .inside bdi {
    overflow-wrap: anywhere;
  }
  @media (pointer: coarse) {
    .password .input {
      padding-inline-end: 48px;
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`;
