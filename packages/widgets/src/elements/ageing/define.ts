import { defineElement } from '../../define-element.ts';
import { SluiceAgeing } from './ageing.ts';

defineElement('sluice-ageing', SluiceAgeing);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-ageing': SluiceAgeing;
  }
}
