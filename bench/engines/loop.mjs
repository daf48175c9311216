// A careful loop written for exactly this dashboard: typed columns, one pass, no objects. The limit for JavaScript without an index.
export function load(rows, stages) {
  const sectors = [...new Set(rows.map((row) => row.sector ?? ''))].sort((a, b) => (a < b ? -1 : 1));
  return {
    n: rows.length,
    stages,
    sectors,
    amount: Float64Array.from(rows, (row) => row.amount ?? Number.NaN),
    stage: Uint8Array.from(rows, (row) => stages.findIndex((one) => one.key === row.stage)),
    sector: Uint8Array.from(rows, (row) => sectors.indexOf(row.sector ?? '')),
    ids: rows.map((row) => row.id),
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

export function page({ n, amount, ids }) {
  const order = Array.from({ length: n }, (_, i) => i);
  order.sort((a, b) => {
    const x = amount[a];
    const y = amount[b];
    if (x === y || (x !== x && y !== y)) return ids[a] < ids[b] ? -1 : 1;
    if (x !== x) return 1;
    return y !== y ? -1 : y - x;
  });
  return order.slice(0, 50).map((i) => ids[i]);
}
