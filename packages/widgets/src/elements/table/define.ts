import { defineElement } from '../../define-element.ts';
import { defineWhenShown } from '../../define-later.ts';
import { SluiceTable } from './table.ts';

defineElement('sluice-table', SluiceTable);
defineWhenShown('sluice-field', SluiceTable, () => import('../field/define.ts'));

declare global {
  interface HTMLElementTagNameMap {
    'sluice-table': SluiceTable;
  }
}
