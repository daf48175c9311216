import { html } from 'lit';

/** The sign of an explanation. */
export const INFO = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  <circle cx="8" cy="8" r="6.25"></circle>
  <path d="M8 7.25v3.5M8 5.1v.1"></path>
</svg>`;
