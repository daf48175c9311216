// The product as its users call it: frames and queries, nothing of its inside.
import { buildFrame, plan, planList, registry, run, runList } from '@sluice/core';

const moment = { today: '2025-02-05', zone: 'UTC' };
const AT = '2025-01-01T00:00:00.000Z';

const record = ({ id, ...values }, version = 1) => ({
  id,
  version,
  createdAt: AT,
  updatedAt: AT,
  overrides: {},
  values,
});

export function load(rows, _stages, model, companies = []) {
  const frames = new Map();
  const related = (name) => frames.get(name);
  frames.set(
    'company',
    buildFrame(
      model.find('company'),
      companies.map((one) => record(one)),
      { related },
    ),
  );
  frames.set(
    'deal',
    buildFrame(
      model.find('deal'),
      rows.map((row) => record(row)),
      { related },
    ),
  );
  return { model, frame: frames.get('deal'), tables: { frame: related } };
}

const cell = (answer, column) => answer.measures[column].values[0];

const answered = ({ model, tables }, query) => {
  const planned = plan({ entity: 'deal', ...query }, model, registry);
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues));
  return run(planned.value, tables, moment);
};

export function dashboard(data, sectors) {
  const filters = sectors ? [{ field: 'sector', op: 'in', values: sectors }] : [];
  const headline = answered(data, { filters, measures: ['weighted.open', 'deal.average', 'count.won'] });
  const byStage = answered(data, {
    filters,
    by: ['stage'],
    measures: ['stage.count', 'stage.amount'],
    where: 'stage.open',
  });
  const bySector = answered(data, { filters, by: ['sector'], measures: ['amount.all'] });
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

export function edit({ frame }, row) {
  frame.replace(record(row, 2));
}

const listed = ({ model, tables, frame }, query) => {
  const planned = planList({ entity: 'deal', limit: 50, ...query }, model);
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues));
  const { rows, next, total } = runList(planned.value, tables, moment);
  return { ids: Array.from(rows, (row) => frame.idAt(row)), next, total };
};

export function page(data) {
  return listed(data, { sort: ['-amount'] }).ids;
}

/** The order once built, as it stays while somebody scrolls; gives the page after the first. */
export function pages(data) {
  const { next } = listed(data, { sort: ['-amount'] });
  listed(data, { sort: ['-amount'], cursor: next });
  return () => listed(data, { sort: ['-amount'], cursor: next }).ids;
}

export function search(data, word) {
  return listed(data, { filters: [{ field: 'client', op: 'contains', values: [word] }] }).total;
}

export function byLink(data) {
  const answer = answered(data, { by: ['account.sector'], measures: ['count', 'sum:amount'] });
  return answer.dimensions[0].values
    .map((key, at) => [key ?? '', answer.measures[0].values[at], answer.measures[1].values[at]])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
