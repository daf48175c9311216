import { createFormat } from '@sluice/core';
import { html, type TemplateResult } from 'lit';
import { pastMessages } from '../../locales/messages/past.ts';
import { sayIn } from '../../locales/words.ts';

/** What stands above a page that speaks of a past day, with the way back. */
export const renderPast = (asOf: string, locale: string, back: () => void): TemplateResult => {
  const say = sayIn(pastMessages, locale);
  const day = createFormat({ locale }).date(asOf);
  return html`<div class="past" part="past" role="status">
    <span>${say('standing', { day })}</span>
    <button type="button" @click=${back}>${say('back')}</button>
  </div>`;
};
