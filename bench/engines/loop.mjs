// A careful loop written for exactly these questions: typed columns, one pass, no objects. The limit for JavaScript without an index.
export function load(rows, stages, _model, companies = []) {
  const sectors = [...new Set(rows.map((row) => row.sector ?? ''))].sort((a, b) => (a < b ? -1 : 1));
  const linked = ['', ...new Set(companies.map((one) => one.sector))].sort((a, b) => (a < b ? -1 : 1));
  const company = new Map(companies.map((one) => [one.id, linked.indexOf(one.sector)]));
  const sectorOf = new Map(sectors.map((one, at) => [one, at]));
  const stageOf = new Map(stages.map((one, at) => [one.key, at]));
  return {
    n: rows.length,
    stages,
    sectors,
    linked,
    stageOf,
    sectorOf,
    amount: Float64Array.from(rows, (row) => row.amount ?? Number.NaN),
    stage: Uint8Array.from(rows, (row) => stageOf.get(row.stage)),
    sector: Uint8Array.from(rows, (row) => sectorOf.get(row.sector ?? '')),
    there: Uint8Array.from(rows, (row) => company.get(row.account) ?? 0),
    ids: rows.map((row) => row.id),
    rowOf: new Map(rows.map((row, at) => [row.id, at])),
    folded: rows.map((row) => row.client.toLowerCase()),
  };
}

export function dashboard({ n, stages, sectors, amount, stage, sector }, wanted) {
  const allowed = Uint8Array.from(sectors, (one) => (wanted ? Number(wanted.includes(one)) : 1));
  const counts = new Float64Array(stages.length);
  const sums = new Float64Array(stages.length);
  const weights = new Float64Array(stages.length);
  const priced = new Float64Array(1);
  const bySector = new Float64Array(sectors.length);
  const present = new Uint8Array(sectors.length);
  const chance = Float64Array.from(stages, (one) => one.probability);
  for (let i = 0; i < n; i++) {
    const s = sector[i];
    if (allowed[s] === 0) continue;
    const t = stage[i];
    const a = amount[i];
    counts[t]++;
    present[s] = 1;
    if (a !== a) continue;
    priced[0]++;
    sums[t] += a;
    weights[t] += Math.round((a * chance[t]) / 10_000);
    bySector[s] += a;
  }
  const open = stages.map((one, at) => [one, at]).filter(([one]) => one.outcome === 'open');
  const total = sums.reduce((sum, one) => sum + one, 0);
  return {
    weighted: open.reduce((sum, [, at]) => sum + weights[at], 0),
    average: Math.round(total / priced[0]),
    won: stages.reduce((sum, one, at) => sum + (one.outcome === 'won' ? counts[at] : 0), 0),
    stages: open.map(([one, at]) => [one.key, counts[at], sums[at]]),
    sectors: sectors.flatMap((key, at) => (present[at] ? [[key, bySector[at]]] : [])),
  };
}

export function edit({ amount, stage, sector, folded, rowOf, stageOf, sectorOf }, row) {
  const at = rowOf.get(row.id);
  amount[at] = row.amount ?? Number.NaN;
  stage[at] = stageOf.get(row.stage);
  sector[at] = sectorOf.get(row.sector ?? '');
  folded[at] = row.client.toLowerCase();
}

const ordered = ({ n, amount, ids }) => {
  const order = Array.from({ length: n }, (_, i) => i);
  return order.sort((a, b) => {
    const x = amount[a];
    const y = amount[b];
    if (x === y || (x !== x && y !== y)) return ids[a] < ids[b] ? -1 : 1;
    if (x !== x) return 1;
    return y !== y ? -1 : y - x;
  });
};

export function page(data) {
  return ordered(data)
    .slice(0, 50)
    .map((i) => data.ids[i]);
}

export function pages(data) {
  const order = ordered(data);
  return () => order.slice(50, 100).map((i) => data.ids[i]);
}

export function search({ n, folded }, word) {
  const wanted = word.toLowerCase();
  let found = 0;
  for (let i = 0; i < n; i++) if (folded[i].includes(wanted)) found++;
  return found;
}

export function byLink({ n, linked, there, amount }) {
  const counts = new Float64Array(linked.length);
  const sums = new Float64Array(linked.length);
  for (let i = 0; i < n; i++) {
    counts[there[i]]++;
    if (amount[i] === amount[i]) sums[there[i]] += amount[i];
  }
  return linked.flatMap((key, at) => (counts[at] > 0 ? [[key, counts[at], sums[at]]] : []));
}
