import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import { resolveModel } from '../model/index.ts';
import { newId } from '../records/index.ts';
import { sourceConformance } from './conformance.ts';
import { memorySource } from './memory.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint has issues');
const model = resolved.value;

const fresh = () => {
  let count = 0;
  const at = '2025-02-05T09:00:00.000Z';
  return memorySource({
    model,
    moment: () => ({ today: '2025-02-05', zone: 'Europe/Paris' }),
    now: () => at,
    id: () => newId(Date.parse(at), () => [0, 0, (count += 1)]),
    actor: 'anna',
    tenant: 'demo',
  });
};

describe('the memory source', () => {
  sourceConformance({ describe, it, expect }, async () => ({ source: fresh() }));

  it('leaves one journal entry for every write, and none for what was refused', async () => {
    const source = fresh();
    const made = await source.create('deal', { client: 'ACME', amount: 1000, stage: 'prospect' });
    if (!made.ok) throw new Error('refused');
    await source.change('deal', made.record.id, { amount: 2000 }, { version: 1 });
    await source.change('deal', made.record.id, { amount: 3000 }, { version: 1 });
    await source.create('deal', { stage: 'prospect' });
    await source.remove('deal', made.record.id, { version: 2 });
    expect(
      source.journal().map(({ actor, version, before, after }) => ({ actor, version, before, after })),
    ).toMatchObject([
      { actor: 'anna', version: 1, before: null, after: { client: 'ACME', amount: 1000 } },
      { actor: 'anna', version: 2, before: { amount: 1000 }, after: { amount: 2000 } },
      { actor: 'anna', version: 3, before: { client: 'ACME', amount: 2000 }, after: null },
    ]);
  });
});
