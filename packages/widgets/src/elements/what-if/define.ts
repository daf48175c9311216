import { defineElement } from '../../define-element.ts';
import { SluiceWhatIf } from './what-if.ts';

defineElement('sluice-what-if', SluiceWhatIf);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-what-if': SluiceWhatIf;
  }
}
