import { type ListQuery, type Query, SourceError } from '@sluice/core';
import { expect } from 'chai';
import { html } from 'lit';
import { ListController } from './controllers/list.ts';
import { QueryController } from './controllers/query.ts';
import { explain } from './controllers/explain.ts';
import { defineElement } from './define-element.ts';
import { SluiceElement } from './element.ts';
import './elements/app/define.ts';
import { SluiceApp } from './elements/app/app.ts';
import { fixtureSession, fixtureSource, mountIn, type Mounted } from './fixtures.ts';
import { problemMessages } from './locales/messages/problem.ts';

/** An element as the others are: a figure, by stage, with what is wrong in its place. */
class Probe extends SluiceElement {
  asks: Query | null = { entity: 'deal', measures: ['count'], by: ['stage'] };
  renders = 0;
  readonly data = new QueryController(this, () => this.asks, { except: () => 'stage' });
  get words(): string {
    return [this.tongue, this.rtl ? 'rtl' : 'ltr', this.format.money(100_055, 'EUR')].join(' ');
  }
  get sum(): number {
    return (this.data.answer?.measures[0]?.values ?? []).reduce<number>((sum, one) => sum + Number(one), 0);
  }
  get own() {
    return this.session;
  }
  call(cancelable: boolean): boolean {
    return this.emit('probe', { a: 1 }, { cancelable });
  }
  protected override render() {
    this.renders += 1;
    const { answer, problem, loading } = this.data;
    this.setState(problem ? 'error' : answer ? (loading ? 'stale' : 'ready') : 'loading');
    if (problem && !answer) return this.renderProblem(problem, () => this.data.retry());
    return html`<p>${this.say(problemMessages)('retry')} ${this.sum}</p>`;
  }
}
class Rows extends SluiceElement {
  asks: ListQuery = { entity: 'deal', sort: ['reference'] };
  window: readonly [number, number] = [0, 10];
  readonly list = new ListController(this, () => this.asks, { page: 10 });
  protected override render() {
    const rows = this.list.rows(...this.window);
    return html`<ol>
      ${rows.map((row) => html`<li>${row?.values['reference'] ?? '…'}</li>`)}
    </ol>`;
  }
}
defineElement('test-probe', Probe);
defineElement('test-rows', Rows);

let mounted: Mounted | null = null;
const probeIn = async (session = fixtureSession(), template = html`<test-probe></test-probe>`, options = {}) => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  return mounted.find('test-probe') as Probe;
};
const rowsIn = async (session = fixtureSession()) => {
  mounted = mountIn(session, html`<test-rows></test-rows>`);
  await mounted.settled();
  const rows = mounted.find('test-rows') as Rows;
  const shown = () => [...(rows.shadowRoot?.querySelectorAll('li') ?? [])].map((item) => item.textContent);
  return { rows, shown, settled: () => mounted?.settled() };
};
const settle = async () => {
  await mounted?.settled();
};

