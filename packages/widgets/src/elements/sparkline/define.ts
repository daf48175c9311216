import { defineElement } from '../../define-element.ts';
import { SluiceSparkline } from './sparkline.ts';

defineElement('sluice-sparkline', SluiceSparkline);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-sparkline': SluiceSparkline;
  }
}
