import { type MemorySource, type Rec, SourceError } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { fixtureModel, fixtureSource } from '../fixtures.ts';
import type { ImportSession, ImportWish } from './import-session.ts';
import { openImport } from './open-import.ts';

const WISH: ImportWish = { map: {}, answers: {}, links: 'match', rules: {} };
const signal = (): AbortSignal => new AbortController().signal;
const nothing = (): void => undefined;

const begin = async (text: string, { name = 'export.csv', entity = 'deal' } = {}) => {
  const source = fixtureSource() as MemorySource;
  const about = fixtureModel().find(entity);
  if (!about) throw new Error(`There is no ${entity}.`);
  const session: ImportSession = await openImport(
    { bytes: new TextEncoder().encode(text), type: '', name },
    {
      source,
      entity: about,
      moment: () => ({ today: '2025-02-05', zone: 'Europe/Paris' }),
      now: () => '2025-02-05T11:00:00.000Z',
    },
  );
  const records = (of = entity): readonly Rec[] => {
    const frame = source.frame(of);
    return frame ? Array.from({ length: frame.length }, (_, row) => frame.record(row)) : [];
  };
  const called = (client: string): Rec | undefined => records().find(({ values }) => values['client'] === client);
  return { session, source, records, called };
};

describe('an import into the page', () => {
  it('tells how often a word stands in the file, and what it may mean', async () => {
    const { session } = await begin('Client;Montant;Statut\nA;1,50;Négociations\nB;2,50;négociations\nC;3,50;Gagné\n');
    const { questions, counts } = await session.plan(WISH);
    expect(questions).toMatchObject([{ about: 'word', field: 'stage', count: 2, required: true }]);
    expect(questions[0]?.likely[0]?.key).toBe('negotiation');
    expect(counts).toEqual({ rows: 3, create: 1, update: 0, unchanged: 0, reject: 2 });
    const answered = await session.plan({ ...WISH, answers: { stage: { Négociations: 'negotiation' } } });
    expect(answered.counts).toMatchObject({ create: 3, reject: 0 });
  });

  it('makes the companies that are wanted and leaves the others blank', async () => {
    const { session, records, called } = await begin(
      'Client;Société;Montant;Statut\nA;Zénith;1,50;Gagné\nB;Apogée;2,50;Gagné\nC;Atelier Nrd;2,50;Gagné\n',
    );
    const { targets } = await session.plan({ ...WISH, answers: { account: { Zénith: '+' } } });
    expect(targets).toEqual({ count: 1, titles: ['Zénith'] });
    await session.apply(nothing, signal());
    expect(records('company').filter(({ values }) => values['name'] === 'Zénith')).toHaveLength(1);
    expect([called('B')?.values['account'], called('C')?.values['account']]).toEqual([null, null]);
  });

  it('takes JSON with the companies that its deals link to', async () => {
    const json = {
      deals: [{ client: 'A', amount: 12.5, stage: 'won', account: 'Zénith' }],
      companies: [{ name: 'Zénith' }],
    };
    const { session, called, records } = await begin(JSON.stringify(json), { name: 'all.json' });
    const { counts, questions } = await session.plan(WISH);
    expect([counts.create, questions]).toEqual([1, []]);
    await session.apply(nothing, signal());
    const company = records('company').find(({ values }) => values['name'] === 'Zénith');
    expect(called('A')?.values).toMatchObject({ amount: 1250, account: company?.id });
  });

  it('changes nothing when the same file is imported after it was undone and again', async () => {
    const { session, source, records } = await begin('client,amount,stage\nA,10.50,won\nB,20,prospect\n');
    const before = records();
    await session.plan(WISH);
    await session.apply(nothing, signal());
    expect(await session.undo()).toMatchObject({ remove: 2, conflict: 0 });
    expect(records()).toEqual(before);
    expect(source.journal().map(({ after }) => after === null)).toEqual([false, false, true, true]);
  });

  it('takes out a record that was made and edited since only on the word of a person', async () => {
    const { session, source, called } = await begin('client,amount,stage\nA,10.50,won\n');
    await session.plan(WISH);
    await session.apply(nothing, signal());
    const id = called('A')?.id ?? '';
    await source.change('deal', id, { amount: 1 }, { version: 1 });
    expect((await session.undoPlan()).rows).toMatchObject([{ id, fate: 'conflict' }]);
    expect(await session.undo()).toMatchObject({ remove: 0, conflict: 1 });
    expect(called('A')?.values['amount']).toBe(1);
    expect(await session.undo({ putBack: [id] })).toMatchObject({ conflict: 0 });
    expect(called('A')).toBeUndefined();
  });

  it('undoes only the records that are asked for', async () => {
    const { session, called } = await begin('client,amount,stage\nA,10.50,won\nB,20,prospect\n');
    await session.plan(WISH);
    await session.apply(nothing, signal());
    await session.undo({ only: [called('A')?.id ?? ''] });
    expect([called('A'), called('B')?.values['amount']]).toEqual([undefined, 2000]);
  });

  it('is stopped between two batches and leaves nothing', async () => {
    const rows = Array.from({ length: 500 }, (_, at) => `Client ${at},${at + 1}.50,won`);
    const { session, records } = await begin(['client,amount,stage', ...rows].join('\n'));
    await session.plan(WISH);
    const stop = new AbortController();
    const seen: string[] = [];
    const applied = session.apply(({ done, of }) => {
      seen.push(`${done}/${of}`);
      if (done === 400) stop.abort();
    }, stop.signal);
    await expect(applied).rejects.toMatchObject({ name: 'AbortError' });
    expect([seen, records().length]).toEqual([['200/500', '400/500'], 40]);
  });

  it('asks for the columns that a deal cannot be without', async () => {
    const { session } = await begin('Humeur;Montant\nbonne;1,50\n');
    const { issues, counts, columns } = await session.plan(WISH);
    expect(issues.map(({ code }) => code)).toContain('unmapped_required');
    expect([counts.create, columns.map(({ field }) => field)]).toEqual([0, [null, 'amount']]);
  });

  it('has nothing to undo before anything was written', async () => {
    const { session } = await begin('client,amount,stage\nA,10.50,won\n');
    await expect(session.undoPlan()).rejects.toBeInstanceOf(SourceError);
  });
});
