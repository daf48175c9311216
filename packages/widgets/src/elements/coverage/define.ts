import { defineElement } from '../../define-element.ts';
import { SluiceCoverage } from './coverage.ts';

defineElement('sluice-coverage', SluiceCoverage);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-coverage': SluiceCoverage;
  }
}
