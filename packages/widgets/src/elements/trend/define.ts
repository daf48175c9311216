import { defineElement } from '../../define-element.ts';
import { SluiceTrend } from './trend.ts';

defineElement('sluice-trend', SluiceTrend);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-trend': SluiceTrend;
  }
}
