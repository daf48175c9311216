export { activity, agency, lead, leads, opportunities, opportunity, task } from './agency/index.ts';
export { cellar, customer, sale, wine } from './cellar/index.ts';
export { company, contact, deal, deals, sales, user } from './deals/index.ts';
export {
  fundraising,
  interaction,
  investor,
  investorContact,
  investors,
  kpi,
  monthlyKpi,
} from './investors/index.ts';
export { marketing, marketingEvent } from './marketing/index.ts';
export { planning, quota, savedReport, scenario, stageChange } from './planning/index.ts';
export { crm } from './crm.ts';
