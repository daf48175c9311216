import { defineBlueprint } from '../../blueprint/index.ts';
import { company } from './company.ts';
import { contact } from './contact.ts';
import { deal } from './deal.ts';
import { user } from './user.ts';

export { company } from './company.ts';
export { contact } from './contact.ts';
export { deal } from './deal.ts';
export { sales } from './sales-pipeline.ts';
export { user } from './user.ts';

/** The founder's deal book. */
export const deals = defineBlueprint({
  name: 'deals',
  label: { en: 'Deals', fr: 'Affaires', ru: 'Сделки', he: 'עסקאות' },
  entities: [deal, company, contact, user],
});
