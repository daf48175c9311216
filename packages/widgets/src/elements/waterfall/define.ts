import { defineElement } from '../../define-element.ts';
import { SluiceWaterfall } from './waterfall.ts';

defineElement('sluice-waterfall', SluiceWaterfall);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-waterfall': SluiceWaterfall;
  }
}
