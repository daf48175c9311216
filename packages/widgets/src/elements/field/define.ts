import { defineElement } from '../../define-element.ts';
import { SluiceField } from './field.ts';

defineElement('sluice-field', SluiceField);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-field': SluiceField;
  }
}
