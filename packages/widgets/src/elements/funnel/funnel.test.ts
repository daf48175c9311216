import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureModel, fixtureRecords, fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import { cellsIn, reckoned, sessionOf, wordsIn } from '../forecast/testing.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
const text = (element: Element): string => (element.textContent ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const deals = fixtureRecords()['deal'] ?? [];
const stages = (fixtureModel().find('deal')?.stage?.pipeline?.stages ?? []).filter(({ outcome }) => outcome === 'open');
const standing = (key: string) => deals.filter(({ values }) => values['stage'] === key);
const marks = (of: Mounted): readonly SVGElement[] => [
  ...(of.root.firstElementChild?.shadowRoot?.querySelectorAll<SVGElement>('.mark') ?? []),
];
const pressed = (of: Mounted): readonly (string | null)[] => marks(of).map((one) => one.getAttribute('aria-pressed'));
const click = (mark: Element | undefined): unknown => mark?.dispatchEvent(new MouseEvent('click', { bubbles: true }));

describe('sluice-funnel', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('shows the open stages in the order of the pipeline, with count, amount and share', async () => {
    const funnel = await put(fixtureSession(), html`<sluice-funnel></sluice-funnel>`);
    const all = stages.reduce((sum, { key }) => sum + standing(key).length, 0);
    const rows = [...funnel.inside('table').querySelectorAll('tbody tr')].map((row) => [...row.children].map(text));
    expect(rows.map(([, count]) => count)).to.deep.equal(stages.map(({ key }) => String(standing(key).length)));
    expect(rows.map((row) => row[3])).to.deep.equal(
      stages.map(({ key }) => `${Math.round((standing(key).length / all) * 100)}%`),
    );
    expect(rows.every((row) => /^€[\d,.]+$/.test(row[2] ?? ''))).to.equal(true);
    expect(marks(funnel)).to.have.length(stages.length);
  });

  it('says in a sentence what it shows', async () => {
    const funnel = await put(fixtureSession(), html`<sluice-funnel></sluice-funnel>`);
    const most = Math.max(...stages.map(({ key }) => standing(key).length));
    expect(text(funnel.inside('.caption'))).to.match(new RegExp(`^4 stages from .+ to .+; most in .+: ${most}\\.$`));
  });

  it('filters by a stage on a click, goes on showing all, and takes it back on a second', async () => {
    const session = fixtureSession();
    const funnel = await put(session, html`<sluice-funnel></sluice-funnel>`);
    click(marks(funnel)[1]);
    await funnel.settled();
    expect(session.filters).to.deep.equal([{ field: 'stage', op: 'in', values: [stages[1]?.key] }]);
    expect(pressed(funnel)).to.deep.equal(['false', 'true', 'false', 'false']);
    click(marks(funnel)[1]);
    await funnel.settled();
    expect(session.filters).to.deep.equal([]);
    expect(pressed(funnel)).to.deep.equal(['false', 'false', 'false', 'false']);
  });

  it('is one stop of the tab key, walked with the arrows and chosen with Enter or Space', async () => {
    const session = fixtureSession();
    const funnel = await put(session, html`<sluice-funnel></sluice-funnel>`);
    const press = async (key: string): Promise<void> => {
      const at = funnel.find('sluice-funnel').shadowRoot?.activeElement;
      at?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await funnel.settled();
    };
    expect(marks(funnel).map((one) => one.getAttribute('tabindex'))).to.deep.equal(['0', '-1', '-1', '-1']);
    marks(funnel)[0]?.focus();
    await press('ArrowDown');
    await press('End');
    await press('ArrowUp');
    expect(marks(funnel).map((one) => one.getAttribute('tabindex'))).to.deep.equal(['-1', '-1', '0', '-1']);
    await press('Enter');
    expect(session.isChosen('stage', stages[2]?.key ?? '')).to.equal(true);
    await press(' ');
    expect(session.isChosen('stage', stages[2]?.key ?? '')).to.equal(false);
  });

  it('keeps stages in which nothing stands', async () => {
    const only = stages[0]?.key ?? '';
    const funnel = await put(fixtureSession(), html`<sluice-funnel where=${`stage = '${only}'`}></sluice-funnel>`);
    const counts = [...funnel.inside('table').querySelectorAll('tbody tr')].map((row) =>
      text(row.children[1] as Element),
    );
    expect(counts).to.deep.equal([String(standing(only).length), '0', '0', '0']);
  });

  it('says that there is nothing, and offers to clear the filters that are the reason', async () => {
    const session = fixtureSession();
    session.setFilters([{ field: 'client', op: 'in', values: ['Nobody'] }]);
    const funnel = await put(session, html`<sluice-funnel></sluice-funnel>`);
    expect(text(funnel.inside('.nothing p'))).to.equal('No open deals in this selection.');
    expect(funnel.find('sluice-funnel').matches(':state(empty)')).to.equal(true);
    funnel.inside('.nothing button').click();
    await funnel.settled();
    expect(marks(funnel)).to.have.length(stages.length);
  });

  it('holds its height while loading, and offers to try again when the data cannot be had', async () => {
    const waiting = await put(fixtureSession({ answers: 'never' }), html`<sluice-funnel></sluice-funnel>`);
    const before = waiting.inside('.card').getBoundingClientRect().height;
    waiting.remove();
    const filled = await put(fixtureSession(), html`<sluice-funnel></sluice-funnel>`);
    expect(Math.abs(filled.inside('.card').getBoundingClientRect().height - before)).to.be.lessThan(2);
    filled.remove();
    const failed = await put(fixtureSession({ answers: 'offline' }), html`<sluice-funnel></sluice-funnel>`);
    expect(failed.inside('[role=alert] button')).not.to.equal(null);
  });

  it('tells both readings side by side: who reached a stage, where they are now, who stands there of whatever cohort', async () => {
    const history = [
      { client: 'New', stage: 'prospect', createdOn: '2025-02-01', made: '2025-02-01' },
      { client: 'On', stage: 'qualified', createdOn: '2025-01-10', made: '2025-01-10' },
      { client: 'Won', stage: 'won', createdOn: '2025-01-10', closedOn: '2025-01-20', made: '2025-01-10' },
      { client: 'Lost', stage: 'lost', createdOn: '2025-01-12', closedOn: '2025-01-25', made: '2025-01-12' },
      { client: 'Old', stage: 'qualified', createdOn: '2024-06-01', made: '2024-06-01' },
    ];
    const funnel = await put(
      sessionOf(history),
      html`<sluice-funnel reading="cohort" created-from="2025-01-01"></sluice-funnel>`,
    );
    await reckoned(funnel, 'sluice-funnel');
    expect(wordsIn(funnel.inside('.caption'))).to.equal('4 deals were created; 1 of them were won (25%).');
    const table = funnel.inside('[part=reconciliation] table');
    expect([...table.querySelectorAll('thead th')].map(wordsIn)).to.deep.equal([
      'Stage',
      'Reached',
      'Went on',
      'here now',
      'further on',
      'won',
      'lost',
      'Open here, all',
      'not of the cohort',
    ]);
    expect(cellsIn(table)).to.deep.equal([
      ['Prospect', '4', '50%', '1', '1', '1', '1', '1', '0'],
      ['To call back', '2', '100%', '0', '1', '1', '0', '0', '0'],
      ['Qualified', '2', '50%', '1', '0', '1', '0', '2', '1'],
      ['Negotiation', '1', '100%', '0', '0', '1', '0', '0', '0'],
      ['Won', '1', '', '0', '0', '1', '0', '', ''],
    ]);
    funnel.inside('[part=switch] button').click();
    await funnel.settled();
    expect(funnel.find('sluice-funnel').shadowRoot?.querySelector('[part=reconciliation]')).to.equal(null);
  });

  for (const [width, dir] of [
    [280, 'ltr'],
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels, ${dir}`, async () => {
      const { root, settled } = await put(
        fixtureSession({ locale: dir === 'rtl' ? 'he' : 'fr' }),
        html`<sluice-funnel></sluice-funnel>`,
        { dir },
      );
      root.style.inlineSize = `${width}px`;
      root.style.overflow = 'hidden';
      await settled();
      expect(root.scrollWidth).to.equal(width);
    });

  for (const dir of ['ltr', 'rtl'] as const)
    it(`breaks no rule of axe, ${dir}`, async () => {
      const session = fixtureSession({ locale: dir === 'rtl' ? 'he' : 'en' });
      session.toggle('stage', stages[0]?.key ?? null);
      const { root } = await put(session, html`<sluice-funnel></sluice-funnel>`, { dir });
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });

  it('begins its bars at the right where one writes from right to left', async () => {
    const funnel = await put(fixtureSession({ locale: 'he' }), html`<sluice-funnel></sluice-funnel>`, { dir: 'rtl' });
    const ends = [...funnel.inside('svg').querySelectorAll<SVGRectElement>('.bar')].map(
      (bar) => bar.x.baseVal.value + bar.width.baseVal.value,
    );
    expect(Math.max(...ends) - Math.min(...ends)).to.be.lessThan(0.3);
  });
});
