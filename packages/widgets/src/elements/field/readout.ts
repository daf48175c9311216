import type { Field, Format, Value } from '@sluice/core';
import { html, type TemplateResult } from 'lit';

/** What a value that is only shown needs beside itself. */
export interface Readout {
  readonly field: Field;
  readonly value: Value;
  readonly format: Format;
  /** The title of a linked record; undefined while it is not known. */
  readonly titleOf: (id: string) => string | undefined;
}

/** Whether an address leads to the web and to nothing that runs. */
const isWeb = (address: string): boolean => URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);

/** A value as people read it: addresses as links to what they are, tags as chips, unknown as a dash. */
export function readout({ field, value, format, titleOf }: Readout): TemplateResult | string {
  if (value === null || value === '') return format.field(field, null);
  const text = typeof value === 'string' ? value : '';
  switch (field.kind) {
    case 'email':
      return html`<a href=${`mailto:${text}`}>${text}</a>`;
    case 'phone':
      return html`<a href=${`tel:${text.replace(/[^\d+]/g, '')}`} dir="ltr">${text}</a>`;
    case 'url':
      return isWeb(text) ? html`<a href=${text} target="_blank" rel="noopener noreferrer">${text}</a>` : text;
    case 'tags':
      return Array.isArray(value) && value.length > 0
        ? html`${value.map((tag) => html`<span class="chip">${String(tag)}</span>`)}`
        : format.field(field, null);
    case 'link':
      return (Array.isArray(value) ? value.map(String) : [text]).map((id) => titleOf(id) ?? '…').join(', ');
    case 'json':
      return JSON.stringify(value, null, 2);
    default:
      return format.field(field, value);
  }
}
