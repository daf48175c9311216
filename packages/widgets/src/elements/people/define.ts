import { defineElement } from '../../define-element.ts';
import { SluicePeople } from './people.ts';

defineElement('sluice-people', SluicePeople);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-people': SluicePeople;
  }
}
