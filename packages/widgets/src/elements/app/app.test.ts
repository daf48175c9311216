import type { Issue, Query, Source } from '@sluice/core';
import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { QueryController } from '../../controllers/query.ts';
import { defineElement } from '../../define-element.ts';
import { SluiceElement } from '../../element.ts';
import { fixtureSource } from '../../fixtures.ts';
import type { Problem } from '../../problem.ts';
import type { SluiceApp } from './app.ts';
import './define.ts';

class Total extends SluiceElement {
  readonly data = new QueryController(this, (): Query => ({ entity: 'deal', measures: ['sum(amount)'] }));
  get figure() {
    return this.data.answer?.measures[0]?.values[0];
  }
  get words() {
    return `${this.tongue} ${this.format.money(100)}`;
  }
  protected override render() {
    return html`<p>${this.format.money(typeof this.figure === 'number' ? this.figure : null)}</p>`;
  }
}
defineElement('test-total', Total);

const ROWS = [
  { client: 'ACME', stage: 'won', amount: 1000.55, sector: 'Retail' },
  { client: 'Élan', stage: 'prospect', amount: 250, sector: 'Santé' },
];
const inline = (rows: unknown = ROWS) => `<script type="application/json">${JSON.stringify(rows)}</script>`;

interface Heard {
  readonly ready: Source[];
  readonly failed: Problem[];
}
/** Puts an app on the page as an author writes it, and waits for what becomes of its source. */
const put = async (attributes: string, inside = '') => {
  const heard: Heard = { ready: [], failed: [] };
  const place = document.createElement('div');
  place.addEventListener('sluice-source-ready', (event) =>
    heard.ready.push((event as CustomEvent<{ source: Source }>).detail.source),
  );
  place.addEventListener('sluice-source-error', (event) =>
    heard.failed.push((event as CustomEvent<{ problem: Problem }>).detail.problem),
  );
  const text = `<sluice-app ${attributes}><test-total></test-total>${inside}</sluice-app>`;
  place.append(document.createRange().createContextualFragment(text));
  document.body.append(place);
  const app = place.firstElementChild as SluiceApp;
  const total = app.querySelector('test-total') as Total;
  await settled(app);
  return { app, total, heard };
};
const settled = async (app: SluiceApp) => {
  for (let round = 0; round < 50; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const total = app.querySelector<Total>('test-total');
    if (app.session.status !== 'loading' && round > 2 && total?.data.loading !== true) return;
  }
};
const csv = (text: string) => `data:text/csv,${encodeURIComponent(text)}`;
const codes = (issues: readonly Issue[]) => issues.map((one) => one.code);

