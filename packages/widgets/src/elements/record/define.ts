import '../field/define.ts';
import { defineElement } from '../../define-element.ts';
import { SluiceRecord } from './record.ts';

defineElement('sluice-record', SluiceRecord);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-record': SluiceRecord;
  }
}
