// Deals as columns and as CSV, the same for the same seed.

/** Numbers from 0 to 1 (mulberry32). */
export function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The sectors of deals and companies. */
export const SECTORS = [
  'Santé',
  'Retail',
  'Industrie',
  'SaaS',
  'Énergie',
  'Conseil',
  'Agro',
  'Vin',
  'Transport',
  'Média',
];
const day = (days) => new Date(Date.UTC(2024, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);

const companyId = (i) => `018f2f6e-0000-7000-9000-${i.toString(16).padStart(12, '0')}`;
const companiesFor = (n) => Math.max(10, Math.floor(n / 20));

/** The companies that so many deals are with. */
export function companies(n, seed = 12) {
  const next = numbers(seed);
  return Array.from({ length: companiesFor(n) }, (_, i) => ({
    id: companyId(i),
    name: `Company ${i}`,
    sector: SECTORS[Math.floor(next() * SECTORS.length)],
  }));
}

/**
 * Rows as plain objects: what a naive app keeps. Amounts in cents, null for some.
 * @param {number} n
 * @param {readonly { key: string, probability: number }[]} stages
 */
export function deals(n, stages, seed = 11) {
  const next = numbers(seed);
  const upTo = (count) => Math.floor(next() * count);
  return Array.from({ length: n }, (_, i) => ({
    id: `018f2f6e-0000-7000-8000-${i.toString(16).padStart(12, '0')}`,
    client: `Client ${upTo(Math.max(10, n / 3))}`,
    amount: next() < 0.03 ? null : upTo(50_000_00),
    stage: stages[upTo(stages.length)].key,
    sector: next() < 0.05 ? null : SECTORS[upTo(SECTORS.length)],
    dueOn: day(upTo(700)),
    account: next() < 0.1 ? null : companyId(upTo(companiesFor(n))),
  }));
}

/** A row as somebody edited it: another amount, and now and then another stage. */
export const edited = (row, turn, stages) => ({
  ...row,
  amount: (turn * 7919 * 13) % 50_000_00,
  stage: turn % 4 === 0 ? stages[turn % stages.length].key : row.stage,
});

/** The same rows as a CSV file, some cells quoted. */
export function csv(rows) {
  const decimal = (cents) => (cents === null ? '' : (cents / 100).toFixed(2));
  const lines = rows.map(
    ({ client, amount, stage, sector, dueOn }) => `"${client}",${decimal(amount)},${stage},${sector ?? ''},${dueOn}`,
  );
  return ['client,amount,stage,sector,due date', ...lines].join('\n');
}
