import { defineElement } from '../../define-element.ts';
import { SluiceExporter } from './exporter.ts';

defineElement('sluice-exporter', SluiceExporter);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-exporter': SluiceExporter;
  }
}
