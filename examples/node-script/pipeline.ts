import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createFormat, figure, intake, metricOf, newId, readerOf, resolveModel } from '@sluice/core';
import { deals } from '@sluice/core/blueprints';

// From a file to a figure, in an app of your own: no server, no page. Today is an argument, so that the same file gives the same answer.
const today = '2025-03-01';
const model = resolveModel(deals);
if (!model.ok) throw new Error(model.issues.map((issue) => issue.message).join(' '));

const random = (): readonly [number, number, number] => {
  const [a = 0, b = 0, c = 0] = randomFillSync(new Uint32Array(3));
  return [a, b, c];
};
const read = intake(new Uint8Array(readFileSync(new URL('deals.csv', import.meta.url))), {
  model: model.value,
  entity: 'deal',
  links: 'create',
  today,
  id: () => newId(Date.now(), random),
});

const deal = model.value.find('deal');
if (!deal) throw new Error('the blueprint has deals');
const moment = { today, zone: 'Europe/Paris' };
const rows = read.records.map((record) => readerOf(model.value, deal, record, () => undefined));
const format = createFormat({ locale: 'fr', currency: 'EUR' });

for (const id of ['weighted.open', 'amount.won', 'deal.average']) {
  const metric = metricOf(deal, id);
  const value = metric && figure(metric, rows, moment);
  console.log(`${id}: ${typeof value === 'number' ? format.money(value, 'EUR') : '—'}`);
}
