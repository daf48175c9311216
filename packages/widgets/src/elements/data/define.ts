import { defineElement } from '../../define-element.ts';
import { SluiceData } from './data.ts';

defineElement('sluice-data', SluiceData);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-data': SluiceData;
  }
}
