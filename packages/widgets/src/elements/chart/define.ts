import { defineElement } from '../../define-element.ts';
import { SluiceChart } from './chart.ts';

defineElement('sluice-chart', SluiceChart);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-chart': SluiceChart;
  }
}
