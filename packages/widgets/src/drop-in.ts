// What a page gets from one script tag: every element, registered at once or when the page first has it, and the few names that a
// script in the page may want.
import { defineOnPage } from './define-later.ts';
import './first-view.ts';

export { openSource } from './sources/open-source.ts';
export { Session } from './controllers/session.ts';
export { VERSION } from './version.ts';

/** Registers what is not registered yet, for a page that puts elements into a shadow tree of its own. */
export const defineAll = async (): Promise<void> => {
  await import('./second-view.ts');
};

defineOnPage(
  [
    'sluice-ageing',
    'sluice-audit',
    'sluice-board',
    'sluice-calibration',
    'sluice-chart',
    'sluice-coverage',
    'sluice-dialog',
    'sluice-donut',
    'sluice-explanation',
    'sluice-field',
    'sluice-forecast',
    'sluice-importer',
    'sluice-jobs',
    'sluice-leaderboard',
    'sluice-login',
    'sluice-people',
    'sluice-record',
    'sluice-roles',
    'sluice-sessions',
    'sluice-settings',
    'sluice-tasks',
    'sluice-timeline',
    'sluice-trend',
    'sluice-velocity',
    'sluice-waterfall',
    'sluice-what-if',
  ],
  defineAll,
);
