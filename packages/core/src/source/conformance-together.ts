import { newId, type Rec } from '../records/index.ts';
import type { Runner } from './conformance-runner.ts';
import { convertRecord } from './convert.ts';
import type { ConvertAnswer, Source, Written } from './source.ts';

const AT = '2025-02-05T10:00:00.000Z';
const MOMENT = { today: '2025-02-05', zone: 'Europe/Paris' };
const LEAD = { name: 'Marie Martin', email: 'marie@chai.fr', brand: 'Château Élan' };

let count = 0;
const id = (): string => newId(Date.parse(AT), () => [7, 7, (count += 1)]);

/** Writes several records or none: what the sources that can do it must do, and conversions over any of them. */
export const togetherConformance = (
  { describe, expect }: Runner,
  using: (name: string, body: (source: Source) => Promise<void>) => void,
): void => {
  const written = (result: Written): Rec => {
    if (!result.ok) throw new Error(result.issues.map((one) => one.message).join(' '));
    return result.record;
  };
  const totals = async (source: Source): Promise<readonly number[]> => {
    const found: number[] = [];
    for (const entity of ['company', 'contact', 'opportunity']) {
      const listed = await source.list({ entity });
      found.push(listed.ok ? listed.value.total : -1);
    }
    return found;
  };

  describe('several writes at once', () => {
    using('are all kept, each decided on what those before it left', async (source) => {
      if (!source.bulk) return;
      const [company, contact] = [id(), id()];
      const done = await source.bulk([
        { op: 'create', entity: 'company', id: company, values: { name: 'Isavigne' } },
        { op: 'create', entity: 'contact', id: contact, values: { name: 'Marie', company } },
        { op: 'change', entity: 'company', id: company, version: 1, values: { city: 'Dijon' } },
      ]);
      expect([done.ok, done.ok && done.made]).toEqual([true, [true, true, false]]);
      expect((await source.get('contact', contact))?.values['company']).toBe(company);
      const kept = await source.get('company', company);
      expect([kept?.version, kept?.values['name'], kept?.values['city']]).toEqual([2, 'Isavigne', 'Dijon']);
    });

    using('leave nothing when one of them is refused', async (source) => {
      if (!source.bulk) return;
      const old = written(await source.create('company', { name: 'Cordier' }));
      const gone = written(await source.create('company', { name: 'Delorme' }));
      const done = await source.bulk([
        { op: 'create', entity: 'contact', values: { name: 'Marie', company: old.id } },
        { op: 'change', entity: 'company', id: old.id, version: 1, values: { city: 'Lyon' } },
        { op: 'remove', entity: 'company', id: gone.id, version: 1 },
        { op: 'change', entity: 'company', id: old.id, version: 7, values: { city: 'Nantes' } },
      ]);
      expect([done.ok, done.ok ? -1 : done.at]).toEqual([false, 3]);
      expect(await totals(source)).toEqual([2, 0, 0]);
      const kept = await source.get('company', old.id);
      expect([kept?.version, kept?.values['city'] ?? null]).toEqual([1, null]);
      expect((await source.get('company', gone.id))?.values['name']).toBe('Delorme');
    });
  });

  describe('a conversion', () => {
    const convert = (source: Source, lead: Rec, choices = {}): Promise<ConvertAnswer> =>
      convertRecord(
        source,
        { entity: 'lead', id: lead.id, conversion: 'convert', version: lead.version, choices },
        { moment: MOMENT, at: AT, id },
      );

    using('makes a company, a contact and an opportunity of a lead, linked to each other', async (source) => {
      const lead = written(await source.create('lead', LEAD));
      const done = await convert(source, lead);
      if (!done.ok) throw new Error(done.issues.map((one) => one.message).join(' '));
      expect(await totals(source)).toEqual([1, 1, 1]);
      const { account, contact, opportunity } = done.made;
      expect([account?.record.values['name'], contact?.record.values['email']]).toEqual([
        'Château Élan',
        'marie@chai.fr',
      ]);
      expect(contact?.record.values['company']).toBe(account?.record.id);
      expect(opportunity?.record.values['lead']).toBe(lead.id);
      const now = await source.get('lead', lead.id);
      expect([now?.version, now?.values['status'], now?.values['convertedOn']]).toEqual([2, 'converted', '2025-02-05']);
      expect(now?.values['contact']).toBe(contact?.record.id);
    });

    using('happens once: again is refused, and nothing more is made', async (source) => {
      const lead = written(await source.create('lead', LEAD));
      const first = await convert(source, lead);
      const again = await convert(source, { ...lead, version: 2 });
      expect([first.ok, again.ok, again.issues[0]?.code]).toEqual([true, false, 'already_converted']);
      expect(await totals(source)).toEqual([1, 1, 1]);
    });

    using('that is refused leaves nothing', async (source) => {
      const lead = written(await source.create('lead', LEAD));
      const done = await convert(source, lead, { opportunity: { values: { amount: -5 } } });
      expect([done.ok, done.issues[0]?.path]).toEqual([false, ['opportunity', 'amount']]);
      expect(await totals(source)).toEqual([0, 0, 0]);
      const kept = await source.get('lead', lead.id);
      expect([kept?.version, kept?.values['status']]).toEqual([1, 'new']);
    });

    using('of a lead that somebody else changed meanwhile is a conflict, and makes nothing', async (source) => {
      const lead = written(await source.create('lead', LEAD));
      written(await source.change('lead', lead.id, { phone: '+33 1 23 45 67 89' }, { version: 1 }));
      const done = await convert(source, lead);
      expect([done.ok, done.ok ? null : done.conflict?.stored.version]).toEqual([false, 2]);
      expect(await totals(source)).toEqual([0, 0, 0]);
    });
  });
};
