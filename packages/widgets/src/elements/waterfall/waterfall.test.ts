import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { Session } from '../../controllers/session.ts';
import { fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import { cellsIn, reckoned, sourceOf, wordsIn } from '../forecast/testing.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await reckoned(mounted, 'sluice-waterfall');
  return mounted;
};

/** On 1 January: Alpha €100,000, Beta €50,000, Gamma €20,000. Then, day by day: one grows, one is won, one is lost, one is new. */
const storied = async () => {
  const clock = { today: '2025-01-05' };
  const source = sourceOf(
    [
      { client: 'Alpha', stage: 'qualified', amount: 10_000_000 },
      { client: 'Beta', stage: 'qualified', amount: 5_000_000 },
      { client: 'Gamma', stage: 'prospect', amount: 2_000_000 },
    ],
    clock,
  );
  const idOf = async (client: string): Promise<string> => {
    const listed = await source.list({ entity: 'deal', where: `client = '${client}'` });
    return listed.ok ? (listed.value.items[0]?.id ?? '') : '';
  };
  await source.change('deal', await idOf('Alpha'), { amount: 12_500_050 }, { version: 1 });
  clock.today = '2025-01-10';
  await source.change('deal', await idOf('Beta'), { stage: 'won', closedOn: '2025-01-10' }, { version: 1 });
  await source.change('deal', await idOf('Gamma'), { stage: 'lost', closedOn: '2025-01-10' }, { version: 1 });
  clock.today = '2025-01-15';
  await source.create('deal', { client: 'Delta', stage: 'prospect', amount: 3_000_000 });
  clock.today = '2025-02-05';
  const session = new Session(
    { locale: 'en', timezone: 'UTC', today: '2025-02-05', currency: 'EUR' },
    () => '2025-02-05T10:00:00.000Z',
  );
  session.use(source);
  return session;
};
const rows = (of: Mounted) => cellsIn(of.inside('.spoken table'));

describe('sluice-waterfall', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('balances to the cent between two days', async () => {
    const fall = await put(
      await storied(),
      html`<sluice-waterfall from="2025-01-02" to="2025-02-01"></sluice-waterfall>`,
    );
    expect(rows(fall)).to.deep.equal([
      ['Opening', '€170,000', '3'],
      ['New', '+€30,000', '1'],
      ['Increased', '+€25,000.50', '1'],
      ['Won', '−€50,000', '1'],
      ['Lost', '−€20,000', '1'],
      ['Closing', '€155,000.50', '2'],
    ]);
    expect(wordsIn(fall.inside('.caption'))).to.equal(
      'From €170K on Jan 2, 2025 to €155K on Feb 1, 2025: −€15K. Most of it: Won −€50K.',
    );
  });

  it('tells of other days, and that nothing moved between some', async () => {
    const fall = await put(
      await storied(),
      html`<sluice-waterfall from="2025-01-10" to="2025-01-14"></sluice-waterfall>`,
    );
    expect(wordsIn(fall.inside('.caption'))).to.equal('€125K on Jan 10, 2025 and on Jan 14, 2025: nothing moved.');
    fall.find('sluice-waterfall').setAttribute('from', '2025-03-01');
    await fall.settled();
    expect(wordsIn(fall.inside('.nothing p'))).to.equal('Both days must be dates, the first not after the second.');
  });

  it('names the deals of each part, and opens one', async () => {
    const fall = await put(
      await storied(),
      html`<sluice-waterfall from="2025-01-02" to="2025-02-01"></sluice-waterfall>`,
    );
    const details = [...fall.inside('[part=deals]').querySelectorAll('details')].map(wordsIn);
    expect(details[2]).to.equal('Won: −€50K · 1 deal Beta −€50,000');
    let opened = 0;
    fall.root.addEventListener('sluice-record-open', () => (opened += 1));
    fall.inside('[part=deals] button').click();
    expect(opened).to.equal(1);
  });

  it('says that a source without a journal cannot tell', async () => {
    const session = await storied();
    const { source } = session;
    if (source) {
      const { reckon: _reckon, ...without } = source;
      session.use(without);
    }
    const fall = await put(session, html`<sluice-waterfall></sluice-waterfall>`);
    expect(wordsIn(fall.inside('.nothing p'))).to.contain('keeps no journal of changes at hand');
    expect(fall.find('sluice-waterfall').matches(':state(empty)')).to.equal(true);
  });

  for (const [width, dir] of [
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels and breaks no rule of axe, ${dir}`, async () => {
      const locale = dir === 'rtl' ? 'he' : 'fr';
      const { root, settled } = await put(
        fixtureSession({ locale }),
        html`<sluice-waterfall from="2024-12-01"></sluice-waterfall>`,
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
