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
const won = (amount: number, closedOn: string): ToldDeal => ({
  client: 'A',
  stage: 'won',
  amount: amount * 100,
  closedOn,
});
/** Today is 5 February 2025. */
const deals: readonly ToldDeal[] = [
  won(10_000, '2023-12-05'),
  won(30_000, '2024-01-15'),
  won(20_000, '2024-12-10'),
  won(40_000, '2025-01-20'),
  won(5000, '2025-02-02'),
];
const rows = (of: Mounted) => cellsIn(of.inside('.spoken table'));

describe('sluice-trend', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('draws the last periods up to the running one, empty ones too', async () => {
    const trend = await put(
      sessionOf(deals),
      html`<sluice-trend measure="amount.won" by="closedOn:month" periods="4"></sluice-trend>`,
    );
    expect(rows(trend)).to.deep.equal([
      ['Nov 2024', '€0'],
      ['Dec 2024', '€20,000'],
      ['Jan 2025', '€40,000'],
      ['Feb 2025 (not over yet)', '€5,000'],
    ]);
    expect(wordsIn(trend.inside('.caption'))).to.contain('€5,000 in Feb 2025, from €0 in Nov 2024.');
  });

  it('compares with the year before, whole periods only', async () => {
    const trend = await put(
      sessionOf(deals),
      html`<sluice-trend measure="amount.won" by="closedOn:month" periods="3" compare="last-year"></sluice-trend>`,
    );
    expect(rows(trend)).to.deep.equal([
      ['Dec 2024', '€20,000', '€10,000'],
      ['Jan 2025', '€40,000', '€30,000'],
      ['Feb 2025 (not over yet)', '€5,000', '€0'],
    ]);
    expect(wordsIn(trend.inside('.caption'))).to.contain('Together €60K, against €40K a year earlier: +50%.');
  });

  it('compares with the periods before', async () => {
    const trend = await put(
      sessionOf(deals),
      html`<sluice-trend measure="amount.won" by="closedOn:quarter" periods="2" compare="previous"></sluice-trend>`,
    );
    expect(rows(trend)).to.deep.equal([
      ['Q4 2024', '€20,000', '€0'],
      ['Q1 2025 (not over yet)', '€45,000', '€0'],
    ]);
  });

  it('reads its points with the arrow keys', async () => {
    const trend = await put(
      sessionOf(deals),
      html`<sluice-trend measure="amount.won" by="closedOn:month" periods="4"></sluice-trend>`,
    );
    const marks = [...(trend.find('sluice-trend').shadowRoot?.querySelectorAll<SVGElement>('.mark') ?? [])];
    marks[0]?.focus();
    marks[0]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
    await trend.settled();
    expect(wordsIn(trend.inside('.readout'))).to.equal('Dec 2024: €20,000');
  });

  it('says what would stand there', async () => {
    const trend = await put(sessionOf([]), html`<sluice-trend></sluice-trend>`);
    expect(wordsIn(trend.inside('.nothing p'))).to.contain('A line will stand here');
  });

  for (const [width, dir] of [
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels and breaks no rule of axe, ${dir}`, async () => {
      const locale = dir === 'rtl' ? 'he' : 'fr';
      const { root, settled } = await put(
        fixtureSession({ locale }),
        html`<sluice-trend measure="amount.won" by="closedOn:month" compare="previous"></sluice-trend>`,
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
