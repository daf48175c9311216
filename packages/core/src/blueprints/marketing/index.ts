import { defineBlueprint } from '../../blueprint/index.ts';
import { marketingEvent } from './marketing-event.ts';

export { marketingEvent } from './marketing-event.ts';

/** What brings deals in. */
export const marketing = defineBlueprint({
  name: 'marketing',
  label: { en: 'Marketing', fr: 'Marketing', ru: 'Маркетинг', he: 'שיווק' },
  entities: [marketingEvent],
});
