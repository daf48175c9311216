import { defineElement } from '../../define-element.ts';
import { SluiceExplanation } from './explanation.ts';

defineElement('sluice-explanation', SluiceExplanation);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-explanation': SluiceExplanation;
  }
}
