import { defineElement } from '../../define-element.ts';
import { SluiceTimeline } from './timeline.ts';

declare global {
  interface HTMLElementTagNameMap {
    'sluice-timeline': SluiceTimeline;
  }
}

defineElement('sluice-timeline', SluiceTimeline);
