import { defineElement } from '../../define-element.ts';
import '../filter/define.ts';
import '../search/define.ts';
import { SluiceFilterBar } from './filter-bar.ts';

defineElement('sluice-filter-bar', SluiceFilterBar);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-filter-bar': SluiceFilterBar;
  }
}
