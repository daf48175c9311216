import { defineElement } from '../../define-element.ts';
import { SluiceVelocity } from './velocity.ts';

defineElement('sluice-velocity', SluiceVelocity);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-velocity': SluiceVelocity;
  }
}
