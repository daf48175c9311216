import { defineElement } from '../../define-element.ts';
import { SluiceJobs } from './jobs.ts';

defineElement('sluice-jobs', SluiceJobs);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-jobs': SluiceJobs;
  }
}
