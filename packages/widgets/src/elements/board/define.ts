import { defineElement } from '../../define-element.ts';
import { SluiceBoard } from './board.ts';

declare global {
  interface HTMLElementTagNameMap {
    'sluice-board': SluiceBoard;
  }
}

defineElement('sluice-board', SluiceBoard);
