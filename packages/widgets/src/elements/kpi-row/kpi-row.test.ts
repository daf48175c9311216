import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  await mounted.settled();
  return mounted;
};
const text = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const cards = (of: Mounted) => [...(of.find('sluice-kpi-row').shadowRoot?.querySelectorAll('sluice-kpi') ?? [])];
const inside = (card: Element | undefined, selector: string) => card?.shadowRoot?.querySelector(selector);

describe('sluice-kpi-row', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it("shows the founder's figures: weighted pipeline first and large, the win rate beside the conversion, deals by stage", async () => {
    const row = await put(fixtureSession(), html`<sluice-kpi-row></sluice-kpi-row>`);
    expect(cards(row).map((card) => text(inside(card, '.name')))).to.deep.equal([
      'Weighted pipeline',
      'Average deal',
      'Conversion',
      'Open deals per stage',
    ]);
    expect(cards(row).map((card) => card.large)).to.deep.equal([true, false, false, false]);
    expect(text(inside(cards(row)[2], '.beside'))).to.match(/^Win rate \d+\.\d\d%$/);
    expect(inside(cards(row)[3], '.groups')?.children).to.have.length(4);
  });

  it('shows the measures asked for, in their order', async () => {
    const row = await put(fixtureSession(), html`<sluice-kpi-row measures="count.won  count.open"></sluice-kpi-row>`);
    expect(cards(row).map((card) => text(inside(card, '.name')))).to.deep.equal(['Won deals', 'Open deals']);
  });

  it('lets the page hear, and prevent, the explanation of a figure', async () => {
    const row = await put(fixtureSession(), html`<sluice-kpi-row measures="count.won"></sluice-kpi-row>`);
    let heard = '';
    row.root.addEventListener('sluice-kpi-explain', (event) => {
      heard = (event as CustomEvent<{ measure: string }>).detail.measure;
    });
    (inside(cards(row)[0], '.figure') as HTMLElement).click();
    expect(heard).to.equal('count.won');
  });

  for (const [compare, granularity, spoken] of [
    ['previous', 'month', /(more|less|same|unchanged|as much|fewer|nothing|no value|—).*Jan 1, 2025 – Jan 5, 2025/i],
    ['last-year', 'quarter', /Jan 1, 2024 – Feb 5, 2024/],
  ] as const)
    it(`sets each figure against ${compare === 'previous' ? 'as many days of the month before' : 'the same days of last year'}, in a sentence for the ear too`, async () => {
      const row = await put(
        fixtureSession(),
        html`<sluice-kpi-row measures="count.won amount.won" compare=${compare} granularity=${granularity}></sluice-kpi-row>`,
      );
      await row.settled();
      const deltas = cards(row).map((card) => inside(card, '[part=delta]'));
      expect(deltas).to.have.length(2);
      for (const delta of deltas) {
        expect(text(delta)).to.match(spoken);
        // an arrow is nothing to listen to
        for (const seen of delta?.querySelectorAll('strong') ?? [])
          expect(seen.closest('[aria-hidden=true]')).to.not.equal(null);
      }
    });

  for (const [width, rows] of [
    [280, 4],
    [480, 2],
    [1200, 1],
  ] as const)
    it(`stands in ${rows} rows at ${width} pixels, and nothing sticks out`, async () => {
      const row = await put(
        fixtureSession({ locale: 'fr' }),
        html`<sluice-kpi-row measures="weighted.open deal.average conversion stage.count" trend="month"></sluice-kpi-row>`,
      );
      row.root.style.inlineSize = `${width}px`;
      await row.settled();
      expect(new Set(cards(row).map((card) => card.getBoundingClientRect().top)).size).to.equal(rows);
      expect(row.inside('ul').scrollWidth).to.be.at.most(width);
      for (const card of cards(row))
        expect(card.scrollWidth).to.be.at.most(Math.ceil(card.getBoundingClientRect().width));
    });

  it('breaks no rule of axe', async () => {
    const { root } = await put(fixtureSession(), html`<sluice-kpi-row trend="month"></sluice-kpi-row>`);
    const { violations } = await axe.run(root);
    expect(violations.map((one) => one.id)).to.deep.equal([]);
  });
});
