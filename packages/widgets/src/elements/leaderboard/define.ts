import { defineElement } from '../../define-element.ts';
import { SluiceLeaderboard } from './leaderboard.ts';

defineElement('sluice-leaderboard', SluiceLeaderboard);

declare global {
  interface HTMLElementTagNameMap {
    'sluice-leaderboard': SluiceLeaderboard;
  }
}
