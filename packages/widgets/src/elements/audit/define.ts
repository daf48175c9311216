import { defineElement } from '../../define-element.ts';
import { SluiceAudit } from './audit.ts';

defineElement('sluice-audit', SluiceAudit);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-audit': SluiceAudit;
  }
}
