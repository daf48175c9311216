import { describe, expect, it } from 'vitest';
import { type Desk, desk } from '../imports/testing.ts';
import { sharedFile } from '../intake/testing.ts';

// The files that other systems hand out, each with the corrections by hand that it takes: a column that is told its field.

/** Files in the order in which they are imported; a correction is an entry of `map`. */
interface Step {
  readonly path: string;
  readonly entity: string;
  readonly map?: Readonly<Record<string, string>>;
  /** Only so many of them: all are imported where the database is. */
  readonly rows?: number;
}

const SETS: readonly {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly corrections: number;
  readonly records: Readonly<Record<string, number>>;
  /** Links that have to lead somewhere, with how many do. */
  readonly linked: Readonly<Record<string, number>>;
}[] = [
  {
    name: 'a winery’s shop',
    steps: [
      { path: 'crm_csv/isavigne/clients.csv', entity: 'customer' },
      { path: 'crm_csv/isavigne/products.csv', entity: 'wine' },
      { path: 'crm_csv/isavigne/sales.csv', entity: 'sale' },
    ],
    corrections: 0,
    // one document is there twice, with the same wine
    records: { customer: 3, wine: 3, sale: 4 },
    linked: { 'sale.wine': 4, 'sale.customer': 4 },
  },
  {
    name: 'the demo of a winery’s shop',
    steps: [
      { path: 'crm_csv/isavigne/demo_clients.csv', entity: 'customer' },
      { path: 'crm_csv/isavigne/demo_products.csv', entity: 'wine' },
      { path: 'crm_csv/isavigne/demo_sales.csv', entity: 'sale' },
    ],
    corrections: 0,
    records: { customer: 2, wine: 2, sale: 2 },
    linked: { 'sale.wine': 2, 'sale.customer': 2 },
  },
  {
    name: 'five hundred deals over 85 companies',
    steps: [
      { path: 'maven/accounts.csv', entity: 'company' },
      { path: 'maven/sales_pipeline.csv', entity: 'deal', rows: 500 },
    ],
    corrections: 0,
    records: { company: 85, deal: 500, user: 30 },
    // 55 rows name no company
    linked: { 'deal.account': 445, 'deal.owner': 500 },
  },
  {
    name: 'companies, contacts and deals that name each other',
    steps: [
      { path: 'crm_csv/hubspot_dummy/hubspot_companies.csv', entity: 'company' },
      { path: 'crm_csv/hubspot_dummy/hubspot_contacts.csv', entity: 'contact' },
      { path: 'crm_csv/hubspot_dummy/hubspot_deals.csv', entity: 'deal' },
    ],
    corrections: 0,
    records: { company: 200, contact: 946, deal: 500 },
    linked: { 'deal.account': 500, 'deal.contact': 500 },
  },
  {
    name: 'contacts with three addresses and telephones each',
    steps: [{ path: 'crm_csv/atomic_crm/contacts.csv', entity: 'contact', map: { sales: 'owner' } }],
    corrections: 1,
    records: { contact: 500, company: 55 },
    linked: { 'contact.company': 500, 'contact.owner': 500 },
  },
];

/** The first rows of a file. */
const partOf = (path: string, rows: number | undefined): Uint8Array | null => {
  const file = sharedFile(path);
  if (!file || rows === undefined) return file;
  let end = 0;
  for (let row = 0; row <= rows && end >= 0; row += 1) end = file.indexOf(10, end) + 1;
  return file.subarray(0, end);
};
const blank = (value: unknown): boolean => value === null || value === undefined;
const linked = (one: Desk, place: string): number => {
  const [entity = '', field = ''] = place.split('.');
  return one.stored(entity).filter(({ values }) => !blank(values[field])).length;
};

describe('the files of other systems', () => {
  for (const { name, steps, corrections, records, linked: links } of SETS) {
    const files = steps.map(({ path, rows }) => partOf(path, rows));
    it.skipIf(files.includes(null))(`${name}: imported with ${corrections} corrections by hand`, async () => {
      const one = desk();
      for (const [at, { entity, map = {} }] of steps.entries()) {
        const { plan } = await one.import(files[at] ?? '', { entity, map, links: 'create' });
        expect(plan.counts.reject).toBe(0);
      }
      const made = Object.keys(records).map((entity) => [entity, one.stored(entity).length]);
      expect(Object.fromEntries(made)).toEqual(records);
      expect(Object.fromEntries(Object.keys(links).map((place) => [place, linked(one, place)]))).toEqual(links);
      expect(steps.reduce((sum, { map = {} }) => sum + Object.keys(map).length, 0)).toBe(corrections);
      // and again, nothing changes
      for (const [at, { entity, map = {} }] of steps.entries()) {
        const { counts } = await one.plan(files[at] ?? '', { entity, map, links: 'create' });
        expect([counts.create, counts.update]).toEqual([0, 0]);
      }
    });
  }
});
