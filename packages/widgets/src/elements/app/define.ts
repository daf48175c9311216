import { defineElement } from '../../define-element.ts';
import { SluiceApp } from './app.ts';

defineElement('sluice-app', SluiceApp);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-app': SluiceApp;
  }
}
