import fc from 'fast-check';
import type { Blueprint, EntityDef } from '../blueprint/index.ts';
import { deals } from '../blueprints/index.ts';
import type { Value } from '../kinds/index.ts';
import { type Entity, type Model, resolveModel } from '../model/index.ts';
import { type Change, change, create, type Rec, remove } from '../records/index.ts';
import { dateInZone } from '../time.ts';

type Values = Readonly<Record<string, Value>>;

/** A model of the deals blueprint, its pipeline following `live` or `atEntry`. */
export const dealModel = (follow: 'live' | 'atEntry' = 'live'): Model => {
  const entities = deals.entities.map((entity: EntityDef) => {
    const sales = entity.pipelines?.['sales'];
    return sales ? { ...entity, pipelines: { sales: { ...sales, follow } } } : entity;
  });
  const resolved = resolveModel({ ...(deals as Blueprint), entities });
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value;
};

export const model = dealModel();
export const deal = model.find('deal') as Entity;

/** A deal as it is kept, made of a few values; the rest is blank. */
export const record = (id: string, values: Values, createdAt = '2025-01-01T00:00:00.000Z'): Rec => ({
  id,
  version: 1,
  createdAt,
  updatedAt: createdAt,
  overrides: {},
  values: Object.fromEntries(deal.stored.map(({ name }) => [name, values[name] ?? null])),
});

/** A table of deals and its journal, written to by core's own functions at the instants the test says. */
export const book = (of: Model = model, zone = 'Europe/Paris') => {
  const entity = of.find('deal') as Entity;
  const stored = new Map<string, Rec>();
  const journal: Change[] = [];
  const context = (at: string, actor: string) => ({
    model: of,
    tenant: 'demo',
    actor,
    cause: 'test',
    at,
    moment: { today: dateInZone(at, zone), zone },
    titleOf: () => null,
    follow: () => undefined,
  });
  return {
    entity,
    journal,
    stored: (): readonly Rec[] => [...stored.values()],
    has: (id: string): boolean => stored.has(id),
    make: (id: string, at: string, draft: Values, actor = 'anna'): void => {
      const write = create(entity, { client: id, ...draft }, id, context(at, actor));
      if (!write.ok) throw new Error(JSON.stringify(write.issues));
      stored.set(id, write.value.record);
      journal.push(write.value.change);
    },
    edit: (id: string, at: string, patch: Values, actor = 'anna'): void => {
      const write = change(entity, stored.get(id) as Rec, patch, context(at, actor));
      if (!write.ok) throw new Error(JSON.stringify(write.issues));
      if (write.value === null) return;
      stored.set(id, write.value.record);
      journal.push(write.value.change);
    },
    drop: (id: string, at: string): void => {
      journal.push(remove(entity, stored.get(id) as Rec, context(at, 'anna')));
      stored.delete(id);
    },
  };
};

const HOUR = 3_600_000;
const START = Date.parse('2025-03-25T00:00:00.000Z');
const stage = fc.constantFrom('prospect', 'followUp', 'qualified', 'negotiation', 'won', 'lost');
const day = fc.option(fc.constantFrom('2025-03-01', '2025-03-28', '2025-04-02', '2025-04-30'), { nil: null });

/** One thing that happens to one of a few deals, some hours after the last: made when it is not there, changed or removed when it is. */
export const event = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  hours: fc.integer({ min: 0, max: 40 }),
  actor: fc.constantFrom('anna', 'boris'),
  drop: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  draft: fc.record({ stage }),
  patch: fc.record(
    {
      stage,
      amount: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: null }),
      probability: fc.option(fc.constantFrom(1000, 3000, 5500), { nil: null }),
      tags: fc.option(fc.constantFrom(['a'], ['a', 'b']), { nil: null }),
      createdOn: day,
      dueOn: day,
    },
    { requiredKeys: [] },
  ),
});
export const events = fc.array(event, { maxLength: 25 });

/** Plays events into a book from an instant on; `each` is told the instant after every one of them. Gives the last one. */
export const play = (
  into: ReturnType<typeof book>,
  list: readonly (typeof event extends fc.Arbitrary<infer T> ? T : never)[],
  each: (at: string) => void = () => undefined,
  from = new Date(START).toISOString(),
): string => {
  let now = Date.parse(from);
  for (const { id, hours, actor, drop, draft, patch } of list) {
    now += hours * HOUR;
    const at = new Date(now).toISOString();
    if (!into.has(id)) into.make(id, at, { ...draft, ...patch }, actor);
    else if (drop) into.drop(id, at);
    else into.edit(id, at, patch, actor);
    each(at);
  }
  return new Date(now).toISOString();
};
