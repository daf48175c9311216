import '../kpi/define.ts';
import { defineElement } from '../../define-element.ts';
import { SluiceKpiRow } from './kpi-row.ts';

defineElement('sluice-kpi-row', SluiceKpiRow);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-kpi-row': SluiceKpiRow;
  }
}
