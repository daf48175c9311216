import { defineBlueprint } from '../blueprint/index.ts';
import { deals } from './deals/index.ts';
import { marketing } from './marketing/index.ts';

export { company, contact, deal, deals, sales, user } from './deals/index.ts';
export { marketing, marketingEvent } from './marketing/index.ts';

/** Every system together: what the hosted server serves. */
export const crm = defineBlueprint({
  name: 'crm',
  label: 'Sluice',
  entities: [...deals.entities, ...marketing.entities],
});
