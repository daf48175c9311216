// What most apps do: an array of objects, filter and reduce, one pass per figure.
const share = (cents, basisPoints) => Math.round((cents * basisPoints) / 10_000);

export function load(rows, stages, _model, companies = []) {
  const stage = new Map(stages.map((one) => [one.key, one]));
  const company = new Map(companies.map((one) => [one.id, one]));
  return { rows: [...rows], stage, company };
}

const groups = (list, keyOf) => {
  const found = {};
  for (const row of list) (found[keyOf(row) ?? ''] ??= []).push(row);
  return found;
};
const sum = (list) => list.reduce((total, row) => total + (row.amount ?? 0), 0);
const byKey = ([a], [b]) => (a < b ? -1 : 1);

export function dashboard({ rows, stage }, sectors) {
  const chosen = sectors ? rows.filter((row) => sectors.includes(row.sector)) : rows;
  const outcome = (row) => stage.get(row.stage).outcome;
  const open = chosen.filter((row) => outcome(row) === 'open');
  const priced = chosen.filter((row) => row.amount !== null);
  const byStage = groups(open, (row) => row.stage);
  const bySector = groups(chosen, (row) => row.sector);
  return {
    weighted: open.reduce((total, row) => total + share(row.amount ?? 0, stage.get(row.stage).probability), 0),
    average: Math.round(sum(priced) / priced.length),
    won: chosen.filter((row) => outcome(row) === 'won').length,
    stages: [...stage.values()]
      .filter((one) => one.outcome === 'open')
      .map(({ key }) => [key, byStage[key]?.length ?? 0, sum(byStage[key] ?? [])]),
    sectors: Object.entries(bySector)
      .map(([key, list]) => [key, sum(list)])
      .sort(byKey),
  };
}

export function edit({ rows }, row) {
  rows[rows.findIndex((one) => one.id === row.id)] = row;
}

const ordered = (rows) =>
  [...rows].sort((a, b) => {
    if (a.amount !== b.amount) return a.amount === null ? 1 : b.amount === null ? -1 : b.amount - a.amount;
    return a.id < b.id ? -1 : 1;
  });

export function page({ rows }) {
  return ordered(rows)
    .slice(0, 50)
    .map((row) => row.id);
}

export function pages({ rows }) {
  const order = ordered(rows);
  return () => order.slice(50, 100).map((row) => row.id);
}

export function search({ rows }, word) {
  const wanted = word.toLowerCase();
  return rows.filter((row) => row.client.toLowerCase().includes(wanted)).length;
}

export function byLink({ rows, company }) {
  return Object.entries(groups(rows, (row) => company.get(row.account)?.sector))
    .map(([key, list]) => [key, list.length, sum(list)])
    .sort(byKey);
}
