import { defineElement } from '../../define-element.ts';
import { SluiceDeadlines } from './deadlines.ts';

defineElement('sluice-deadlines', SluiceDeadlines);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-deadlines': SluiceDeadlines;
  }
}
