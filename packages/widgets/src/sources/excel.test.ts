import { type Entity, memorySource, type Model, newId, resolveModel, type Source } from '@sluice/core';
import { deals } from '@sluice/core/blueprints';
import { expect } from 'chai';
import { collect, type Format } from '../elements/exporter/collect.ts';
import { openImport } from './open-import.ts';
import { openSource } from './open-source.ts';

const resolved = resolveModel(deals);
if (!resolved.ok) throw new Error('the blueprint is wrong');
const model: Model = resolved.value;
const deal = model.find('deal') as Entity;
const moment = () => ({ today: '2025-02-05', zone: 'Europe/Paris' });
const now = (): string => '2025-02-05T12:00:00.000Z';

const filled = async () => {
  let made = 0;
  const source = memorySource({ model, moment, now, id: () => newId(Date.parse(now()), () => [0, 0, (made += 1)]) });
  const company = await source.create('company', { name: 'Éclats & Fils' });
  const account = company.ok ? company.record.id : null;
  for (const [at, client] of ['=1+1', '+33 6 12', '-5', "'=1", 'L’été "chaud"', '1.234'].entries())
    await source.create('deal', {
      client,
      account: at % 2 === 0 ? account : null,
      amount: at * 12_345 + 1,
      stage: 'prospect',
      probability: at * 7 + 3,
      dueOn: at === 0 ? null : `2025-03-0${at}`,
      tags: at === 1 ? ['a, b', 'c'] : null,
    });
  return source;
};

const exported = async (source: Source, format: Format, language = ''): Promise<Uint8Array<ArrayBuffer>> => {
  const writing = { format, columns: [], language, delimiter: ',', mark: false };
  const collected = await collect({ source, entity: deal, list: { entity: 'deal' } }, writing, {
    signal: new AbortController().signal,
    onprogress: () => undefined,
  });
  if (collected.state !== 'done') throw new Error(collected.state);
  return new Uint8Array(await new Blob([...collected.parts]).arrayBuffer());
};

describe('an export in the page', () => {
  for (const [format, language] of [
    ['csv', ''],
    ['csv', 'fr'],
    ['xlsx', ''],
    ['xlsx', 'ru'],
    ['json', ''],
  ] as const)
    it(`as ${format} ${language} changes nothing when it is imported again`, async () => {
      const source = await filled();
      const bytes = await exported(source, format, language);
      const session = await openImport(
        { bytes, name: `deals.${format}`, type: '' },
        { source, entity: deal, moment, now },
      );
      const { counts, issues } = await session.plan({ map: {}, answers: {}, links: 'match', rules: {} });
      expect(counts).to.deep.equal({ rows: 6, create: 0, update: 0, unchanged: 6, reject: 0 });
      expect(issues.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
    });

  it('as a workbook is a source of its own, by its address and the name of a sheet', async () => {
    const bytes = await exported(await filled(), 'xlsx');
    const address = URL.createObjectURL(new Blob([bytes]));
    const source = await openSource(address, { moment });
    const listed = await source.list({ entity: 'deal', sort: ['client'] });
    expect(listed.ok && listed.value.items.map(({ values }) => values['client'])).to.include('=1+1');
    expect(listed.ok && listed.value.items.find(({ values }) => values['client'] === '-5')?.values).to.include({
      amount: 24_691,
      probability: 17,
      dueOn: '2025-03-02',
    });
    const other = await openSource(`${address}#sheet=nothing`, { moment }).catch((failure: unknown) => failure);
    expect(other).to.include({ code: 'no_such_sheet' });
  });

  it('of another kind of workbook is refused with what to do about it', async () => {
    const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    const address = URL.createObjectURL(new Blob([old]));
    const failure = await openSource(address, { moment }).catch((thrown: unknown) => thrown);
    expect(failure).to.include({
      code: 'not_a_table',
      remedy: 'Open it in a spreadsheet and save it as .xlsx or CSV.',
    });
  });
});
