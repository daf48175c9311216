import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import './define.ts';
import { cellsIn, sessionOf, soon, type ToldDeal, wordsIn } from './testing.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
/** €100,000 and €50,000 at one half: 0, 50, 100 or 150 thousand, a quarter each. */
const two: readonly ToldDeal[] = [
  { client: 'Alpha', stage: 'qualified', amount: 10_000_000, probability: 5000 },
  { client: 'Beta', stage: 'negotiation', amount: 5_000_000, probability: 5000 },
  { client: 'Gone', stage: 'lost', amount: 9_900_000, closedOn: '2025-01-10' },
  { client: 'Won', stage: 'won', amount: 3_000_000, closedOn: '2025-01-12' },
];

describe('sluice-forecast', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('says the range, the middle and the chance of the quota, as counted by hand', async () => {
    const forecast = await put(sessionOf(two), html`<sluice-forecast quota="100000"></sluice-forecast>`);
    expect(wordsIn(forecast.inside('.caption'))).to.equal(
      'Eight times in ten the total lies between €0 and €150K, half the time above €50K. The chance of reaching €100K is 50%.',
    );
    expect([...forecast.inside('.figures').querySelectorAll('dd')].map(wordsIn)).to.deep.equal([
      '€50K',
      '€0',
      '€150K',
      '€75K',
      '50%',
    ]);
    expect(wordsIn(forecast.inside('[part=method]'))).to.equal('Exact: every outcome of 2 open deals counted.');
  });

  it('counts won deals as certain when asked', async () => {
    const forecast = await put(sessionOf(two), html`<sluice-forecast won quota="80000"></sluice-forecast>`);
    const [middle, low, high, mean, chance] = [...forecast.inside('.figures').querySelectorAll('dd')].map(wordsIn);
    expect([low, middle, high, mean, chance]).to.deep.equal(['€30K', '€80K', '€180K', '€105K', '75%']);
  });

  it('tells what losing and winning each deal does, the costliest first, and opens it', async () => {
    const forecast = await put(sessionOf(two), html`<sluice-forecast quota="100000"></sluice-forecast>`);
    expect(cellsIn(forecast.inside('[part=effects] table'))).to.deep.equal([
      ['Alpha', '€50K', '0%', '100%'],
      ['Beta', '€25K', '50%', '50%'],
    ]);
    const opened: unknown[] = [];
    forecast.root.addEventListener('sluice-record-open', (event) => opened.push((event as CustomEvent).detail.entity));
    forecast.inside('[part=effects] button').click();
    expect(opened).to.deep.equal(['deal']);
  });

  it('shows the forecast categories, alone and cumulative, unweighted', async () => {
    const forecast = await put(sessionOf(two), html`<sluice-forecast></sluice-forecast>`);
    expect(cellsIn(forecast.inside('[part=categories] table'))).to.deep.equal([
      ['Closed', '€30K', '€30K'],
      ['Commit', '€0', '€30K'],
      ['Best case', '€50K', '€80K'],
      ['Pipeline', '€100K', ''],
      ['Open: pipeline, best case and commit', '', '€150K'],
    ]);
  });

  it('counts an open deal in its own category, a won one in that of its stage, and its explanation holds both', async () => {
    const own: readonly ToldDeal[] = [
      { client: 'Sure', stage: 'prospect', amount: 10_000_000, forecast: 'commit' },
      { client: 'Plain', stage: 'prospect', amount: 5_000_000 },
      { client: 'Never', stage: 'negotiation', amount: 7_000_000, forecast: 'omitted' },
      { client: 'Signed', stage: 'won', amount: 3_000_000, closedOn: '2025-01-12', forecast: 'pipeline' },
      { client: 'Gone', stage: 'lost', amount: 9_900_000, closedOn: '2025-01-10', forecast: 'commit' },
    ];
    const { inside, settled } = await put(
      sessionOf(own),
      html`<sluice-forecast where="amount > 0 or client = 'x'"></sluice-forecast>`,
    );
    expect(cellsIn(inside('[part=categories] table'))).to.deep.equal([
      ['Closed', '€30K', '€30K'],
      ['Commit', '€100K', '€130K'],
      ['Best case', '€0', '€130K'],
      ['Pipeline', '€50K', ''],
      ['Open: pipeline, best case and commit', '', '€150K'],
    ]);

    inside('[part=explain]').click();
    const explanation = (): ShadowRoot | null | undefined =>
      inside('[part=explain]').parentElement?.querySelector('sluice-explanation')?.shadowRoot;
    const choice = (): HTMLSelectElement | null | undefined => explanation()?.querySelector('select');
    expect(await soon(() => (choice()?.options.length ?? 0) > 4)).to.equal(true);
    const madeOf = async (name: string): Promise<readonly string[]> => {
      const select = choice();
      if (!select) throw new Error('there is nothing to choose');
      select.selectedIndex = [...select.options].findIndex((one) => one.text.endsWith(`: ${name}`));
      select.dispatchEvent(new Event('change'));
      await settled();
      expect(await soon(() => explanation()?.querySelector('[part=take]') !== null)).to.equal(true);
      return [
        explanation()?.querySelector('[part=value]'),
        ...(explanation()?.querySelectorAll('[part=deals] li') ?? []),
      ].map(wordsIn);
    };
    expect(await madeOf('Commit')).to.deep.equal(['€100,000', 'Sure €100,000']);
    expect(await madeOf('Closed')).to.deep.equal(['€30,000', 'Signed €30,000']);
    expect(await madeOf('Pipeline')).to.deep.equal(['€50,000', 'Plain €50,000']);
    expect(await madeOf('Best case')).to.deep.equal(['€0']);
  });

  it('reads its bars with the arrow keys, as one stop of the tab key', async () => {
    const forecast = await put(sessionOf(two), html`<sluice-forecast></sluice-forecast>`);
    const shadow = forecast.find('sluice-forecast').shadowRoot;
    const marks = [...(shadow?.querySelectorAll<SVGElement>('.mark') ?? [])];
    expect(marks.filter((one) => one.getAttribute('tabindex') === '0')).to.have.length(1);
    marks[0]?.focus();
    await forecast.settled();
    expect(wordsIn(forecast.inside('.readout'))).to.match(/^€0 to €[\d,.]+K?: 25\.0%$/);
    marks[0]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true, cancelable: true }));
    await forecast.settled();
    expect(shadow?.activeElement).to.equal(marks.at(-1));
  });

  it('has its distribution as a table whose likelihoods make 100 %', async () => {
    const forecast = await put(sessionOf(two), html`<sluice-forecast></sluice-forecast>`);
    const cells = cellsIn(forecast.inside('.spoken table')).map(([, share]) => Number.parseFloat(share ?? ''));
    expect(cells.reduce((sum, share) => sum + share, 0)).to.be.closeTo(100, 0.1);
  });

  it('draws what comes in by the end of each month as a fan: overdue deals now, the last month the whole', async () => {
    const dated = [
      { client: 'Late', stage: 'won', amount: 30_000_00, closedOn: '2025-01-10' },
      { client: 'Overdue', stage: 'qualified', amount: 10_000_00, probability: 10_000, dueOn: '2025-01-02' },
      { client: 'March', stage: 'qualified', amount: 20_000_00, probability: 5000, dueOn: '2025-03-20' },
      { client: 'Someday', stage: 'qualified', amount: 5_000_00, probability: 10_000 },
    ];
    const forecast = await put(sessionOf(dated), html`<sluice-forecast view="fan"></sluice-forecast>`);
    expect(cellsIn(forecast.inside('.spoken table'))).to.deep.equal([
      ['Feb 2025', '€10,000', '€10,000', '€10,000', '1'],
      ['Mar 2025', '€10,000', '€10,000', '€30,000', '2'],
    ]);
    expect(wordsIn(forecast.find('sluice-forecast').shadowRoot?.querySelector('.card'))).to.contain(
      '1 open deal has no expected date: it is in the total, in no month.',
    );
    forecast.inside('.switch button').click();
    await forecast.settled();
    expect(wordsIn(forecast.inside('.spoken table th'))).to.equal('Total');
  });

  it('says what it left out, that a quota of zero is none, and mixed-up selections in a sentence', async () => {
    const unpriced = [...two, { client: 'Blank', stage: 'qualified', amount: null }];
    const forecast = await put(sessionOf(unpriced), html`<sluice-forecast quota="0"></sluice-forecast>`);
    expect(wordsIn(forecast.inside('[part=method]'))).to.contain('1 deal left out: no amount.');
    expect(wordsIn(forecast.root.firstElementChild?.shadowRoot?.querySelector('.card'))).to.contain(
      'A quota must be above zero.',
    );
    forecast.remove();
    const nothing = await put(sessionOf([]), html`<sluice-forecast></sluice-forecast>`);
    expect(wordsIn(nothing.inside('.nothing p'))).to.contain('The forecast of open deals will stand here.');
    expect(nothing.find('sluice-forecast').matches(':state(empty)')).to.equal(true);
  });

  it('follows the filters of the app, and the data', async () => {
    const session = sessionOf(two);
    const forecast = await put(session, html`<sluice-forecast></sluice-forecast>`);
    session.toggle('client', 'Alpha');
    await forecast.settled();
    expect(wordsIn(forecast.inside('.figures .main dd'))).to.equal('€0');
    expect(wordsIn(forecast.inside('[part=method]'))).to.contain('outcome of 1 open deal counted');
  });

  it('offers to try again when the data cannot be had', async () => {
    const failed = await put(fixtureSession({ answers: 'offline' }), html`<sluice-forecast></sluice-forecast>`);
    expect(failed.inside('[role=alert] button')).not.to.equal(null);
  });

  for (const [width, dir] of [
    [280, 'ltr'],
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels, ${dir}`, async () => {
      const locale = dir === 'rtl' ? 'he' : 'fr';
      const { root, settled } = await put(
        fixtureSession({ locale }),
        html`<sluice-forecast quota="250000"></sluice-forecast>`,
        { dir },
      );
      root.style.inlineSize = `${width}px`;
      root.style.overflow = 'hidden';
      await settled();
      expect(root.scrollWidth).to.equal(width);
    });

  for (const dir of ['ltr', 'rtl'] as const)
    it(`breaks no rule of axe, ${dir}`, async () => {
      const { root } = await put(
        fixtureSession({ locale: dir === 'rtl' ? 'he' : 'en' }),
        html`<sluice-forecast quota="250000"></sluice-forecast>`,
        { dir },
      );
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
});
