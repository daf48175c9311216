import { addDays } from '@sluice/core';
import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { FIXTURE_DAY, fixtureRecords, fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import type { RecordOpenDetail } from './deadlines.ts';
import './define.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
const text = (element: Element): string => (element.textContent ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const shadow = (of: Mounted): ShadowRoot => of.root.firstElementChild?.shadowRoot as ShadowRoot;
const days = (date: unknown): number =>
  typeof date === 'string' ? Math.round((Date.parse(FIXTURE_DAY) - Date.parse(date)) / 86_400_000) : 0;
const due = (from: string, to: string) =>
  (fixtureRecords()['deal'] ?? [])
    .filter(({ values: { stage, dueOn } }) => {
      const day = typeof dueOn === 'string' ? dueOn : '';
      return stage !== 'won' && stage !== 'lost' && day >= from && day <= to;
    })
    .sort((a, b) => days(b.values['dueOn']) - days(a.values['dueOn']));
const overdue = due('0001-01-01', addDays(FIXTURE_DAY, -1));
// 2025-02-05 is a Wednesday
const week = due(FIXTURE_DAY, addDays(FIXTURE_DAY, 4));
const later = due(addDays(FIXTURE_DAY, 5), addDays(FIXTURE_DAY, 30));

describe('sluice-deadlines', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('groups open deals by the day they are due, closed ones are not due any more', async () => {
    const list = await put(fixtureSession(), html`<sluice-deadlines></sluice-deadlines>`);
    expect([...shadow(list).querySelectorAll('h4')].map(text)).to.deep.equal(
      [
        ['Overdue', overdue],
        ['This week', week],
        ['Within 30 days', later],
      ].flatMap(([title, records]) => (records && records.length > 0 ? [`${title as string} ${records.length}`] : [])),
    );
    expect(overdue.length).to.be.greaterThan(0);
  });

  it('says by how many days a deal is late, the latest first', async () => {
    const list = await put(fixtureSession(), html`<sluice-deadlines></sluice-deadlines>`);
    const said = [...shadow(list).querySelectorAll('.late')].map(text);
    expect(said).to.deep.equal(
      overdue.map(({ values }) => (days(values['dueOn']) === 1 ? '1 day late' : `${days(values['dueOn'])} days late`)),
    );
    expect(shadow(list).querySelectorAll('.late svg')).to.have.length(overdue.length);
  });

  it('asks the page to open the deal that is clicked', async () => {
    const list = await put(fixtureSession(), html`<sluice-deadlines></sluice-deadlines>`);
    let heard: Event | null = null;
    list.root.addEventListener('sluice-record-open', (event) => {
      heard = event;
    });
    list.inside('.overdue .item').click();
    const { detail, cancelable } = heard as unknown as CustomEvent<RecordOpenDetail>;
    expect(detail.entity).to.equal('deal');
    expect(overdue.map(({ id }) => id)).to.include(detail.id);
    expect(cancelable).to.equal(true);
  });

  it('shows the first of each group and the rest on demand', async () => {
    const list = await put(fixtureSession(), html`<sluice-deadlines limit="1"></sluice-deadlines>`);
    const count = () => shadow(list).querySelectorAll('.overdue .item').length;
    expect(count()).to.equal(1);
    expect(text(list.inside('.overdue .more'))).to.equal(`${overdue.length - 1} more`);
    for (let shown = 1; shown < overdue.length; shown = count()) {
      list.inside('.overdue .more').click();
      await list.settled();
    }
    expect(count()).to.equal(overdue.length);
    expect(text(list.inside('.overdue .more'))).to.equal('Show fewer');
  });

  it('looks no further ahead than asked', async () => {
    const list = await put(fixtureSession(), html`<sluice-deadlines horizon="2d"></sluice-deadlines>`);
    expect([...shadow(list).querySelectorAll('h4')].map(text).join()).not.to.contain('Within');
  });

  it('follows the filters of the app', async () => {
    const session = fixtureSession();
    const list = await put(session, html`<sluice-deadlines></sluice-deadlines>`);
    session.setFilters([{ field: 'client', op: 'in', values: ['Nobody'] }]);
    await list.settled();
    expect(text(list.inside('.nothing'))).to.equal('Nothing is due within 30 days.');
    expect(list.find('sluice-deadlines').matches(':state(empty)')).to.equal(true);
  });

  it('says so where records have no due date', async () => {
    const list = await put(fixtureSession(), html`<sluice-deadlines entity="company"></sluice-deadlines>`);
    expect(text(list.inside('.nothing'))).to.equal('These records have no due date to go by.');
  });

  it('offers to try again when the data cannot be had', async () => {
    const list = await put(fixtureSession({ answers: 'offline' }), html`<sluice-deadlines></sluice-deadlines>`);
    expect(list.inside('[role=alert] button')).not.to.equal(null);
    expect(list.find('sluice-deadlines').matches(':state(error)')).to.equal(true);
  });

  it('shows shapes while it loads', async () => {
    const list = await put(fixtureSession({ answers: 'never' }), html`<sluice-deadlines></sluice-deadlines>`);
    expect(shadow(list).querySelectorAll('.waiting li')).to.have.length(5);
    expect(list.find('sluice-deadlines').matches(':state(loading)')).to.equal(true);
  });

  for (const [width, dir] of [
    [280, 'ltr'],
    [280, 'rtl'],
    [1200, 'ltr'],
  ] as const)
    it(`stays within ${width} pixels, ${dir}`, async () => {
      const { root, settled } = await put(
        fixtureSession({ locale: dir === 'rtl' ? 'he' : 'fr' }),
        html`<sluice-deadlines></sluice-deadlines>`,
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
      const { root } = await put(session, html`<sluice-deadlines></sluice-deadlines>`, { dir });
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
});
