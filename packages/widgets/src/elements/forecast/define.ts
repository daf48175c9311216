import { defineElement } from '../../define-element.ts';
import { SluiceForecast } from './forecast.ts';

defineElement('sluice-forecast', SluiceForecast);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-forecast': SluiceForecast;
  }
}
