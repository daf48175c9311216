import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import { resolveModel } from '../model/index.ts';
import { newId } from '../records/index.ts';
import { convertRecord } from '../source/convert.ts';
import { memorySource } from '../source/memory.ts';
import { type Remembering, undoConversion } from './undo-conversion.ts';

const MOMENT = { today: '2025-02-05', zone: 'Europe/Paris' };
const AT = '2025-02-05T10:00:00.000Z';

const opened = () => {
  const model = resolveModel(crm);
  if (!model.ok) throw new Error('the crm does not resolve');
  let count = 0;
  const id = () => newId(Date.parse(AT), () => [1, 2, (count += 1)]);
  const memory = memorySource({ model: model.value, moment: () => MOMENT, now: () => AT, id });
  const source: Remembering = {
    ...memory,
    journalOf: async (entity, one) =>
      memory
        .journal()
        .filter((change) => change.entity === entity && change.id === one)
        .toReversed(),
  };
  const totals = () => ['company', 'contact', 'opportunity'].map((entity) => memory.frame(entity)?.length);
  const lead = async (values = {}) => {
    const made = await memory.create('lead', { name: 'Marie', email: 'marie@chai.fr', brand: 'Élan', ...values });
    if (!made.ok) throw new Error(made.issues[0]?.message);
    return made.record;
  };
  const convert = (one: string, version: number, choices = {}) =>
    convertRecord(
      source,
      { entity: 'lead', id: one, conversion: 'convert', version, choices },
      { moment: MOMENT, at: AT, id },
    );
  const context = { tenant: 'local', actor: 'local', cause: 'undo', at: AT, moment: MOMENT };
  const undo = (one: string, version: number) => undoConversion(source, { entity: 'lead', id: one, version }, context);
  return { memory, source, lead, convert, undo, totals };
};

describe('a conversion in memory', () => {
  it('is one step with one cause, and is taken back as a whole', async () => {
    const { memory, lead, convert, undo, totals } = opened();
    const { id } = await lead();
    const heard: string[] = [];
    memory.watch(({ entity }) => heard.push(entity));
    const done = await convert(id, 1);
    expect(done.ok && done.record.values).toMatchObject({ status: 'converted', convertedOn: '2025-02-05' });
    expect(totals()).toEqual([1, 1, 1]);
    expect(heard).toEqual(['company', 'contact', 'opportunity', 'lead']);
    const causes = new Set(
      memory
        .journal()
        .slice(1)
        .map(({ cause }) => cause),
    );
    expect([causes.size, [...causes][0]?.startsWith('conversion ')]).toEqual([1, true]);
    const back = await undo(id, 2);
    expect(back.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(back.ok && back.record.values).toMatchObject({ status: 'new', contact: null, convertedOn: null });
    expect(totals()).toEqual([0, 0, 0]);
  });

  it('that is refused leaves nothing, not even in the journal, and tells nobody', async () => {
    const { memory, lead, convert, totals } = opened();
    const { id } = await lead();
    let heard = 0;
    memory.watch(() => (heard += 1));
    const entries = memory.journal().length;
    const done = await convert(id, 1, { opportunity: { values: { amount: -5 } } });
    expect([done.ok, done.issues[0]?.path]).toEqual([false, ['opportunity', 'amount']]);
    expect([totals(), memory.journal().length, heard]).toEqual([[0, 0, 0], entries, 0]);
    expect((await memory.get('lead', id))?.values['status']).toBe('new');
  });

  it('is refused the second time, with what was made', async () => {
    const { lead, convert } = opened();
    const { id } = await lead();
    const first = await convert(id, 1);
    const again = await convert(id, 2);
    expect([again.ok, again.issues[0]?.code]).toEqual([false, 'already_converted']);
    if (first.ok)
      expect(again.issues[0]?.params).toEqual(
        Object.fromEntries(['account', 'contact', 'opportunity'].map((link) => [link, first.record.values[link]])),
      );
  });

  it('without a brand makes no company, and takes the contact that is there', async () => {
    const { memory, lead, convert, totals } = opened();
    await memory.create('contact', { name: 'M.', email: 'MARIE@chai.fr' });
    const { id } = await lead({ brand: null });
    const done = await convert(id, 1);
    expect(done.ok && Object.keys(done.made)).toEqual(['contact', 'opportunity']);
    expect(totals()).toEqual([0, 1, 1]);
  });
});
