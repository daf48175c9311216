import axe from 'axe-core';
import { expect } from 'chai';
import { html, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { fixtureSession, type Mounted, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';
import type { SluiceFilterBar } from './filter-bar.ts';

let mounted: Mounted | null = null;
const put = async (
  session: Session,
  template: TemplateResult = html`<sluice-filter-bar></sluice-filter-bar>`,
  options: MountOptions = {},
) => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  const bar = mounted.find('sluice-filter-bar') as SluiceFilterBar;
  const all = (selector: string) => [...(bar.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const chips = () => all('[part="chip"]').map((chip) => chip.textContent?.trim());
  const sentence = () => all('[role="status"]')[0]?.textContent?.trim();
  return { bar, all, chips, sentence };
};

describe('sluice-filter-bar', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('offers the filters of the entity’s own view, and those it is told', async () => {
    const own = await put(fixtureSession());
    expect(own.all('sluice-filter').map((one) => one.getAttribute('field'))).to.deep.equal([
      'stage',
      'sector',
      'owner',
      'dueOn',
    ]);
    mounted?.remove();
    const told = await put(fixtureSession(), html`<sluice-filter-bar fields="priority, amount"></sluice-filter-bar>`);
    expect(told.all('sluice-filter').map((one) => one.getAttribute('field'))).to.deep.equal(['priority', 'amount']);
  });

  it('says everything that limits the page, in chips and in one sentence', async () => {
    const session = fixtureSession();
    session.toggle('stage', 'qualified');
    session.toggle('stage', 'negotiation');
    session.setCondition({ field: 'amount', op: 'gte', values: ['5000'] });
    session.setCondition({ field: 'dueOn', op: 'gte', values: ['2025-02-01'] });
    session.setCondition({ field: 'dueOn', op: 'lte', values: ['2025-02-28'] });
    session.setSearch('eco');
    const { chips, sentence } = await put(session);
    expect(chips()).to.deep.equal([
      'Stage: Qualified or Negotiation',
      'Amount: €5,000 or more',
      'Due: Feb 1, 2025 to Feb 28, 2025',
      'Search: “eco”',
    ]);
    expect(sentence()).to.equal(
      'Shown: Stage: Qualified or Negotiation; Amount: €5,000 or more; Due: Feb 1, 2025 to Feb 28, 2025; Search: “eco”.',
    );
  });

  it('takes one filter back by a press or by Delete, and goes on at the next chip', async () => {
    const session = fixtureSession();
    session.toggle('stage', 'won');
    session.toggle('sector', 'Retail');
    session.setSearch('eco');
    const { all, chips, bar } = await put(session);
    all('[part="chip"]')[0]?.click();
    await mounted?.settled();
    expect(chips()).to.deep.equal(['Sector: Retail', 'Search: “eco”']);
    expect(bar.shadowRoot?.activeElement?.textContent?.trim()).to.equal('Sector: Retail');
    bar.shadowRoot?.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Delete', bubbles: true, cancelable: true }),
    );
    await mounted?.settled();
    expect(session.filters).to.deep.equal([]);
    expect(chips()).to.deep.equal(['Search: “eco”']);
  });

  it('lets all go with one reset', async () => {
    const session = fixtureSession();
    session.toggle('stage', 'won');
    session.setSearch('eco');
    const { all, chips, sentence } = await put(session);
    all('[part="reset"]')[0]?.click();
    await mounted?.settled();
    expect([session.filters.length, session.search]).to.deep.equal([0, '']);
    expect(chips()).to.deep.equal([]);
    expect(sentence()).to.equal('No filters: everything is shown.');
  });

  it('stays at the top of the page on request', async () => {
    const { bar } = await put(fixtureSession(), html`<sluice-filter-bar sticky></sluice-filter-bar>`);
    expect(getComputedStyle(bar).position).to.equal('sticky');
  });

  it('says why there is nothing to filter', async () => {
    const { all, bar } = await put(fixtureSession({ state: 'failed' }));
    expect(all('[part="error"]')[0]?.textContent).to.contain('Try again');
    expect(bar.matches(':state(error)')).to.equal(true);
  });

  for (const dir of ['ltr', 'rtl'] as const)
    it(`breaks no rule of axe, ${dir}`, async () => {
      const session = fixtureSession();
      session.toggle('stage', 'won');
      const { bar } = await put(session, undefined, { dir });
      const { violations } = await axe.run(bar);
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).to.deep.equal([]);
    });
});
