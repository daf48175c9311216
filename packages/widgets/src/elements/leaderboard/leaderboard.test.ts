import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import { cellsIn, sessionOf, type ToldDeal, wordsIn } from '../forecast/testing.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
const won = (sector: string, amount: number, closedOn: string): ToldDeal => ({
  client: sector,
  stage: 'won',
  sector,
  amount: amount * 100,
  closedOn,
});
/** Today is 5 February 2025: this quarter began on 1 January, the one before is compared up to 5 November. */
const deals: readonly ToldDeal[] = [
  won('Retail', 60_000, '2025-01-10'),
  won('SaaS', 20_000, '2025-01-11'),
  won('SaaS', 10_000, '2025-02-01'),
  won('Health', 10_000, '2025-02-01'),
  won('Retail', 40_000, '2024-10-20'),
  won('SaaS', 50_000, '2024-11-01'),
  won('SaaS', 90_000, '2024-12-20'),
];
const rows = (of: Mounted) => cellsIn(of.inside('[part=table]')).map(([name, , ...rest]) => [name, ...rest]);

describe('sluice-leaderboard', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('ranks by a measure, with the share of the whole', async () => {
    const board = await put(sessionOf(deals), html`<sluice-leaderboard by="sector"></sluice-leaderboard>`);
    expect(rows(board)).to.deep.equal([
      ['1. SaaS', '€170K', '61%'],
      ['2. Retail', '€100K', '36%'],
      ['3. Health', '€10K', '4%'],
    ]);
    expect(wordsIn(board.inside('.caption'))).to.match(/^SaaS leads with €170K; .+ by Sector, 3 in all\.$/);
  });

  it('compares the running period with the one before up to the same day', async () => {
    const board = await put(
      sessionOf(deals),
      html`<sluice-leaderboard by="sector" period="quarter"></sluice-leaderboard>`,
    );
    expect(rows(board)).to.deep.equal([
      ['1. Retail', '€60K', '60%', '+€20K'],
      ['2. SaaS', '€30K', '30%', '−€20K'],
      ['3. Health', '€10K', '10%', '+€10K'],
    ]);
    expect(wordsIn(board.inside('.caption'))).to.contain(
      'From Jan 1, 2025 to Feb 5, 2025, against Oct 1, 2024 to Nov 5, 2024.',
    );
  });

  it('sums up those beyond the top, and gives equal values one rank', async () => {
    const equal = [...deals, won('Energy', 10_000, '2025-02-01')];
    const board = await put(sessionOf(equal), html`<sluice-leaderboard by="sector" top="2"></sluice-leaderboard>`);
    expect(rows(board).at(-1)).to.deep.equal(['Others', '€20K', '7%']);
    board.find('sluice-leaderboard').setAttribute('top', '10');
    await board.settled();
    expect(rows(board).map(([name]) => name)).to.deep.equal(['1. SaaS', '2. Retail', '3. Energy', '3. Health']);
  });

  it('filters by a name on a click, and takes it back on a second', async () => {
    const session = sessionOf(deals);
    const board = await put(session, html`<sluice-leaderboard by="sector"></sluice-leaderboard>`);
    board.inside('.link').click();
    await board.settled();
    expect(session.filters).to.deep.equal([{ field: 'sector', op: 'in', values: ['SaaS'] }]);
    expect(rows(board)).to.have.length(3);
    board.inside('.link').click();
    expect(session.filters).to.deep.equal([]);
  });

  it('has no share where values do not add up', async () => {
    const board = await put(
      sessionOf(deals),
      html`<sluice-leaderboard by="sector" measure="deal.average"></sluice-leaderboard>`,
    );
    expect(board.inside('[part=table]').querySelector('.share')).to.equal(null);
  });

  it('says what would stand there', async () => {
    const board = await put(sessionOf([]), html`<sluice-leaderboard by="sector"></sluice-leaderboard>`);
    expect(wordsIn(board.inside('.nothing p'))).to.equal(
      'A ranking will stand here once records have a value for Sector.',
    );
  });

  for (const [width, dir] of [
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels and breaks no rule of axe, ${dir}`, async () => {
      const locale = dir === 'rtl' ? 'he' : 'fr';
      const { root, settled } = await put(
        fixtureSession({ locale }),
        html`<sluice-leaderboard period="year"></sluice-leaderboard>`,
        { dir },
      );
      root.style.inlineSize = `${width}px`;
      root.style.overflow = 'hidden';
      await settled();
      expect(root.scrollWidth).to.equal(width);
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
});
