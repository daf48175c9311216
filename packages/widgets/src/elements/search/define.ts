import { defineElement } from '../../define-element.ts';
import { SluiceSearch } from './search.ts';

defineElement('sluice-search', SluiceSearch);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-search': SluiceSearch;
  }
}
