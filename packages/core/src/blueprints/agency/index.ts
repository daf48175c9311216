import { defineBlueprint } from '../../blueprint/index.ts';
import { company, contact, user } from '../deals/index.ts';
import { activity } from './activity.ts';
import { lead } from './lead.ts';
import { opportunity } from './opportunity.ts';
import { task } from './task.ts';

export { activity } from './activity.ts';
export { lead } from './lead.ts';
export { leads } from './lead-pipeline.ts';
export { opportunity } from './opportunity.ts';
export { opportunities } from './opportunity-pipeline.ts';
export { task } from './task.ts';

/** An agency that finds clients: leads, what they become, and what is to be done about them. */
export const agency = defineBlueprint({
  name: 'agency',
  label: { en: 'Agency', fr: 'Agence', ru: 'Агентство', he: 'סוכנות' },
  entities: [opportunity, lead, task, activity, company, contact, user],
});
