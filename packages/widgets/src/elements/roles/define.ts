import { defineElement } from '../../define-element.ts';
import { SluiceRoles } from './roles.ts';

defineElement('sluice-roles', SluiceRoles);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-roles': SluiceRoles;
  }
}
