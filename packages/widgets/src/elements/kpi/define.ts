import '../sparkline/define.ts';
import { defineElement } from '../../define-element.ts';
import { SluiceKpi } from './kpi.ts';

defineElement('sluice-kpi', SluiceKpi);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-kpi': SluiceKpi;
  }
}
