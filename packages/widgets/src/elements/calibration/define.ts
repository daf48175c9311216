import { defineElement } from '../../define-element.ts';
import { SluiceCalibration } from './calibration.ts';

defineElement('sluice-calibration', SluiceCalibration);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-calibration': SluiceCalibration;
  }
}