describe('an element', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
    for (const app of document.querySelectorAll('sluice-app')) app.remove();
  });

  it('takes the session around it and asks for its figure', async () => {
    const session = fixtureSession();
    const probe = await probeIn(session);
    expect(probe.own).to.equal(session);
    expect(probe.sum).to.equal(40);
    expect(probe.matches(':state(ready)')).to.equal(true);
  });

  it('speaks the language of its app, or its own', async () => {
    const session = fixtureSession({ locale: 'fr' });
    const probe = await probeIn(session);
    expect(probe.words).to.equal('fr ltr 1\u202f000,55\u00a0€');
    expect(probe.shadowRoot?.textContent).to.contain('Réessayer');
    probe.locale = 'ru';
    await settle();
    expect(probe.shadowRoot?.textContent).to.contain('Повторить');
    probe.locale = '';
    session.configure({ locale: 'en' });
    await settle();
    expect(probe.words).to.equal('en ltr €1,000.55');
  });

  it('knows when it is written from right to left', async () => {
    const probe = await probeIn(fixtureSession({ locale: 'he' }), undefined, { dir: 'rtl' });
    expect(probe.words).to.match(/^he rtl /);
  });

  it('asks again when the filters change, but not by its own dimension', async () => {
    const session = fixtureSession();
    const probe = await probeIn(session);
    session.toggle('stage', 'won');
    await settle();
    expect(probe.sum).to.equal(40);
    session.toggle('sector', 'Retail');
    await settle();
    expect(probe.sum).to.be.greaterThan(0).and.lessThan(40);
    expect(probe.data.query?.filters).to.deep.equal([{ field: 'sector', op: 'in', values: ['Retail'] }]);
    session.clear();
    await settle();
    expect(probe.sum).to.equal(40);
  });

  it('asks again when records change, and keeps what it shows meanwhile', async () => {
    const session = fixtureSession();
    const probe = await probeIn(session);
    const written = session.source?.create('deal', { client: 'ACME', stage: 'prospect' });
    await written;
    await probe.updateComplete;
    expect(probe.sum).to.equal(40);
    expect(probe.data.loading).to.equal(true);
    await settle();
    expect(probe.sum).to.equal(41);
  });

  it('asks once, however often something is said in one go', async () => {
    let asked = 0;
    const session = fixtureSession();
    const source = fixtureSource();
    session.use({ ...source, measure: (query) => ((asked += 1), source.measure(query)) });
    const probe = await probeIn(session);
    expect(asked).to.equal(1);
    session.toggle('sector', 'Retail');
    session.toggle('sector', 'SaaS');
    session.setSearch('a');
    probe.requestUpdate();
    await settle();
    expect(asked).to.equal(2);
    probe.requestUpdate();
    await settle();
    expect(asked).to.equal(2);
  });

  it('has no figure without a question', async () => {
    const probe = await probeIn();
    probe.asks = null;
    probe.requestUpdate();
    await settle();
    expect([probe.data.answer, probe.data.loading, probe.data.problem]).to.deep.equal([null, false, null]);
  });

  it('shows what is wrong with its question, and what to do', async () => {
    const probe = await probeIn();
    probe.asks = { entity: 'deal', measures: ['sum(colour)'] };
    probe.requestUpdate();
    await settle();
    expect(probe.data.problem?.message).to.contain('colour');
    expect(probe.matches(':state(error)')).to.equal(true);
    expect(probe.data.answer, 'the former figure stays').not.to.equal(null);
  });

  it('waits while the source is opened', async () => {
    const probe = await probeIn(fixtureSession({ state: 'loading' }));
    expect([probe.data.loading, probe.data.problem]).to.deep.equal([true, null]);
    expect(probe.matches(':state(loading)')).to.equal(true);
  });

  it('says that the source cannot be had, and tries again when asked', async () => {
    let reachable = false;
    const session = fixtureSession({ state: 'loading', locale: 'fr' });
    await session.open(async () =>
      reachable ? fixtureSource() : Promise.reject(new SourceError('offline', 'Down.', '')),
    );
    const probe = await probeIn(session);
    const alert = probe.shadowRoot?.querySelector('[role="alert"]');
    expect(alert?.textContent).to.contain('Les données sont injoignables.');
    reachable = true;
    alert?.querySelector('button')?.click();
    await settle();
    expect(probe.sum).to.equal(40);
  });

  it('says that the data cannot be reached, and keeps the former figure when there is one', async () => {
    const session = fixtureSession();
    const probe = await probeIn(session);
    let up = false;
    const source = fixtureSource();
    const offline = fixtureSource({ answers: 'offline' });
    session.use({ ...source, measure: (query) => (up ? source : offline).measure(query) });
    await settle();
    expect(probe.data.problem?.code).to.equal('offline');
    up = true;
    probe.data.retry();
    await settle();
    expect([probe.data.problem, probe.sum]).to.deep.equal([null, 40]);
    up = false;
    session.setSearch('zzz');
    await settle();
    expect(probe.data.problem?.code).to.equal('offline');
    expect(probe.sum).to.equal(40);
  });

  it('without an app says so', async () => {
    const probe = document.createElement('test-probe') as Probe;
    document.body.append(probe);
    await probe.updateComplete;
    expect(probe.data.problem?.code).to.equal('no_app');
    probe.remove();
  });

  it('goes along when it is moved to another app', async () => {
    const [one, two] = [fixtureSession({ deals: 3 }), fixtureSession({ deals: 5 })];
    const probe = await probeIn(one);
    const other = mountIn(two, html`<main></main>`);
    other.find('main').append(probe);
    await other.settled();
    expect([probe.own === two, probe.sum]).to.deep.equal([true, 5]);
    probe.remove();
    const before = probe.renders;
    one.setSearch('x');
    two.setSearch('x');
    await other.settled();
    expect(probe.renders).to.equal(before);
    other.remove();
  });

  it('points to an app that does not contain it', async () => {
    const app = document.createElement('sluice-app');
    app.id = 'far';
    app.session.use(fixtureSource({ deals: 4 }));
    document.body.append(app);
    const probe = await probeIn(fixtureSession(), html`<test-probe app="#far"></test-probe>`);
    expect([probe.own === app.session, probe.sum]).to.deep.equal([true, 4]);
    probe.setAttribute('app', '');
    await settle();
    expect(probe.sum).to.equal(40);
  });

  it('that is there before its app finds it once it is defined', async () => {
    const late = document.createElement('late-app');
    const probe = document.createElement('test-probe') as Probe;
    late.append(probe);
    document.body.append(late);
    await probe.updateComplete;
    expect(probe.own).to.equal(undefined);
    customElements.define('late-app', class extends SluiceApp {});
    expect(probe.own).to.equal((late as SluiceApp).session);
    late.remove();
  });

  it('tells the page, through every shadow, and hears whether it was prevented', async () => {
    const probe = await probeIn();
    const details: unknown[] = [];
    const listen = (event: Event) => {
      details.push(event instanceof CustomEvent ? event.detail : null, event.composed);
      event.preventDefault();
    };
    document.addEventListener('probe', listen);
    expect([probe.call(false), probe.call(true)]).to.deep.equal([true, false]);
    document.removeEventListener('probe', listen);
    expect(details).to.deep.equal([{ a: 1 }, true, { a: 1 }, true]);
  });

  it('explains its figure over the rows that the filters let in', async () => {
    const session = fixtureSession();
    session.toggle('sector', 'Retail');
    const query: Query = { entity: 'deal', measures: ['count'] };
    const explained = await explain(session, query, 'count');
    if (!explained.ok) throw new Error(explained.issues[0]?.message);
    const { value, population, included, excluded } = explained.value;
    const left = excluded.reduce((sum, one) => sum + one.count, 0);
    expect(population).to.equal(40);
    expect(included + left).to.equal(population);
    expect(value).to.equal(included);
    expect(included).to.be.lessThan(40);
  });
});