describe('sluice-app', () => {
  const address = location.href;
  afterEach(() => {
    for (const app of document.querySelectorAll('sluice-app')) app.parentElement?.remove();
    history.replaceState(null, '', address);
    document.documentElement.lang = '';
  });

  it('gives the elements inside the data that stands in the page', async () => {
    const { total, heard, app } = await put('', inline());
    expect(total.figure).to.equal(125_055);
    expect(heard.ready).to.deep.equal([app.session.source]);
    expect(heard.failed).to.deep.equal([]);
  });

  it('reads the file that an address leads to', async () => {
    const { total, app } = await put(`source="${csv('client;statut;montant\nACME;Gagné;1 000,55\nB;???;3')}"`);
    expect(total.figure).to.equal(100_055);
    expect(codes(app.session.issues)).to.include('rows_left_out');
  });

  it('takes columns for fields as its attribute says', async () => {
    const source = csv('Kunde,Phase,Wert\nACME,won,12.50');
    const { total } = await put(`source="${source}" map="Kunde=client; Phase=stage; Wert=amount"`);
    expect(total.figure).to.equal(1250);
  });

  it('says once that a source cannot be had, and opens another when it is given one', async () => {
    const { app, total, heard } = await put('source="/nothing-here.csv"');
    expect(heard.failed.map((one) => one.code)).to.deep.equal(['not_found']);
    expect(total.data.problem?.code).to.equal('not_found');
    app.locale = 'fr';
    await settled(app);
    expect(total.data.problem?.message).to.equal('Aucune donnée à cette adresse.');
    expect(heard.failed).to.have.length(1);
    app.source = csv('client,stage,amount\nA,won,1');
    await app.updateComplete;
    await settled(app);
    expect([total.figure, total.data.problem, heard.ready.length]).to.deep.equal([100, null, 1]);
  });

  it('waits for a source that a script gives', async () => {
    const { app, total } = await put('');
    expect([app.session.status, total.data.loading]).to.deep.equal(['idle', true]);
    app.session.use(fixtureSource({ deals: 2 }));
    await settled(app);
    expect(total.figure).to.be.greaterThan(0);
  });

  it('is a part of the page in its own language and direction', async () => {
    const { app, total } = await put(
      'locale="he" currency="ILS" timezone="Asia/Jerusalem" today="2025-02-05"',
      inline(),
    );
    expect([app.lang, app.dir, total.words]).to.deep.equal(['he', 'rtl', 'he \u200f1\u00a0\u200f₪']);
    expect(app.session.moment).to.deep.equal({ today: '2025-02-05', zone: 'Asia/Jerusalem' });
    expect(getComputedStyle(total).direction).to.equal('rtl');
    app.locale = 'fr';
    await app.updateComplete;
    expect([app.lang, app.dir]).to.deep.equal(['fr', 'ltr']);
    app.locale = '';
    await app.updateComplete;
    expect([app.hasAttribute('lang'), app.hasAttribute('dir')]).to.deep.equal([false, false]);
  });

  it('leaves a language that the page gave it alone', async () => {
    const { app } = await put('locale="he" lang="en" dir="ltr"', inline());
    expect([app.lang, app.dir, app.session.locale]).to.deep.equal(['en', 'ltr', 'he']);
  });

  it('speaks the language of the page, and goes along when that changes', async () => {
    document.documentElement.lang = 'fr';
    const { app, total } = await put('', inline());
    expect(total.words).to.equal('fr 1\u00a0€');
    document.documentElement.lang = 'ru';
    await settled(app);
    expect(app.session.locale).to.equal('ru');
  });

  it('has the colours of the page, or its own', async () => {
    const { app } = await put('', inline());
    expect(getComputedStyle(app).colorScheme).to.equal('normal');
    for (const [theme, scheme] of [
      ['dark', 'dark'],
      ['light', 'light'],
      ['auto', 'light dark'],
    ] as const) {
      app.theme = theme;
      await app.updateComplete;
      expect(getComputedStyle(app).colorScheme).to.equal(scheme);
    }
  });

  it('keeps the filters in the address when it is told to, and what else stands there', async () => {
    history.replaceState({ page: 1 }, '', `${location.pathname}?tab=2&sector=Retail&q=acme#top`);
    const { app, total } = await put('filters-in-url', inline());
    expect(total.figure).to.equal(100_055);
    expect([app.session.isChosen('sector', 'Retail'), app.session.search]).to.deep.equal([true, 'acme']);
    app.session.clear();
    app.session.toggle('stage', 'prospect');
    expect(location.search + location.hash).to.equal('?tab=2&stage=prospect#top');
    expect(history.state).to.deep.equal({ page: 1 });
    await settled(app);
    expect(total.figure).to.equal(25_000);
  });

  it('follows the address when the reader goes back', async () => {
    const { app } = await put('filters-in-url', inline());
    history.replaceState(null, '', `${location.pathname}?stage=won&q=x`);
    window.dispatchEvent(new PopStateEvent('popstate'));
    expect([app.session.isChosen('stage', 'won'), app.session.search]).to.deep.equal([true, 'x']);
    expect(location.search).to.equal('?stage=won&q=x');
  });

  it('leaves the address alone otherwise', async () => {
    const { app } = await put('', inline());
    const before = location.href;
    app.session.toggle('stage', 'won');
    expect(location.href).to.equal(before);
  });

  it('keeps its data when it is moved in the page', async () => {
    const { app, total } = await put('', inline());
    const { source } = app.session;
    const elsewhere = document.createElement('section');
    app.parentElement?.append(elsewhere);
    elsewhere.append(app);
    await settled(app);
    expect(app.session.source).to.equal(source);
    expect(total.figure).to.equal(125_055);
    app.session.toggle('stage', 'won');
    await settled(app);
    expect(total.figure).to.equal(100_055);
    elsewhere.parentElement?.append(app);
    elsewhere.remove();
  });

  it('reads the source again when asked', async () => {
    const { app, total, heard } = await put('', inline());
    const script = app.querySelector('script');
    if (script) script.textContent = JSON.stringify(ROWS.slice(1));
    await app.reload();
    await settled(app);
    expect([total.figure, heard.ready.length]).to.deep.equal([25_000, 2]);
  });

  it('has nothing that a screen reader would stumble over', async () => {
    const { app } = await put('locale="fr"', inline());
    const { violations } = await axe.run(app);
    expect(violations.map((one) => one.id)).to.deep.equal([]);
  });
});
