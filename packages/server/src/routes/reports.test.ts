import { describe, expect, it } from 'vitest';
import { said, servedMemory, testApp } from '../../test/http.ts';
import { ordered } from '../reports/pdf.ts';

const ready = async () => {
  const { served, memory } = servedMemory(3);
  const test = testApp({ sourceFor: async () => served });
  const headers = await test.bearer({ role: 'viewer' });
  for (const [client, amount, stage] of [
    ['Éditions <b>', 100_000, 'won'],
    ['Алтай', 250_000, 'prospect'],
    ['גליל', 50_000, 'negotiation'],
  ] as const)
    await memory.create('deal', { client, amount, stage, dueOn: '2025-01-20' });
  const get = (path: string) => test.app.request(`/api/v1/${path}`, { headers });
  return { ...test, get };
};
const TEXT = new TextDecoder('latin1');

describe('a report as a PDF', () => {
  it.each(['en', 'fr', 'ru', 'he'])('is a file with its fonts inside (%s)', async (locale) => {
    const { get } = await ready();
    for (const name of ['dashboard', 'board']) {
      const answer = await get(`reports/${name}.pdf?locale=${locale}&quota=1500`);
      expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
        200,
        'application/pdf',
        `attachment; filename="${name}-2025-02-05.pdf"`,
      ]);
      const file = TEXT.decode(await answer.arrayBuffer());
      expect(file.slice(0, 5)).toBe('%PDF-');
      expect(file.match(/\/FontFile2/g)?.length).toBeGreaterThanOrEqual(2);
      expect(file.trimEnd().endsWith('%%EOF')).toBe(true);
    }
  });

  it('narrows to the filters of the address, and refuses those it does not know', async () => {
    const { get, app } = await ready();
    expect((await get('reports/dashboard.pdf?stage=won')).status).toBe(200);
    const codes = async (query: string) => {
      const answer = await get(`reports/dashboard.pdf?${query}`);
      return [answer.status, (await said(answer)).code];
    };
    expect(await codes('nothing=1')).toEqual([400, 'bad_query']);
    expect(await codes('quota=0')).toEqual([400, 'bad_query']);
    expect(await codes('quota=many')).toEqual([400, 'bad_query']);
    expect(await codes('locale=../../etc')).toEqual([400, 'bad_query']);
    expect(await codes('entity=nothing')).toEqual([400, 'bad_query']);
    expect((await get('reports/other.pdf')).status).toBe(404);
    expect((await app.request('/api/v1/reports/board.pdf')).status).toBe(401);
  });

  it('draws Hebrew from right to left, and leaves Latin and numbers in their order', () => {
    expect(ordered('Total 1 200 €', false)).toBe('Total 1 200 €');
    expect(ordered('שלום', true)).toBe('םולש');
    expect(ordered('סך 120 €', true)).toBe('€ 120 ךס');
  });
});
