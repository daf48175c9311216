import { defineBlueprint } from '../../blueprint/index.ts';
import { deals } from '../deals/index.ts';
import { marketingEvent } from './marketing-event.ts';

export { marketingEvent } from './marketing-event.ts';

/** What brings deals in, and the deals it brings. */
export const marketing = defineBlueprint({
  name: 'marketing',
  label: { en: 'Marketing', fr: 'Marketing', ru: 'Маркетинг', he: 'שיווק' },
  entities: [marketingEvent, ...deals.entities],
});
