import { defineBlueprint } from '../../blueprint/index.ts';
import { user } from '../deals/index.ts';
import { interaction } from './interaction.ts';
import { investor } from './investor.ts';
import { investorContact } from './investor-contact.ts';
import { kpi } from './kpi.ts';
import { monthlyKpi } from './monthly-kpi.ts';

export { fundraising } from './fundraising-pipeline.ts';
export { interaction } from './interaction.ts';
export { investor } from './investor.ts';
export { investorContact } from './investor-contact.ts';
export { kpi } from './kpi.ts';
export { monthlyKpi } from './monthly-kpi.ts';

/** A founder's round of financing: who may invest, what was said to them, what they are told every month. */
export const investors = defineBlueprint({
  name: 'investors',
  label: { en: 'Investors', fr: 'Investisseurs', ru: 'Инвесторы', he: 'משקיעים' },
  entities: [investor, investorContact, interaction, kpi, monthlyKpi, user],
});
