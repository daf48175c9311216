import { defineElement } from '../../define-element.ts';
import { SluiceSettings } from './settings.ts';

defineElement('sluice-settings', SluiceSettings);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-settings': SluiceSettings;
  }
}
