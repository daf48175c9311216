import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../text.ts';
import { exportLines } from '../intake/export.ts';
import { crmModel, entityOf } from '../intake/testing.ts';
import type { Value } from '../kinds/index.ts';
import { type ImportPlan, titleIn } from './outcome.ts';
import type { ImportRules } from './rules.ts';
import { type Desk, desk, sameRecord } from './testing.ts';

const model = crmModel();
const RUNS = { numRuns: 150 };

const blankOr = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null, freq: 2 });
const client = fc.constantFrom('Acme', 'ACME', 'acmé', 'Nord', 'Sud', 'GTX Pro', 'GTXPro');
const firm = blankOr(fc.constantFrom('Alpha', 'Beta', 'Gamma', 'alpha'));
const stage = fc.constantFrom('prospect', 'qualified', 'negotiation', 'won', 'lost');
const deal = fc.record({
  client,
  stage,
  amount: blankOr(fc.constantFrom(0, 100, 12_345)),
  probability: blankOr(fc.constantFrom(1000, 3000, 5500)),
  reference: blankOr(fc.constantFrom('A-1', 'A-2', 'B 3')),
  closedOn: blankOr(fc.constantFrom('2025-01-01', '2024-12-31')),
  tags: blankOr(fc.subarray(['vip', 'été', 'a,b'], { minLength: 1 })),
  sector: blankOr(fc.constantFrom('SaaS', 'Retail')),
  account: firm,
});
type DealRow = typeof deal extends fc.Arbitrary<infer T> ? T : never;
// One mailbox is one person: files that swap the names of two mailboxes are worked cases, not promised to be the same a second time.
const people = [
  ['Jean', 'jean', ['jean@acme.com', 'JEAN@acme.com', ' jean@ACME.com']],
  ['Marie', 'MARIE', ['marie@x.fr']],
  ['Zoë', 'Zoe', ['not an address']],
] as const;
const contact = fc.constantFrom(...people).chain(([name, other, mails]) =>
  fc.record({
    name: fc.constantFrom<string>(name, other),
    email: blankOr(fc.constantFrom<string>(...mails)),
    city: blankOr(fc.constantFrom('Paris', 'Lyon')),
    company: firm,
  }),
);
const collision = fc.constantFrom('overwrite' as const, 'fill' as const, 'skip' as const);
const rules: fc.Arbitrary<ImportRules> = fc.record(
  {
    columns: fc.record(
      { sector: collision, closedOn: collision, tags: collision, account: collision },
      { requiredKeys: [] },
    ),
    clear: fc.subarray(['sector', 'tags']),
    duplicates: fc.constantFrom('update' as const, 'reject' as const),
  },
  { requiredKeys: [] },
);

const dealLine = (row: DealRow, broken: boolean): string =>
  [
    row.client,
    row.stage,
    broken ? '-5' : row.amount === null ? '' : (row.amount / 100).toFixed(2),
    row.probability === null ? '' : `${row.probability / 100}%`,
    row.reference ?? '',
    row.closedOn ?? '',
    row.tags === null ? '' : `"${row.tags.join('|')}|"`,
    row.sector ?? '',
    row.account ?? '',
  ].join(',');
const dealFile = fc
  .array(fc.tuple(deal, fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 8 })
  .map((rows) =>
    [
      'client,stage,amount,probability,reference,closedOn,tags,sector,account',
      ...rows.map(([row, one]) => dealLine(row, one === 0)),
    ].join('\n'),
  );
const contactFile = fc
  .array(contact, { minLength: 1, maxLength: 8 })
  .map((rows) =>
    [
      'name,email,city,company',
      ...rows.map((one) => [one.name, one.email ?? '', one.city ?? '', one.company ?? ''].join(',')),
    ].join('\n'),
  );
const links = fc.constantFrom('match' as const, 'create' as const);

const furnish = async (
  one: Desk,
  deals: readonly DealRow[],
  people: readonly Readonly<Record<string, Value>>[],
): Promise<void> => {
  const firms = new Map<string, string>();
  for (const name of ['Alpha', 'Beta']) firms.set(name, (await one.make('company', { name })).id);
  const linked = (name: Value): string | null => (typeof name === 'string' ? firms.get(name) : undefined) ?? null;
  for (const { account, ...row } of deals) await one.make('deal', { ...row, account: linked(account) });
  for (const { company, email, ...row } of people)
    await one.make('contact', {
      ...row,
      email: typeof email === 'string' && email.includes('@') ? email.trim() : null,
      company: linked(company ?? null),
    });
};

const accounted = ({ rows, counts }: ImportPlan, lines: number): void => {
  expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: lines }, (_, at) => at + 2));
  expect(counts.rows).toBe(lines);
  expect(counts.create + counts.update + counts.unchanged + counts.reject).toBe(lines);
};
const shelf = ({ stored }: Desk) => ['company', 'contact', 'deal'].map((entity) => stored(entity));
const byId = (records: ReturnType<Desk['stored']>) => [...records].sort((a, b) => (a.id < b.id ? -1 : 1));

