import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { Session } from '../../controllers/session.ts';
import { fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import { cellsIn, reckoned, sessionOf, sourceOf, type ToldDeal, wordsIn } from '../forecast/testing.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await reckoned(mounted, 'sluice-ageing');
  return mounted;
};
/** On 5 February: touched 3, 11, 36 and 124 days ago; stages are cold after 10 days. */
const deals: readonly ToldDeal[] = [
  { client: 'Fresh', stage: 'qualified', made: '2024-06-01', touched: '2025-02-02' },
  { client: 'Cool', stage: 'qualified', made: '2024-06-01', touched: '2025-01-25' },
  { client: 'Older', stage: 'negotiation', made: '2024-06-01', touched: '2024-12-31' },
  { client: 'Ice', stage: 'negotiation', made: '2024-06-01', touched: '2024-10-04' },
  { client: 'Done', stage: 'won', made: '2024-06-01', touched: '2024-06-01', closedOn: '2024-08-01' },
];

describe('sluice-ageing', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('counts open deals by stage and idle time, and how many are cold', async () => {
    const ageing = await put(sessionOf(deals), html`<sluice-ageing></sluice-ageing>`);
    expect(wordsIn(ageing.inside('.caption'))).to.equal(
      '3 of 4 open deals are cold: nobody touched them for longer than their stage allows.',
    );
    const heads = [...ageing.inside('.spoken table').querySelectorAll('thead th')].map(wordsIn);
    expect(heads).to.deep.equal(['Stage', 'Up to 7 days', '8–30 days', '31–90 days', 'Over 90 days', 'Cold']);
    const rows = cellsIn(ageing.inside('.spoken table')).filter(([, ...counts]) => counts.some((one) => one !== '0'));
    expect(rows).to.deep.equal([
      ['Qualified', '1', '1', '0', '0', '1'],
      ['Negotiation', '0', '0', '1', '1', '2'],
    ]);
  });

  it('lists the coldest first, and opens one', async () => {
    const ageing = await put(sessionOf(deals), html`<sluice-ageing></sluice-ageing>`);
    expect(cellsIn(ageing.inside('[part=coldest] table')).map(([name, , days]) => [name, days])).to.deep.equal([
      ['Ice', '124 days'],
      ['Older', '36 days'],
      ['Cool', '11 days'],
    ]);
    let opened = 0;
    ageing.root.addEventListener('sluice-record-open', () => (opened += 1));
    ageing.inside('[part=coldest] button').click();
    expect(opened).to.equal(1);
  });

  it('counts a change in the journal as a touch', async () => {
    const session = new Session(
      { locale: 'en', timezone: 'UTC', today: '2025-02-05', currency: 'EUR' },
      () => '2025-02-05T10:00:00.000Z',
    );
    const source = sourceOf(deals);
    session.use(source);
    const ageing = await put(session, html`<sluice-ageing></sluice-ageing>`);
    const listed = await source.list({ entity: 'deal', where: "client = 'Ice'" });
    const id = listed.ok ? (listed.value.items[0]?.id ?? '') : '';
    await source.change('deal', id, { amount: 100 }, { version: 1 });
    await ageing.settled();
    expect(cellsIn(ageing.inside('[part=coldest] table')).map(([name]) => name)).to.deep.equal(['Older', 'Cool']);
  });

  it('filters the app by a stage, and goes on showing all', async () => {
    const session = sessionOf(deals);
    const ageing = await put(session, html`<sluice-ageing></sluice-ageing>`);
    const marks = ageing.find('sluice-ageing').shadowRoot?.querySelectorAll<SVGElement>('.mark') ?? [];
    const before = marks.length;
    [...marks].at(-1)?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await ageing.settled();
    expect(session.filters).to.deep.equal([{ field: 'stage', op: 'in', values: ['negotiation'] }]);
    expect(ageing.find('sluice-ageing').shadowRoot?.querySelectorAll('.mark').length).to.equal(before);
  });

  it('says what would stand there without open deals', async () => {
    const ageing = await put(sessionOf([]), html`<sluice-ageing></sluice-ageing>`);
    expect(wordsIn(ageing.inside('.nothing p'))).to.contain('Open deals will stand here');
  });

  for (const [width, dir] of [
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels and breaks no rule of axe, ${dir}`, async () => {
      const locale = dir === 'rtl' ? 'he' : 'fr';
      const { root, settled } = await put(fixtureSession({ locale }), html`<sluice-ageing></sluice-ageing>`, { dir });
      root.style.inlineSize = `${width}px`;
      root.style.overflow = 'hidden';
      await settled();
      expect(root.scrollWidth).to.equal(width);
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
});
