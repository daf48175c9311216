import { createHash, randomUUID } from 'node:crypto';
import { newId, type Rec, resolveModel, type Value, type Written } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { asTenant } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';
import { openNotices } from '../records/notices.ts';
import { selectList, recordOf } from '../records/row.ts';
import type { ServedSource } from '../records/served.ts';
import { sqlSource } from '../records/source.ts';
import { quote, tableOf } from '../schema/names.ts';
import { type ImportDesk, importDesk } from './desk.ts';
import type { ImportWish } from './wish.ts';
import type { WireImport } from './wire.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));

/** The model of these tests. */
export const MODEL = resolved.value;
const MOMENT = { today: '2025-02-05', zone: 'Europe/Paris' } as const;
const NOON = '2025-02-05T12:00:00.000Z';

/** One tenant of a test: its records, its imports, and a look at everything it holds. */
export interface Office {
  readonly tenant: string;
  readonly source: ServedSource;
  readonly desk: ImportDesk;
  readonly plan: (text: string, wish?: Partial<ImportWish>) => Promise<WireImport>;
  /** Plans and accepts. */
  readonly import: (text: string, wish?: Partial<ImportWish>) => Promise<WireImport>;
  readonly make: (entity: string, values: Readonly<Record<string, Value>>) => Promise<Rec>;
  readonly records: (entity: string) => Promise<readonly Rec[]>;
  /** A mark of everything the tenant holds: ids, values and overrides of all records, but not their versions. */
  readonly mark: () => Promise<string>;
  /** How many entries the journal has. */
  readonly entries: () => Promise<number>;
}

/** What a wish is where a test says nothing. */
export const wishOf = (wish: Partial<ImportWish> = {}): ImportWish => ({
  entity: 'deal',
  name: 'deals.csv',
  map: {},
  links: 'create',
  rules: {},
  ...wish,
});

const byName = <T>(entries: readonly (readonly [string, T])[]) => entries.toSorted(([a], [b]) => (a < b ? -1 : 1));

let made = 0;

/** A tenant of its own. */
export const openOffice = (
  pool: Pool,
  { tenant = randomUUID(), now = NOON, manyEntries }: { tenant?: string; now?: string; manyEntries?: number } = {},
): Office => {
  const notices = openNotices();
  const shared = { pool, model: MODEL, tenant, actor: 'anna', moment: () => MOMENT, now: () => now, notices };
  const source = sqlSource({
    ...shared,
    id: () => newId(Date.parse(NOON), () => [made >>> 16, made >>> 8, (made += 1)]),
    cause: 'test',
  });
  const desk = importDesk({ ...shared, ...(manyEntries === undefined ? {} : { manyEntries }) });
  const encoder = new TextEncoder();
  const kept = (written: Written): Rec => {
    if (!written.ok) throw new Error(written.issues.map(({ message }) => message).join(' '));
    return written.record;
  };
  const records = (name: string): Promise<readonly Rec[]> =>
    asTenant(pool, { tenant, actor: 'test', readOnly: true }, async (tx) => {
      const entity = MODEL.find(name);
      if (!entity) return [];
      const rows = await tx.unsafe(
        `select ${selectList(entity, 't')} from "sluice".${quote(tableOf(entity))} as "t" order by "t"."id"`,
      );
      return rows.map((row) => recordOf(entity, row));
    });
  const self: Office = {
    tenant,
    source,
    desk,
    records,
    plan: (text, wish) => desk.plan(encoder.encode(text), wishOf(wish)),
    import: async (text, wish) => {
      const accepted = await desk.accept((await self.plan(text, wish)).id);
      if (!accepted.ok) throw new Error(JSON.stringify(accepted));
      return accepted.import;
    },
    make: async (entity, values) => kept(await source.create(entity, values)),
    mark: async () => {
      const hash = createHash('sha256');
      for (const { name } of MODEL.entities)
        for (const { id, values, overrides } of await records(name)) {
          const said = Object.entries(values).filter(([, value]) => value !== null);
          hash.update(JSON.stringify([name, id, byName(said), byName(Object.entries(overrides))]));
        }
      return hash.digest('hex');
    },
    entries: () =>
      asTenant(pool, { tenant, actor: 'test', readOnly: true }, async (tx) => {
        const [row] = await tx.unsafe('select count(*)::integer as "count" from "sluice"."journal"');
        return Number(row?.['count']);
      }),
  };
  return self;
};
