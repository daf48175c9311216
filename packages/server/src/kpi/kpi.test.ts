import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../cli.ts';
import type { Told } from './figures.ts';

const NOW = new Date('2025-02-05T10:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'sluice-kpi-'));
const deals = join(folder, 'deals.csv');
const companies = join(folder, 'companies.csv');

beforeAll(() => {
  writeFileSync(
    deals,
    'Client;Société;Statut;Montant;Échéance\nAlpha;Nord;Gagné;1 000,55 €;\nBeta;Nord;Qualifié;1 000,55 €;01/02/2025\nGamma;Sud;Négociation;2000;20/02/2025\nDelta;;Perdu;50;\n',
  );
  writeFileSync(companies, 'Name,Sector\nNord,Energy\nSud,Sport\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly rows: number;
  readonly metrics: Readonly<Record<string, Told>>;
}
const say = (words: readonly string[]) => command(words, { env: {}, folder, now: NOW });
const json = async (...words: readonly string[]): Promise<Answer> => {
  const { code, out, error } = await say(['kpi', ...words, '--json']);
  expect([code, error]).toEqual([0, '']);
  return JSON.parse(out) as Answer;
};
const values = ({ metrics }: Answer, ...ids: readonly string[]) => ids.map((id) => metrics[id]?.value);

describe('sluice kpi', () => {
  it('tells the figures of a French export in major units and ratios', async () => {
    const answer = await json(deals);
    expect(answer.rows).toBe(4);
    expect(values(answer, 'weighted.open', 'weighted.all', 'amount.won', 'conversion', 'winRate', 'overdue')).toEqual([
      1700.17, 2700.72, 1000.55, 0.25, 0.5, 1,
    ]);
    expect(answer.metrics['weighted.open']).toMatchObject({ unit: 'money', currency: 'EUR' });
  });

  it('has no cycle where no deal says when it began', async () => {
    expect(values(await json(deals), 'cycle', 'velocity')).toEqual([null, null]);
  });

  it('groups by a field of a linked company, blanks in a group of their own', async () => {
    const { metrics } = await json(deals, '--with', `company=${companies}`, '--by', 'account.sector');
    expect(metrics['amount.all']?.groups).toEqual([
      { key: 'Energy', value: 2001.1 },
      { key: 'Sport', value: 2000 },
      { key: null, value: 50 },
    ]);
  });

  it('names the linked records in groups by a link', async () => {
    const { metrics } = await json(deals, '--by', 'account');
    expect(metrics['count']?.groups?.map((group) => group.key)).toEqual(['Nord', 'Sud', null]);
  });

  it.each([
    ['no file', ['kpi'], 2, /Which file/],
    ['a file that is not there', ['kpi', join(folder, 'none.csv')], 1, /cannot be read/],
    ['a date that does not exist', ['kpi', deals, '--today', '2025-02-30'], 2, /2025-02-30 is not a date/],
    ['an unknown entity', ['kpi', deals, '--entity', 'invoice'], 2, /no entity invoice; there are deal, company/],
    ['an unknown dimension', ['kpi', deals, '--by', 'colour'], 2, /deal has no field colour/],
    ['an unknown option', ['kpi', deals, '--colour'], 2, /--colour/],
    ['an unknown command', ['kpis'], 2, /no command kpis/],
  ])('answers %s with a sentence and an exit code', async (_what, words, code, sentence) => {
    const said = await say(words);
    expect([said.code, said.out]).toEqual([code, '']);
    expect(said.error).toMatch(sentence);
  });

  it('refuses an empty file without figures', async () => {
    const empty = join(folder, 'empty.csv');
    writeFileSync(empty, '');
    expect(await say(['kpi', empty])).toMatchObject({ code: 1, out: '', error: expect.stringContaining('empty') });
  });
});

const SHARED = join(import.meta.dirname, '../../../../../shared/data');

describe.skipIf(!existsSync(SHARED))('sluice kpi on the reference files (skipped where they are absent)', () => {
  it('reads the demo export of a founder without a mapping by hand', async () => {
    const answer = await json(
      join(SHARED, 'crm_csv/deals_demo/crm_prospects_demo.utf8-comma.csv'),
      '--today',
      '2025-02-05',
    );
    expect(
      values(
        answer,
        'count',
        'amount.all',
        'deal.average',
        'conversion',
        'weighted.all',
        'weighted.open',
        'overdue',
        'overdue.amount',
        'upcoming',
        'upcoming.amount',
      ),
    ).toEqual([25, 353_600, 14_144, 0.16, 166_770, 115_270, 8, 102_700, 13, 199_400]);
  });

  it('agrees with the known answers of 8 800 deals over 85 companies', async () => {
    const given = JSON.parse(readFileSync(join(SHARED, 'maven/oracle.given.json'), 'utf8')) as {
      total: Record<string, string | number>;
      by_product: Record<string, Record<string, number>>;
    };
    const answer = await json(
      join(SHARED, 'maven/sales_pipeline.csv'),
      '--with',
      `company=${join(SHARED, 'maven/accounts.csv')}`,
      '--by',
      'product',
    );
    const [count, won, lost, amount, median, cycle] = values(
      answer,
      'count',
      'count.won',
      'count.lost',
      'amount.won',
      'deal.median.won',
      'cycle.median',
    );
    expect([count, won, lost, amount]).toEqual([8800, 4238, 2473, given.total['won_value']]);
    expect([median, cycle]).toEqual([1117, 57]);
    const [rate, conversion, average, days] = values(
      answer,
      'winRate',
      'conversion',
      'deal.average.won',
      'cycle',
    ) as number[];
    expect([rate, conversion].map((ratio) => ((ratio ?? 0) * 100).toFixed(2))).toEqual([
      given.total['win_rate_closed_pct'],
      given.total['conversion_all_pct'],
    ]);
    expect([average?.toFixed(2), days?.toFixed(4)]).toEqual([
      given.total['avg_won_value'],
      given.total['cycle_days_won_mean'],
    ]);
    for (const group of answer.metrics['amount.won']?.groups ?? []) {
      const product = group.key === 'GTXPro' ? 'GTX Pro' : (group.key ?? '');
      expect([product, group.value]).toEqual([product, given.by_product[product]?.['won_value']]);
    }
    expect(answer.metrics['amount.won']?.groups).toHaveLength(7);
  });
});
