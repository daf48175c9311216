import { defineElement } from '../../define-element.ts';
import { SluiceSessions } from './sessions.ts';

defineElement('sluice-sessions', SluiceSessions);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-sessions': SluiceSessions;
  }
}
