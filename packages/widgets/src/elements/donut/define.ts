import { defineElement } from '../../define-element.ts';
import { SluiceDonut } from './donut.ts';

defineElement('sluice-donut', SluiceDonut);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-donut': SluiceDonut;
  }
}
