import { defineBlueprint } from '../../blueprint/index.ts';
import { customer } from './customer.ts';
import { sale } from './sale.ts';
import { wine } from './wine.ts';

export { customer } from './customer.ts';
export { sale } from './sale.ts';
export { wine } from './wine.ts';

/** A winery's shop: what was sold to whom. */
export const cellar = defineBlueprint({
  name: 'cellar',
  label: { en: 'Cellar', fr: 'Cave', ru: 'Погреб', he: 'מרתף' },
  entities: [sale, customer, wine],
});
