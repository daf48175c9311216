import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import { cellsIn, sessionOf, type ToldDeal, wordsIn } from '../forecast/testing.ts';
import './define.ts';
import { ringPaths } from './ring.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
const open = (sector: string, amount: number): ToldDeal => ({ client: sector, sector, amount: amount * 100 });
const deals = [open('Retail', 50_000), open('SaaS', 30_000), open('Health', 20_000)];
const filled = html`<sluice-donut by="sector" measure="amount.open"></sluice-donut>`;

describe('sluice-donut', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('shows the parts of the whole, the largest first', async () => {
    const donut = await put(sessionOf(deals), filled);
    expect(wordsIn(donut.inside('.caption'))).to.equal('Retail is 50% of €100K.');
    expect(cellsIn(donut.inside('.spoken table'))).to.deep.equal([
      ['Retail', '€50,000', '50.0%'],
      ['SaaS', '€30,000', '30.0%'],
      ['Health', '€20,000', '20.0%'],
    ]);
  });

  it('has at most six parts and the others', async () => {
    const many = Array.from({ length: 9 }, (_, at) => open(`Sector ${at}`, 10_000 + at));
    const donut = await put(sessionOf(many), filled);
    const names = cellsIn(donut.inside('.spoken table')).map(([name]) => name);
    expect(names).to.have.length(7);
    expect(names.at(-1)).to.equal('Others');
  });

  it('filters by a part, and takes it back', async () => {
    const session = sessionOf(deals);
    const donut = await put(session, filled);
    donut.inside('.legend .link').click();
    expect(session.filters).to.deep.equal([{ field: 'sector', op: 'in', values: ['Retail'] }]);
    await donut.settled();
    expect(donut.inside('.legend .link').getAttribute('aria-pressed')).to.equal('true');
    donut.find('sluice-donut').shadowRoot?.querySelector('.part')?.dispatchEvent(new MouseEvent('click'));
    expect(session.filters).to.deep.equal([]);
  });

  it('says that a mean makes no whole, and what would stand there', async () => {
    const mean = await put(sessionOf(deals), html`<sluice-donut by="sector" measure="deal.average"></sluice-donut>`);
    expect(wordsIn(mean.inside('.nothing p'))).to.contain('does not add up to a whole');
    mean.remove();
    const none = await put(sessionOf([]), filled);
    expect(wordsIn(none.inside('.nothing p'))).to.contain('A ring will stand here');
  });

  it('draws arcs that meet: half a ring, then two quarters', () => {
    const paths = ringPaths([2, 1, 1], { centre: 50, outer: 40, inner: 20 });
    expect(paths[0]).to.equal('M50 10A40 40 0 0 1 50 90L50 70A20 20 0 0 0 50 30Z');
    expect(paths[1]?.startsWith('M50 90A40 40 0 0 1 10 50')).to.equal(true);
    expect(ringPaths([0, 0], { centre: 50, outer: 40, inner: 20 })).to.deep.equal(['', '']);
  });

  for (const [width, dir] of [
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels and breaks no rule of axe, ${dir}`, async () => {
      const locale = dir === 'rtl' ? 'he' : 'fr';
      const { root, settled } = await put(fixtureSession({ locale }), filled, { dir });
      root.style.inlineSize = `${width}px`;
      root.style.overflow = 'hidden';
      await settled();
      expect(root.scrollWidth).to.equal(width);
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
});
