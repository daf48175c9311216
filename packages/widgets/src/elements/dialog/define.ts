import { defineElement } from '../../define-element.ts';
import { SluiceDialog } from './dialog.ts';

defineElement('sluice-dialog', SluiceDialog);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-dialog': SluiceDialog;
  }
}
