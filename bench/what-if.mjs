import { applyScenario, forecastAfter, scenarioColumns } from '@sluice/core';

// A what-if over all open deals: an amount lever, points for one stage, and what becomes of the weighted pipeline, lever by lever, of the mean
// and of the quantiles. The peers reckon the same from their own rows.
const TODAY = '2025-02-05';

/** The scenario of a round: another factor each time, so that nothing can be remembered. */
export const scenarioOf = (turn, stage) => ({
  levers: [
    { kind: 'amount', factor: 10_000 + turn * 10 },
    { kind: 'probability', stage, points: 500 },
  ],
});

/** So many open deals, as plain objects, none without an amount. */
export const openDeals = (rows, stages, n) => {
  const open = stages.filter((stage) => stage.outcome === 'open');
  return rows
    .slice(0, n)
    .map(({ id, amount }, at) => ({ id, amount: amount ?? 1_000_00, ...of(open[at % open.length]) }));
};
const of = ({ key, probability }) => ({ stage: key, probability, outcome: 'open' });

/** P10, P50 and P90 by Cornish–Fisher from four cumulants, to six digits: sums of doubles depend on their order beyond. */
const quantiles = (mean, second, third, fourth) => {
  const deviation = Math.sqrt(second);
  const skew = third / (second * deviation);
  const excess = fourth / (second * second);
  return [-1.2815515655446004, 0, 1.2815515655446004].map((z) => {
    const cube = z * z * z;
    const w = z + ((z * z - 1) * skew) / 6 + ((cube - 3 * z) * excess) / 24 - ((2 * cube - 5 * z) * skew * skew) / 36;
    return (mean + deviation * w).toPrecision(6);
  });
};

/** Each engine: what is loaded once, and how a scenario is answered: [weighted before, delta by lever…, weighted after, mean, quantiles]. */
export const engines = {
  sluice: {
    load: scenarioColumns,
    answer: (columns, scenario) => {
      const { before, after, levers, columns: then } = applyScenario(columns, scenario, { today: TODAY }).value;
      const { mean, p10, p50, p90 } = forecastAfter(then).value;
      return [
        before.weighted,
        ...levers.map((lever) => lever.weighted),
        after.weighted,
        mean,
        ...[p10, p50, p90].map((one) => one.toPrecision(6)),
      ];
    },
  },
  // A careful loop written for exactly this question: one pass over typed columns.
  loop: {
    load: (deals) => {
      const stages = [...new Set(deals.map((deal) => deal.stage))];
      return {
        stages,
        amount: Float64Array.from(deals, (deal) => deal.amount),
        probability: Float64Array.from(deals, (deal) => deal.probability),
        stage: Uint8Array.from(deals, (deal) => stages.indexOf(deal.stage)),
      };
    },
    answer: ({ stages, amount, probability, stage }, { levers: [{ factor }, { stage: key, points }] }) => {
      const moved = stages.indexOf(key);
      let before = -0;
      let between = -0;
      let after = -0;
      let whole = -0;
      let second = -0;
      let third = -0;
      let fourth = -0;
      for (let i = 0; i < amount.length; i++) {
        const b = probability[i];
        const a = Math.floor((amount[i] * factor + 5000) / 10_000);
        const c = stage[i] === moved ? Math.min(10_000, b + points) : b;
        before += Math.floor((amount[i] * b + 5000) / 10_000);
        between += Math.floor((a * b + 5000) / 10_000);
        after += Math.floor((a * c + 5000) / 10_000);
        whole += Math.floor((a * c) / 10_000);
        const p = c / 10_000;
        const v = p * (1 - p);
        const part = a * a * v;
        second += part;
        third += part * a * (1 - 2 * p);
        fourth += part * a * a * (1 - 6 * v);
      }
      // what the floors left, from the remainders
      let rest = -0;
      for (let i = 0; i < amount.length; i++) {
        const c = stage[i] === moved ? Math.min(10_000, probability[i] + points) : probability[i];
        const product = Math.floor((amount[i] * factor + 5000) / 10_000) * c;
        rest += product - Math.floor(product / 10_000) * 10_000;
      }
      const mean = whole + Math.floor((rest + 5000) / 10_000);
      return [before, between - before, after - between, after, mean, ...quantiles(mean, second, third, fourth)];
    },
  },
  // What an app without columns does: objects, one array after the other.
  naive: {
    load: (deals) => deals,
    answer: (deals, { levers: [{ factor }, { stage, points }] }) => {
      const weighted = (list) =>
        list.reduce((sum, { amount, probability }) => sum + Math.round((amount * probability) / 10_000), 0);
      const raised = deals.map((deal) => ({ ...deal, amount: Math.round((deal.amount * factor) / 10_000) }));
      const moved = raised.map((deal) =>
        deal.stage === stage ? { ...deal, probability: Math.min(10_000, deal.probability + points) } : deal,
      );
      const [before, between, after] = [deals, raised, moved].map(weighted);
      const products = moved.reduce((sum, { amount, probability }) => sum + BigInt(amount * probability), 0n);
      const mean = Number((products + 5000n) / 10_000n);
      const parts = moved.map(({ amount, probability }) => {
        const p = probability / 10_000;
        return { amount, p, v: amount * amount * p * (1 - p) };
      });
      const second = parts.reduce((sum, { v }) => sum + v, 0);
      const third = parts.reduce((sum, { v, amount, p }) => sum + v * amount * (1 - 2 * p), 0);
      const fourth = parts.reduce((sum, { v, amount, p }) => sum + v * amount * amount * (1 - 6 * p * (1 - p)), 0);
      return [before, between - before, after - between, after, mean, ...quantiles(mean, second, third, fourth)];
    },
  },
};
