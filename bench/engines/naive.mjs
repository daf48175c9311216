// What most apps do: an array of objects, filter and reduce, one pass per figure.
const share = (cents, basisPoints) => Math.round((cents * basisPoints) / 10_000);

export function load(rows, stages) {
  const stage = new Map(stages.map((one) => [one.key, one]));
  return { rows, stage };
}

export function dashboard({ rows, stage }, sectors) {
  const chosen = sectors ? rows.filter((row) => sectors.includes(row.sector)) : rows;
  const outcome = (row) => stage.get(row.stage).outcome;
  const open = chosen.filter((row) => outcome(row) === 'open');
  const priced = chosen.filter((row) => row.amount !== null);
  const sum = (list) => list.reduce((total, row) => total + (row.amount ?? 0), 0);
  const groups = (list, key) => {
    const found = {};
    for (const row of list) (found[row[key] ?? ''] ??= []).push(row);
    return found;
  };
  const byStage = groups(open, 'stage');
  const bySector = groups(chosen, 'sector');
  return {
    weighted: open.reduce((total, row) => total + share(row.amount ?? 0, stage.get(row.stage).probability), 0),
    average: Math.round(sum(priced) / priced.length),
    won: chosen.filter((row) => outcome(row) === 'won').length,
    stages: [...stage.values()]
      .filter((one) => one.outcome === 'open')
      .map(({ key }) => [key, byStage[key]?.length ?? 0, sum(byStage[key] ?? [])]),
    sectors: Object.entries(bySector)
      .map(([key, list]) => [key, sum(list)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

export function page({ rows }) {
  return [...rows]
    .sort((a, b) => {
      if (a.amount !== b.amount) return a.amount === null ? 1 : b.amount === null ? -1 : b.amount - a.amount;
      return a.id < b.id ? -1 : 1;
    })
    .slice(0, 50)
    .map((row) => row.id);
}
