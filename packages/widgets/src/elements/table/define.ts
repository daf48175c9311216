import { defineElement } from '../../define-element.ts';
import { SluiceTable } from './table.ts';

defineElement('sluice-table', SluiceTable);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-table': SluiceTable;
  }
}
