import { defineElement } from '../../define-element.ts';
import { SluiceBars } from './bars.ts';

defineElement('sluice-bars', SluiceBars);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-bars': SluiceBars;
  }
}
