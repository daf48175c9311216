import { defineElement } from '../../define-element.ts';
import { SluiceImporter } from './importer.ts';

defineElement('sluice-importer', SluiceImporter);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-importer': SluiceImporter;
  }
}