const world = fc.record({
  deals: fc.array(deal, { maxLength: 6 }),
  people: fc.array(contact, { maxLength: 5 }),
  file: fc.oneof(
    dealFile.map((text) => ({ entity: 'deal', text })),
    contactFile.map((text) => ({ entity: 'contact', text })),
  ),
  rules,
  links,
});

describe('whatever is imported', () => {
  const opened = async ({
    deals,
    people,
    file,
    rules: asked,
    links: how,
  }: typeof world extends fc.Arbitrary<infer T> ? T : never) => {
    const one = desk();
    await furnish(one, deals, people);
    const fitting = file.entity === 'deal' ? asked : { ...asked, columns: {}, clear: [] };
    const wish = { entity: file.entity, links: how, rules: fitting };
    return { one, wish, text: file.text, lines: file.text.split('\n').length - 1 };
  };

  it('every row has one fate, and as many records are written as the plan says', () =>
    fc.assert(
      fc.asyncProperty(world, async (given) => {
        const { one, wish, text, lines } = await opened(given);
        const before = one.stored(wish.entity).length;
        const planned = await one.plan(text, wish);
        accounted(planned, lines);
        const { plan, conflicts } = await one.apply(planned);
        accounted(plan, lines);
        expect(conflicts).toEqual([]);
        expect(one.stored(wish.entity)).toHaveLength(before + plan.counts.create);
      }),
      RUNS,
    ));

  it('an undo restores every record exactly', () =>
    fc.assert(
      fc.asyncProperty(world, async (given) => {
        const { one, wish, text } = await opened(given);
        const before = shelf(one).map(byId);
        await one.import(text, { ...wish, cause: 'a' });
        const { plan } = await one.undo('a');
        expect(plan.counts.conflict).toBe(0);
        const after = shelf(one).map(byId);
        expect(after.map((records) => records.length)).toEqual(before.map((records) => records.length));
        for (const [at, records] of after.entries())
          for (const [place, record] of records.entries()) {
            const was = before[at]?.[place];
            if (!was || !sameRecord(record, was)) expect(record).toEqual(was);
          }
      }),
      RUNS,
    ));

  it('a second time changes nothing', () =>
    fc.assert(
      fc.asyncProperty(world, async (given) => {
        // rules that leave cells of rows out make rows of one title alike that were not: see the worked cases
        // several deals of one client that nothing tells apart are told apart by their cells, which the first import changes
        const deals = given.deals.filter(
          ({ client }, at, all) => all.findIndex((other) => fold(other.client) === fold(client)) === at,
        );
        const { one, wish, text } = await opened({ ...given, deals, rules: { ...given.rules, columns: {} } });
        await one.import(text, wish);
        const again = await one.plan(text, wish);
        expect(again.counts).toMatchObject({ create: 0, update: 0 });
        expect(again.writes).toEqual([]);
      }),
      RUNS,
    ));

  it('import, undo, import is import', () =>
    fc.assert(
      fc.asyncProperty(world, async (given) => {
        const { one, wish, text } = await opened(given);
        const values = () =>
          one
            .stored(wish.entity)
            .map((record) => JSON.stringify(record.values))
            .sort();
        const first = await one.import(text, { ...wish, cause: 'a' });
        const count = values().length;
        await one.undo('a');
        const second = await one.import(text, { ...wish, cause: 'b' });
        expect(second.plan.counts).toEqual(first.plan.counts);
        expect(values()).toHaveLength(count);
      }),
      RUNS,
    ));

  it('a killed import leaves nothing, wherever it dies', () =>
    fc.assert(
      fc.asyncProperty(world, fc.nat(12), async (given, at) => {
        const { one, wish, text } = await opened(given);
        const planned = await one.plan(text, wish);
        const before = shelf(one);
        const journal = one.source.journal().length;
        let writes = 0;
        const signal = { aborted: at === 0, reason: new Error('killed') };
        const progress = (): void => {
          signal.aborted = (writes += 1) >= at;
        };
        const done = await one.apply(planned, { batch: 1, signal, progress }).then(
          () => true,
          () => false,
        );
        if (done) expect(one.source.journal()).toHaveLength(journal + planned.writes.length);
        else {
          expect(shelf(one)).toEqual(before);
          expect(one.source.journal()).toHaveLength(journal);
        }
      }),
      RUNS,
    ));

  it('an export imports without a change', () =>
    fc.assert(
      fc.asyncProperty(world, fc.constantFrom('en', 'fr', undefined), async ({ deals, people }, language) => {
        const one = desk();
        await furnish(one, deals, people);
        const titleOf = (entity: string, id: string): string | null => {
          const found = one.stored(entity).find((record) => record.id === id);
          return found ? titleIn(found, entityOf(model, entity).title.name) : null;
        };
        for (const entity of ['deal', 'contact', 'company']) {
          const { value } = await one.source.list({ entity }).then((page) => (page.ok ? page : { value: null }));
          const written = language === undefined ? one.stored(entity) : (value?.items ?? []);
          if (written.length === 0) continue;
          const options = { titleOf, ...(language === undefined ? {} : { language }) };
          const text = [...exportLines(entityOf(model, entity), written, options)].join('');
          const planned = await one.plan(text, { entity });
          accounted(planned, written.length);
          expect(planned.counts).toMatchObject({ unchanged: written.length });
        }
      }),
      RUNS,
    ));
});
