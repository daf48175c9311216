import { defineBlueprint } from '../../blueprint/index.ts';
import { deals } from '../deals/index.ts';
import { quota } from './quota.ts';
import { savedReport } from './saved-report.ts';
import { scenario } from './scenario.ts';
import { stageChange } from './stage-change.ts';

export { quota } from './quota.ts';
export { savedReport } from './saved-report.ts';
export { scenario } from './scenario.ts';
export { stageChange } from './stage-change.ts';

/** Deals with what is planned and what was: quotas, scenarios, saved reports, the stage changes of before. */
export const planning = defineBlueprint({
  name: 'planning',
  label: { en: 'Planning', fr: 'Prévisions', ru: 'Планирование', he: 'תכנון' },
  entities: [...deals.entities, quota, scenario, savedReport, stageChange],
});
