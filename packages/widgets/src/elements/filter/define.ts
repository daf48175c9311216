import { defineElement } from '../../define-element.ts';
import { SluiceFilter } from './filter.ts';

defineElement('sluice-filter', SluiceFilter);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-filter': SluiceFilter;
  }
}
