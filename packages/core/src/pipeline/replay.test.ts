import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import { resolveModel } from '../model/index.ts';
import type { Rec } from '../records/index.ts';
import { type MemoryOptions, type MemorySource, memorySource } from '../source/memory.ts';
import { asOf } from './replay.ts';
import { book, dealModel, events, model, play } from './testing.ts';

const RUNS = { numRuns: 500 };
const zone = 'Europe/Paris';
const byId = (records: readonly Rec[]): readonly Rec[] => [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
/** An override that is said again with the same value leaves no trace in the journal but its version: who overrode what is compared by name. */
const bare = (records: readonly Rec[]) =>
  byId(records).map((one) => ({ ...one, overrides: Object.keys(one.overrides).sort() }));

describe('the records of a day', () => {
  const one = book();
  one.make('a', '2025-03-01T10:00:00.000Z', { stage: 'prospect', amount: 100_000 });
  one.edit('a', '2025-03-29T22:30:00.000Z', { stage: 'qualified', probability: 5500 });
  one.edit('a', '2025-03-30T22:30:00.000Z', { amount: 90_000 }, 'boris');
  one.drop('a', '2025-04-05T08:00:00.000Z');
  const on = (when: string): Rec | undefined => asOf(one.journal, when, { model, zone })['deal']?.[0];

  it('are those written before it ended in the zone: 22:30 UTC is still the day in winter, the next one in summer', () => {
    expect(on('2025-02-28')).toBeUndefined();
    expect(on('2025-03-01')?.values).toMatchObject({ stage: 'prospect', amount: 100_000, probability: null });
    expect(on('2025-03-29')?.values).toMatchObject({ stage: 'qualified', amount: 100_000 });
    expect(on('2025-03-30')?.values).toMatchObject({ amount: 100_000 });
    expect(on('2025-03-31')).toMatchObject({
      version: 3,
      createdAt: '2025-03-01T10:00:00.000Z',
      updatedAt: '2025-03-30T22:30:00.000Z',
      overrides: { probability: { by: 'anna', at: '2025-03-29T22:30:00.000Z' } },
      values: { amount: 90_000, stage: 'qualified', probability: 5500 },
    });
  });

  it('at an instant include what was written at it', () => {
    expect(on('2025-03-29T22:29:59.999Z')?.version).toBe(1);
    expect(on('2025-03-29T22:30:00Z')?.version).toBe(2);
  });

  it('include a company that a file brought later: it has no date of its own to say since when', () => {
    const whole = resolveModel(crm);
    if (!whole.ok) throw new Error('the blueprint does not resolve');
    const made = (cause: string) =>
      ({
        at: '2025-03-01T10:00:00.000Z',
        tenant: 'one',
        actor: 'anna',
        cause,
        entity: 'company',
        id: 'c',
        version: 1,
        before: null,
        after: { name: 'Fontaine' },
      }) as const;
    const then = (cause: string) => asOf([made(cause)], '2024-06-01', { model: whole.value, zone })['company'] ?? [];
    expect(then('import:1').map(({ values }) => values['name'])).toEqual(['Fontaine']);
    expect(then('request')).toEqual([]);
  });

  it('do not include what was removed', () => {
    expect(on('2025-04-04')).toBeDefined();
    expect(on('2025-04-05')).toBeUndefined();
  });

  it.each([
    [
      'a zone that skips midnight',
      'America/Sao_Paulo',
      '2018-11-03',
      '2018-11-04T02:59:59.999Z',
      '2018-11-04T03:00:00.000Z',
    ],
    [
      'a zone that has midnight twice',
      'America/Havana',
      '2025-11-01',
      '2025-11-02T03:59:59.999Z',
      '2025-11-02T04:00:00.000Z',
    ],
    [
      'a zone that left out the next day',
      'Pacific/Apia',
      '2011-12-29',
      '2011-12-30T09:59:59.999Z',
      '2011-12-30T10:00:00.000Z',
    ],
  ])('end with the day in %s', (_what, where, date, last, next) => {
    const kept = book(model, where);
    kept.make('a', last, { stage: 'prospect' });
    kept.make('b', next, { stage: 'prospect' });
    const rows = asOf(kept.journal, date, { model, zone: where })['deal'] ?? [];
    expect(rows.map(({ id }) => id)).toEqual(['a']);
  });

  it('are no mistake of a day: what is not one throws', () => {
    expect(() => asOf([], '2025-02-30', { model, zone })).toThrow(RangeError);
    expect(() => asOf([], '2025-02-28', { model, zone: 'Mars/Base' })).toThrow(RangeError);
  });
});

describe('the replay of any history', () => {
  it.each(['live', 'atEntry'] as const)('equals what was stored at that instant (%s)', (follow) => {
    const of = dealModel(follow);
    fc.assert(
      fc.property(events, (list) => {
        const kept = book(of);
        const was = new Map<string, readonly Rec[]>();
        play(kept, list, (at) => was.set(at, kept.stored()));
        for (const [at, records] of was) {
          const replayed = asOf(kept.journal, at, { model: of, zone })['deal'] ?? [];
          if (follow === 'live') expect(bare(replayed)).toEqual(bare(records));
          else
            expect(bare(replayed).map((row) => ({ ...row, overrides: [] }))).toEqual(
              bare(records).map((row) => ({ ...row, overrides: [] })),
            );
        }
      }),
      RUNS,
    );
  });

  it('works backwards from the table of now where the journal began later', () => {
    fc.assert(
      fc.property(events, fc.nat(25), (list, begun) => {
        const kept = book();
        const was = new Map<string, readonly Rec[]>();
        const then = play(kept, list.slice(0, begun));
        const lost = kept.journal.length;
        play(kept, list.slice(begun), (at) => was.set(at, kept.stored()), then);
        const seen = { model, zone, records: { deal: kept.stored() } };
        // Only the version and the values of a record removed since are known, not when it was made.
        const known = (records: readonly Rec[]) =>
          byId(records).map(({ id, version, values }) => ({ id, version, values }));
        for (const [at, records] of was)
          expect(known(asOf(kept.journal.slice(lost), at, seen)['deal'] ?? [])).toEqual(known(records));
      }),
      RUNS,
    );
  });
});

describe('every figure of a day', () => {
  const measures = [
    'weighted.open',
    'amount.open',
    'conversion',
    'winRate',
    'deal.median',
    'cycle',
    'velocity',
    'overdue',
  ];

  it('is what the table said that day: a source is made of the replayed records', async () => {
    const source = (options: Partial<MemoryOptions> = {}): MemorySource => {
      let ids = 0;
      return memorySource({
        model,
        moment: () => ({ today: at.slice(0, 10), zone: 'UTC' }),
        now: () => at,
        id: () => `018f2f6e-0000-7000-8000-${String((ids += 1)).padStart(12, '0')}`,
        ...options,
      });
    };
    let at = '2025-03-01T10:00:00.000Z';
    const live = source();
    const said = new Map<string, unknown>();
    for (let step = 0; step < 40; step += 1) {
      at = new Date(Date.parse('2025-03-01T10:00:00.000Z') + step * 86_400_000).toISOString();
      const stage = ['prospect', 'followUp', 'qualified', 'won', 'lost'][(step * 7) % 5] ?? 'prospect';
      const page = await live.list({ entity: 'deal' });
      const record = page.ok && step % 3 !== 0 ? page.value.items[step % page.value.items.length] : undefined;
      const written = record
        ? await live.change('deal', record.id, { stage, probability: step % 4 === 0 ? 4500 : null }, record)
        : await live.create('deal', {
            client: `C${step}`,
            stage: 'prospect',
            amount: 1000 * step,
            createdOn: at.slice(0, 10),
          });
      expect(written).toMatchObject({ ok: true });
      said.set(at.slice(0, 10), await live.measure({ entity: 'deal', measures }));
    }
    for (const [day, answer] of said) {
      at = `${day}T12:00:00.000Z`;
      const then = source({ records: asOf(live.journal(), day, { model, zone: 'UTC' }) });
      expect(await then.measure({ entity: 'deal', measures })).toEqual(answer);
    }
  });
});
