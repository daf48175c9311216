import { defineElement } from '../../define-element.ts';
import { SluiceTasks } from './tasks.ts';

defineElement('sluice-tasks', SluiceTasks);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-tasks': SluiceTasks;
  }
}
