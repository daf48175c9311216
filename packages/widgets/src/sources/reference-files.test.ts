import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSource } from './open-source.ts';

const FILE = join(
  import.meta.dirname,
  '../../../../../shared/data/crm_csv/deals_demo/crm_prospects_demo.utf8-comma.csv',
);

describe.skipIf(!existsSync(FILE))('the demo export of a founder in the page (skipped where it is absent)', () => {
  it('gives the same figures as the terminal and the server, without a mapping by hand', async () => {
    const source = await openSource('deals.csv', {
      base: 'https://page.example/',
      moment: () => ({ today: '2025-02-05', zone: 'Europe/Paris' }),
      fetch: async () => new Response(readFileSync(FILE), { headers: { 'content-type': 'text/csv' } }),
    });
    const figures = async (...measures: readonly string[]) => {
      const answer = await source.measure({ entity: 'deal', measures });
      if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
      return answer.value.measures.map((column) => column.values[0]);
    };
    expect(await figures('count', 'amount.all', 'deal.average', 'conversion', 'weighted.all', 'weighted.open')).toEqual(
      [25, 35_360_000, 1_414_400, 0.16, 16_677_000, 11_527_000],
    );
    expect(await figures('overdue', 'overdue.amount', 'upcoming', 'upcoming.amount')).toEqual([
      8, 10_270_000, 13, 19_940_000,
    ]);
  });
});