describe('the list of an element', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('has the window that is looked at', async () => {
    const { rows, shown, settled } = await rowsIn();
    expect(rows.list.total).to.equal(40);
    expect(shown()).to.deep.equal(Array.from({ length: 10 }, (_, at) => `D-${String(at + 1).padStart(4, '0')}`));
    rows.window = [15, 25];
    rows.requestUpdate();
    await settled();
    expect([shown()[0], shown()[9], shown().length]).to.deep.equal(['D-0016', 'D-0025', 10]);
    rows.window = [35, 60];
    rows.requestUpdate();
    await settled();
    expect(shown()).to.deep.equal(['D-0036', 'D-0037', 'D-0038', 'D-0039', 'D-0040']);
  });

  it('asks for a page once, and again when the records change', async () => {
    const session = fixtureSession();
    const source = fixtureSource();
    const pages: unknown[] = [];
    session.use({ ...source, list: (query) => (pages.push(query.offset), source.list(query)) });
    const { rows, settled } = await rowsIn(session);
    for (const window of [
      [12, 18],
      [0, 10],
      [11, 19],
    ] as const) {
      rows.window = window;
      rows.requestUpdate();
      await settled();
    }
    expect(pages).to.deep.equal([0, 10]);
    await source.create('deal', { client: 'ACME', stage: 'prospect', reference: 'D-0000' });
    await settled();
    expect(pages).to.deep.equal([0, 10, 10]);
    expect(rows.list.total).to.equal(41);
    expect(rows.list.row(10)?.values['reference']).to.equal('D-0010');
  });

  it('is that of the filters, with the titles of its links', async () => {
    const session = fixtureSession();
    const { rows, settled } = await rowsIn(session);
    session.toggle('sector', 'Retail');
    await settled();
    expect(rows.list.total).to.be.greaterThan(0).and.lessThan(40);
    const account = rows.list.row(0)?.values['account'] as string;
    expect(rows.list.titles[account]).to.equal(rows.list.row(0)?.values['client']);
    session.setSearch('nobody has this');
    await settled();
    expect([rows.list.total, rows.list.rows(0, 10).length, rows.list.ready]).to.deep.equal([0, 0, true]);
  });
});
