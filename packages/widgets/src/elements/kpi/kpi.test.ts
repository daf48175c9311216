import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureRecords, fixtureSession, mountIn, type Mounted } from '../../fixtures.ts';
import '../kpi-row/define.ts';
import '../explanation/define.ts';
import './define.ts';
import type { KpiExplainDetail } from './kpi.ts';

let mounted: Mounted | null = null;
const put = async (...[session, template, options]: Parameters<typeof mountIn>): Promise<Mounted> => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted;
};
const text = (element: Element): string => (element.textContent ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const deals = fixtureRecords()['deal'] ?? [];
const isOpen = (stage: unknown): boolean => stage !== 'won' && stage !== 'lost';

describe('sluice-kpi', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('says what it was in the period before, in a sentence and with a sign that is no colour', async () => {
    const session = fixtureSession();
    const within = (from: string, to: string): number =>
      deals.reduce((sum, { values: { stage, closedOn, amount } }) => {
        const counts = stage === 'won' && typeof closedOn === 'string' && closedOn >= from && closedOn <= to;
        return counts && typeof amount === 'number' ? sum + amount : sum;
      }, 0);
    const [now, before] = [within('2025-01-01', '2025-02-05'), within('2024-10-01', '2024-11-05')];
    const { inside } = await put(
      session,
      html`<sluice-kpi measure="amount.won" compare="previous" granularity="quarter"></sluice-kpi>`,
    );
    for (let round = 0; round < 200 && !inside('.card').querySelector('[part=delta]'); round += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(text(inside('.value')).replace(/^.*?(?=€[\d,.]+$)/, '')).to.equal(
      new Intl.NumberFormat('en', {
        style: 'currency',
        currency: 'EUR',
        minimumFractionDigits: now % 100 === 0 ? 0 : 2,
      }).format(now / 100),
    );
    const [running, spoken, seen] = inside('[part=delta]').children;
    expect(text(running as Element)).to.equal('Jan 1, 2025 – Feb 5, 2025:');
    expect(text(spoken as Element)).to.contain('Oct 1, 2024 – Nov 5, 2024');
    expect(text(seen as Element)).to.match(before === 0 ? /—|▲/ : now > before ? /^▲ \+/ : /^▼ −/);
    expect((await axe.run(inside('[part=delta]'))).violations).to.deep.equal([]);
  });

  it('counts the open deals of the fixtures, named in words', async () => {
    const open = deals.filter(({ values }) => isOpen(values['stage'])).length;
    const { inside } = await put(fixtureSession(), html`<sluice-kpi measure="count.open"></sluice-kpi>`);
    expect(text(inside('.name'))).to.equal('Open deals');
    expect(text(inside('.value'))).to.equal(String(open));
  });

  it('shortens a large amount in French and keeps the exact one for the title and the screen reader', async () => {
    const sum = deals.reduce(
      (all, { values }) => all + (typeof values['amount'] === 'number' ? values['amount'] : 0),
      0,
    );
    const exact = new Intl.NumberFormat('fr', {
      style: 'currency',
      currency: 'EUR',
      minimumFractionDigits: sum % 100 === 0 ? 0 : 2,
    }).format(sum / 100);
    const { inside } = await put(
      fixtureSession({ locale: 'fr' }),
      html`<sluice-kpi measure="amount.all"></sluice-kpi>`,
    );
    expect(text(inside('.name'))).to.equal('Montant total');
    const [seen, heard] = inside('.value').children;
    expect(text(seen as Element)).to.match(/^\d+(,\d)? [kM]€$/);
    expect(seen?.getAttribute('aria-hidden')).to.equal('true');
    expect(heard?.textContent).to.equal(exact);
    expect(inside('.figure').title).to.equal(exact);
  });

  it('writes the figure in full on request', async () => {
    const { inside } = await put(
      fixtureSession(),
      html`<sluice-kpi measure="amount.won" format="full" label="Won so far"></sluice-kpi>`,
    );
    expect(text(inside('.name'))).to.equal('Won so far');
    expect(text(inside('.value'))).to.match(/^€[\d,]+(\.\d\d)?$/);
  });

  it('says why there is no figure: no deal has this client', async () => {
    const { inside } = await put(
      fixtureSession(),
      html`<sluice-kpi measure="deal.average" where="client = 'Nobody'"></sluice-kpi>`,
    );
    expect(text(inside('.value'))).to.equal('—');
    expect(text(inside('.reason'))).to.equal('No records to measure in this selection.');
    expect(mounted?.find('sluice-kpi').matches(':state(empty)')).to.equal(true);
  });

  it('puts the win rate beside the conversion', async () => {
    const won = deals.filter(({ values }) => values['stage'] === 'won').length;
    const closed = deals.filter(({ values }) => !isOpen(values['stage'])).length;
    const { inside } = await put(
      fixtureSession(),
      html`<sluice-kpi measure="conversion" beside="winRate"></sluice-kpi>`,
    );
    expect(text(inside('.value'))).to.equal(`${((won / deals.length) * 100).toFixed(2)}%`);
    expect(text(inside('.beside'))).to.equal(`Win rate ${((won / closed) * 100).toFixed(2)}%`);
  });

  it('lists the open deals of each stage under their sum', async () => {
    const { inside } = await put(fixtureSession(), html`<sluice-kpi measure="stage.count"></sluice-kpi>`);
    const numbers = [...inside('.groups').querySelectorAll('.number')].map((one) => Number(text(one)));
    expect(numbers).to.have.length(4);
    expect(numbers.reduce((sum, one) => sum + one, 0)).to.equal(Number(text(inside('.value'))));
  });

  it('explains its figure: counted and left out make all deals', async () => {
    const { inside, settled } = await put(fixtureSession(), html`<sluice-kpi measure="weighted.open"></sluice-kpi>`);
    inside('.figure').click();
    await settled();
    await settled();
    const shadow = inside('sluice-explanation').shadowRoot;
    expect(shadow?.querySelector('dialog')?.matches(':modal')).to.equal(true);
    expect(text(shadow?.querySelector('h2') as Element)).to.equal('Weighted pipeline');
    const numbers = [...(shadow?.querySelectorAll('td.number') ?? [])].map((one) => Number(text(one)));
    const population = numbers.pop();
    expect(population).to.equal(deals.length);
    expect(numbers.reduce((sum, one) => sum + one, 0)).to.equal(population);
    expect(text(shadow?.querySelector('table') as Element)).to.contain('stage.open');
    const { violations } = await axe.run(mounted?.root as HTMLElement);
    expect(violations.map((one) => one.id)).to.deep.equal([]);
    shadow?.querySelector<HTMLButtonElement>('.close')?.click();
    await settled();
    expect(shadow?.querySelector('dialog')?.open).to.equal(false);
    inside('.figure').click();
    await settled();
    expect(shadow?.querySelector('dialog')?.open).to.equal(true);
  });

  it('leaves the explanation to a page that prevents it, and says which figure', async () => {
    const { inside, find, settled } = await put(fixtureSession(), html`<sluice-kpi measure="count.won"></sluice-kpi>`);
    let heard: KpiExplainDetail | null = null;
    find('sluice-kpi').addEventListener('sluice-kpi-explain', (event) => {
      event.preventDefault();
      heard = (event as CustomEvent<KpiExplainDetail>).detail;
    });
    inside('.figure').click();
    await settled();
    expect(heard).to.deep.equal({ measure: 'count.won', query: { entity: 'deal', measures: ['count.won'] } });
    expect(find('sluice-kpi').shadowRoot?.querySelector('sluice-explanation')).to.equal(null);
  });

  it('follows the filters of the app', async () => {
    const session = fixtureSession();
    const { inside, settled } = await put(session, html`<sluice-kpi measure="count"></sluice-kpi>`);
    expect(text(inside('.value'))).to.equal(String(deals.length));
    session.toggle('sector', 'SaaS');
    await settled();
    const some = deals.filter(({ values }) => values['sector'] === 'SaaS').length;
    expect(text(inside('.value'))).to.equal(String(some));
  });

  it('says what went wrong where the figure would stand, and offers to try again', async () => {
    const { inside, find } = await put(
      fixtureSession({ answers: 'offline' }),
      html`<sluice-kpi measure="count"></sluice-kpi>`,
    );
    expect(inside('[role=alert]').querySelector('button')).not.to.equal(null);
    expect(find('sluice-kpi').matches(':state(error)')).to.equal(true);
  });

  it('holds its height while the figure is on its way', async () => {
    const waiting = await put(fixtureSession({ answers: 'never' }), html`<sluice-kpi measure="count"></sluice-kpi>`);
    const before = waiting.inside('.card').getBoundingClientRect().height;
    expect(waiting.find('sluice-kpi').matches(':state(loading)')).to.equal(true);
    waiting.remove();
    const filled = await put(fixtureSession(), html`<sluice-kpi measure="count"></sluice-kpi>`);
    expect(filled.inside('.card').getBoundingClientRect().height).to.equal(before);
  });

  for (const dir of ['ltr', 'rtl'] as const)
    it(`breaks no rule of axe, ${dir}`, async () => {
      const { root } = await put(
        fixtureSession({ locale: dir === 'rtl' ? 'he' : 'en' }),
        html`<sluice-kpi measure="conversion" beside="winRate" trend="month"></sluice-kpi>`,
        { dir },
      );
      const { violations } = await axe.run(root);
      expect(violations.map((one) => one.id)).to.deep.equal([]);
    });
});
