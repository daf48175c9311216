import { describe, expect, it } from 'vitest';
import { crmModel, sharedFile, take } from '../intake/testing.ts';
import { memorySource } from './memory.ts';

const file = sharedFile('maven/sales_pipeline.csv');
const oracle = sharedFile('maven/oracle.given.json');

interface Quarter {
  readonly won: number;
  readonly lost: number;
  readonly win_rate_closed_pct: string;
  readonly avg_won_value: string;
  readonly median_won_value: string;
  readonly cycle_days_won_mean: string;
  readonly cycle_days_won_median: string;
}

describe.skipIf(file === null || oracle === null)('the Maven pipeline (needs ../shared/data)', () => {
  const { records } = take(file ?? new Uint8Array(), { today: '2017-12-31' });
  const source = memorySource({
    model: crmModel(),
    records: { deal: records },
    moment: () => ({ today: '2017-12-31', zone: 'UTC' }),
    now: () => '2017-12-31T09:00:00.000Z',
    id: () => '',
  });
  const said = JSON.parse(new TextDecoder().decode(oracle ?? new Uint8Array())) as {
    readonly by_close_quarter: Readonly<Record<string, Quarter>>;
  };

  it('takes closed deals 47.9854 days, median 45; won ones 51.7820, 57; lost ones 41.4792, 14', async () => {
    const cycle = async (outcome: 'won' | 'lost' | 'closed') => {
      const answer = await source.reckon?.({ figure: 'cycle', entity: 'deal', outcome });
      if (!answer?.ok || answer.value.figure !== 'cycle') throw new Error('no cycle');
      const { mean, median } = answer.value.result;
      return [mean.value?.toFixed(4), median.value];
    };
    expect(await cycle('closed')).toEqual(['47.9854', 45]);
    expect(await cycle('won')).toEqual(['51.7820', 57]);
    expect(await cycle('lost')).toEqual(['41.4792', 14]);
  });

  it('has the win rates, averages, medians and cycles of every quarter', async () => {
    const measures = [
      'count.won',
      'count.lost',
      'winRate',
      'deal.average.won',
      'deal.median.won',
      'cycle',
      'cycle.median',
    ];
    const answer = await source.measure({
      entity: 'deal',
      filters: [{ field: 'closedOn', op: 'filled', values: [] }],
      by: [{ field: 'closedOn', granularity: 'quarter' }],
      measures,
    });
    if (!answer.ok) throw new Error('no answer');
    const { dimensions, measures: columns, length } = answer.value;
    const told = Array.from({ length }, (_, row) => {
      const at = (column: number): number => Number(columns[column]?.values[row]);
      const day = String(dimensions[0]?.values[row]);
      return [
        `${day.slice(0, 4)}-Q${(Number(day.slice(5, 7)) + 2) / 3}`,
        at(0),
        at(1),
        (at(2) * 100).toFixed(2),
        (at(3) / 100).toFixed(2),
        (at(4) / 100).toFixed(2),
        at(5).toFixed(4),
        at(6).toFixed(1),
      ];
    });
    expect(told).toEqual(
      Object.entries(said.by_close_quarter).map(([key, quarter]) => [
        key,
        quarter.won,
        quarter.lost,
        quarter.win_rate_closed_pct,
        quarter.avg_won_value,
        quarter.median_won_value,
        quarter.cycle_days_won_mean,
        quarter.cycle_days_won_median,
      ]),
    );
  });

  it('stood on 30 September 2017 as its dates tell: created by then, open unless closed by then', async () => {
    const day = '2017-09-30';
    const text = (at: number, name: string): string => {
      const value = records[at]?.values[name];
      return typeof value === 'string' ? value : '';
    };
    const rows = records.map((_, at) => ({
      created: text(at, 'createdOn'),
      closed: text(at, 'closedOn'),
      stage: text(at, 'stage'),
    }));
    const there = rows.filter(({ created }) => created !== '' && created <= day);
    const done = there.filter(({ closed }) => closed !== '' && closed <= day);
    const answer = await source.measure({ entity: 'deal', asOf: day, measures: ['count', 'count.open', 'count.won'] });
    expect(answer.ok && answer.value.measures.map(({ values: [value] }) => value)).toEqual([
      there.length,
      there.length - done.length,
      done.filter(({ stage }) => stage === 'won').length,
    ]);
    expect(done.filter(({ stage }) => stage === 'won').length).toBe(3042);
  });
});
