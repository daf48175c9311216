import { defineBlueprint, type EntityDef } from '../blueprint/index.ts';
import { agency } from './agency/index.ts';
import { cellar } from './cellar/index.ts';
import { deals } from './deals/index.ts';
import { investors } from './investors/index.ts';
import { marketing } from './marketing/index.ts';
import { planning } from './planning/index.ts';

/** Entities that several systems speak of stand where they are first met. */
const once = (entities: readonly EntityDef[]): readonly EntityDef[] => [...new Set(entities)];

/** Every system together: what the hosted server serves. Deals stay first: a page that names no entity shows them. */
export const crm = defineBlueprint({
  name: 'crm',
  label: 'Sluice',
  entities: once([
    ...deals.entities,
    ...marketing.entities,
    ...investors.entities,
    ...agency.entities,
    ...planning.entities,
    ...cellar.entities,
  ]),
});
