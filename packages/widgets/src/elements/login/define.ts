import { defineElement } from '../../define-element.ts';
import { SluiceLogin } from './login.ts';

defineElement('sluice-login', SluiceLogin);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-login': SluiceLogin;
  }
}
