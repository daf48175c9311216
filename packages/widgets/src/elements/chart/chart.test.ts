import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import { cellsIn, sessionOf, soon, type ToldDeal, wordsIn } from '../forecast/testing.ts';
import { readConfig } from './config.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
const deals: readonly ToldDeal[] = [
  { client: 'A', sector: 'Retail', amount: 5_000_000 },
  { client: 'B', sector: 'SaaS', amount: 3_000_000 },
  { client: 'C', sector: 'SaaS', stage: 'won', amount: 1_000_000 },
];
/** Whether anything was painted. */
const painted = (canvas: HTMLElement): boolean => {
  if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return false;
  const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  return data.some((value) => value !== 0);
};

describe('sluice-chart', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('paints the answer to a query, says it in a sentence and in a table', async () => {
    const chart = await put(
      sessionOf(deals),
      html`<sluice-chart type="bar" by="sector" measures="amount.open amount.won"></sluice-chart>`,
    );
    expect(cellsIn(chart.inside('.spoken table'))).to.deep.equal([
      ['Retail', '€50,000', '€0'],
      ['SaaS', '€30,000', '€10,000'],
    ]);
    expect(wordsIn(chart.inside('.caption'))).to.match(/from €30K \(SaaS\) to €50K \(Retail\), 2 values\./);
    expect(await soon(() => painted(chart.inside('canvas')))).to.equal(true);
  });

  it('paints data of its own', async () => {
    const config = JSON.stringify({ data: { labels: ['Mon', 'Tue'], datasets: [{ label: 'Calls', data: [3, 7] }] } });
    const chart = await put(sessionOf([]), html`<sluice-chart type="doughnut" config=${config}></sluice-chart>`);
    expect(wordsIn(chart.inside('.caption'))).to.equal('Calls: from 3 (Mon) to 7 (Tue), 2 values.');
    expect(await soon(() => painted(chart.inside('canvas')))).to.equal(true);
  });

  it('says what is wrong with what it was given', async () => {
    const type = await put(sessionOf(deals), html`<sluice-chart type="cake" by="sector"></sluice-chart>`);
    expect(wordsIn(type.inside('.nothing p'))).to.contain('There is no chart of type cake; choose one of bar, line');
    type.remove();
    const config = await put(sessionOf(deals), html`<sluice-chart config="{"></sluice-chart>`);
    expect(wordsIn(config.inside('.nothing p'))).to.equal('The attribute config is no JSON object.');
  });

  it('reads a configuration as it is: values that are no numbers are unknown', () => {
    expect(
      readConfig({ data: { labels: [1, 'b'], datasets: [{ data: [1, '2', null] }, 'x'] }, more: 1 }),
    ).to.deep.equal({
      data: { labels: ['1', 'b'], datasets: [{ label: '', data: [1, null, null] }] },
    });
    expect([readConfig('[]'), readConfig('{'), readConfig('')]).to.deep.equal([null, null, {}]);
  });

  for (const [width, dir] of [
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels and breaks no rule of axe, ${dir}`, async () => {
      const locale = dir === 'rtl' ? 'he' : 'fr';
      const { root, settled } = await put(
        fixtureSession({ locale }),
        html`<sluice-chart by="sector" measures="amount.open"></sluice-chart>`,
        { dir },
      );
      root.style.inlineSize = `${width}px`;
      root.style.overflow = 'hidden';
      // the library is told of its new room in its own time
      for (let round = 0; round < 100 && root.scrollWidth !== width; round += 1) await settled();
      expect(root.scrollWidth).to.equal(width);
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
});
