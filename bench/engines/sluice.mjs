// The product as its users call it: frames and queries, nothing of its inside.
import { buildFrame, plan, planList, registry, run, runList } from '@sluice/core';

const moment = { today: '2025-02-05', zone: 'UTC' };

export function load(rows, _stages, model) {
  const entity = model.find('deal');
  const records = rows.map(({ id, ...values }) => ({
    id,
    version: 1,
    createdAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-01T00:00:00.000Z',
    overrides: {},
    values,
  }));
  const frame = buildFrame(entity, records);
  return { model, frame, tables: { frame: (name) => (name === 'deal' ? frame : undefined) } };
}

const cell = (answer, column) => answer.measures[column].values[0];

export function dashboard({ model, tables }, sectors) {
  const filters = sectors ? [{ field: 'sector', op: 'in', values: sectors }] : [];
  const ask = (query) => {
    const planned = plan({ entity: 'deal', filters, ...query }, model, registry);
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues));
    return run(planned.value, tables, moment);
  };
  const headline = ask({ measures: ['weighted.open', 'deal.average', 'count.won'] });
  const byStage = ask({ by: ['stage'], measures: ['stage.count', 'stage.amount'], where: 'stage.open' });
  const bySector = ask({ by: ['sector'], measures: ['amount.all'] });
  return {
    weighted: cell(headline, 0),
    average: cell(headline, 1),
    won: cell(headline, 2),
    stages: byStage.dimensions[0].values.map((key, at) => [
      key,
      byStage.measures[0].values[at],
      byStage.measures[1].values[at],
    ]),
    sectors: bySector.dimensions[0].values
      .map((key, at) => [key ?? '', bySector.measures[0].values[at]])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

export function page({ model, tables, frame }) {
  const planned = planList({ entity: 'deal', sort: ['-amount'], limit: 50 }, model);
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues));
  return Array.from(runList(planned.value, tables, moment).rows, (row) => frame.idAt(row));
}
