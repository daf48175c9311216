import { defineElement } from '../../define-element.ts';
import { SluiceFunnel } from './funnel.ts';

defineElement('sluice-funnel', SluiceFunnel);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-funnel': SluiceFunnel;
  }
}
