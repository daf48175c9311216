import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureRecords, fixtureSession, fixtureValues, mountIn, type Mounted } from '../../fixtures.ts';
import '../../charts/picture.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
const text = (element: Element): string => (element.textContent ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const deals = fixtureRecords()['deal'] ?? [];
const shadow = (of: Mounted): ShadowRoot => of.root.firstElementChild?.shadowRoot as ShadowRoot;
const marks = (of: Mounted): readonly SVGElement[] => [...shadow(of).querySelectorAll<SVGElement>('.mark')];
const spoken = (of: Mounted): readonly string[] =>
  marks(of).map((one) => (one.getAttribute('aria-label') ?? '').replace(/[\s\u00a0\u202f]+/g, ' '));
const click = (mark: Element | undefined): unknown => mark?.dispatchEvent(new MouseEvent('click', { bubbles: true }));

const bySector = new Map<string, number>();
for (const { values } of deals) {
  const sector = typeof values['sector'] === 'string' ? values['sector'] : 'No value';
  bySector.set(sector, (bySector.get(sector) ?? 0) + 1);
}

describe('sluice-bars', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('counts deals by sector, the largest first, blanks called no value', async () => {
    const bars = await put(fixtureSession(), html`<sluice-bars by="sector" measure="count"></sluice-bars>`);
    const found = new Map(spoken(bars).map((one) => one.split(': ') as [string, string]));
    expect(Object.fromEntries(found)).to.deep.equal(
      Object.fromEntries([...bySector].map(([sector, count]) => [sector, String(count)])),
    );
    const counts = [...found].filter(([name]) => name !== 'No value').map(([, count]) => Number(count));
    expect(counts).to.deep.equal([...counts].sort((a, b) => b - a));
    expect(text(bars.inside('.title'))).to.equal('Deals by Sector');
  });

  it('keeps the first bars and sums up the others in one that filters nothing', async () => {
    const bars = await put(
      fixtureSession(),
      html`<sluice-bars by="sector" measure="count" top="2" other></sluice-bars>`,
    );
    expect(marks(bars)).to.have.length(3);
    const shown = spoken(bars).map((one) => Number(one.split(': ')[1]));
    expect(shown.reduce((sum, one) => sum + one, 0)).to.equal(deals.length);
    expect(spoken(bars)[2]).to.match(/^Others: /);
    expect(marks(bars)[2]?.getAttribute('role')).to.equal('img');
  });

  it('filters by a sector on a click, and takes it back on a second', async () => {
    const session = fixtureSession();
    const bars = await put(session, html`<sluice-bars by="sector" measure="count"></sluice-bars>`);
    const [first] = spoken(bars)[0]?.split(': ') ?? [];
    click(marks(bars)[0]);
    await bars.settled();
    expect(session.filters).to.deep.equal([{ field: 'sector', op: 'in', values: [first] }]);
    expect(marks(bars)[0]?.getAttribute('aria-pressed')).to.equal('true');
    expect(marks(bars)).to.have.length(bySector.size);
    click(marks(bars)[0]);
    await bars.settled();
    expect(session.filters).to.deep.equal([]);
  });

  it('filters by what has no value', async () => {
    const session = fixtureSession();
    const bars = await put(session, html`<sluice-bars by="sector" measure="count"></sluice-bars>`);
    click(marks(bars)[spoken(bars).findIndex((one) => one.startsWith('No value'))]);
    await bars.settled();
    expect(session.filters).to.deep.equal([{ field: 'sector', op: 'in', values: [null] }]);
  });

  it('calls linked records by their title', async () => {
    const bars = await put(fixtureSession(), html`<sluice-bars by="owner" measure="count"></sluice-bars>`);
    expect(spoken(bars).some((one) => one.startsWith('Anna Petit: '))).to.equal(true);
  });

  it('switches between the open amount and the average deal', async () => {
    const bars = await put(
      fixtureSession(),
      html`<sluice-bars by="sector" measure="amount.open" switch="deal.average" top="5"></sluice-bars>`,
    );
    const before = spoken(bars);
    const [first, second] = shadow(bars).querySelectorAll<HTMLButtonElement>('.switch button');
    expect([first, second].map((one) => one?.getAttribute('aria-pressed'))).to.deep.equal(['true', 'false']);
    second?.click();
    await bars.settled();
    expect(text(bars.inside('.title'))).to.equal('Average deal by Sector');
    expect(spoken(bars)).not.to.deep.equal(before);
    const amounts = spoken(bars).map((one) => Number(one.replace(/^.*: €/, '').replaceAll(',', '')));
    expect(amounts).to.deep.equal([...amounts].sort((a, b) => b - a));
  });

  it('shows dates by period as columns, one for each month, and a click filters by its days', async () => {
    const session = fixtureSession();
    const bars = await put(session, html`<sluice-bars by="createdOn" measure="count"></sluice-bars>`);
    const months = [...new Set(fixtureValues('createdOn').map((day) => String(day).slice(0, 7)))].sort();
    expect(marks(bars)).to.have.length(months.length);
    expect(spoken(bars)[0]).to.match(/^[A-Z][a-z]+ \d{4}: \d+$/);
    click(marks(bars)[0]);
    await bars.settled();
    const [from, to] = session.filters;
    expect(from).to.deep.equal({ field: 'createdOn', op: 'gte', values: [`${months[0] ?? ''}-01`] });
    expect(to?.op).to.equal('lte');
    expect(marks(bars)[0]?.getAttribute('aria-pressed')).to.equal('true');
    click(marks(bars)[0]);
    await bars.settled();
    expect(session.filters).to.deep.equal([]);
  });

  it('says what would stand there, and what went wrong', async () => {
    const empty = await put(
      fixtureSession(),
      html`<sluice-bars by="sector" measure="count" where="client = 'Nobody'"></sluice-bars>`,
    );
    expect(text(empty.inside('.nothing'))).to.equal('Bars will stand here once records have a value for Sector.');
    empty.remove();
    const wrong = await put(fixtureSession(), html`<sluice-bars by="sektor" measure="count"></sluice-bars>`);
    expect(text(wrong.inside('[role=alert]'))).to.contain('sektor');
  });

  it('holds its height while loading', async () => {
    const waiting = await put(
      fixtureSession({ answers: 'never' }),
      html`<sluice-bars by="sector" measure="count" top="3"></sluice-bars>`,
    );
    const before = waiting.inside('.card').getBoundingClientRect().height;
    waiting.remove();
    const filled = await put(fixtureSession(), html`<sluice-bars by="sector" measure="count" top="3"></sluice-bars>`);
    expect(Math.abs(filled.inside('.card').getBoundingClientRect().height - before)).to.be.lessThan(2);
  });

  for (const [width, dir] of [
    [280, 'ltr'],
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels, ${dir}`, async () => {
      const { root, settled } = await put(
        fixtureSession({ locale: dir === 'rtl' ? 'he' : 'fr' }),
        html`<sluice-bars by="account" measure="count" switch="deal.average"></sluice-bars><sluice-bars by="createdOn" measure="count"></sluice-bars>`,
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
        html`<sluice-bars by="sector" measure="amount.open" switch="deal.average" top="3" other></sluice-bars>
          <sluice-bars by="createdOn:quarter" measure="count"></sluice-bars>`,
        { dir },
      );
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });

  it('can be taken away as an SVG of its own, in the colours that are seen', async () => {
    const bars = await put(fixtureSession(), html`<sluice-bars by="sector" measure="count"></sluice-bars>`);
    const menu = bars.inside('.pictures') as HTMLDetailsElement;
    menu.open = true;
    const saved: { name: string; text: Promise<string> }[] = [];
    const { createObjectURL } = URL;
    const click = HTMLAnchorElement.prototype.click;
    let blob: Blob | null = null;
    URL.createObjectURL = (given: Blob) => {
      blob = given;
      return createObjectURL.call(URL, given);
    };
    HTMLAnchorElement.prototype.click = function save(this: HTMLAnchorElement) {
      saved.push({ name: this.download, text: blob?.text() ?? Promise.resolve('') });
    };
    try {
      menu.querySelectorAll('button')[1]?.click();
      await bars.settled();
    } finally {
      URL.createObjectURL = createObjectURL;
      HTMLAnchorElement.prototype.click = click;
    }
    expect(saved.map(({ name }) => name)).to.deep.equal(['Deals-by-Sector.svg']);
    const svg = await saved[0]?.text;
    expect(svg).to.match(/^<svg[^>]* xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).to.contain('Retail');
    expect(svg).not.to.contain('class=');
  });
});
