import axe from 'axe-core';
import { expect } from 'chai';
import '../kpi/define.ts';
import '../table/define.ts';
import type { SluiceKpi } from '../kpi/kpi.ts';
import type { SluiceApp } from './app.ts';
import './define.ts';

const ROWS = [
  { client: 'ACME', stage: 'won', amount: 1000.55, createdOn: '2017-01-10', closedOn: '2017-03-01' },
  { client: 'Élan', stage: 'prospect', amount: 250, createdOn: '2017-02-15' },
  { client: 'Zoo', stage: 'prospect', amount: 99, createdOn: '2017-06-01' },
];

const until = async (test: () => boolean): Promise<void> => {
  for (let round = 0; round < 300 && !test(); round += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(test()).to.equal(true);
};

const put = async (attributes: string) => {
  const text = `<sluice-app today="2017-09-30" timezone="Europe/Paris" locale="en" ${attributes}>
    <script type="application/json">${JSON.stringify(ROWS)}</script>
    <sluice-kpi measure="amount.open" format="full"></sluice-kpi></sluice-app>`;
  document.body.append(document.createRange().createContextualFragment(text));
  const app = document.body.lastElementChild as SluiceApp;
  const kpi = app.querySelector('sluice-kpi') as SluiceKpi;
  const value = () => kpi.shadowRoot?.querySelector('[part=value]')?.textContent.trim() ?? '';
  const banner = () => app.shadowRoot?.querySelector('[part=past]') ?? null;
  await until(() => value() !== '');
  return { app, kpi, value, banner };
};

describe('an app that speaks of a past day', () => {
  afterEach(() => {
    document.body.replaceChildren();
    history.replaceState(null, '', location.pathname);
  });

  it('shows the figures of the end of that day, says so, and takes no edits', async () => {
    const { app, kpi, value, banner } = await put('as-of="2017-02-20"');
    await until(() => banner() !== null);
    expect(value()).to.equal('€1,250.55');
    expect(banner()?.textContent).to.contain('Feb 20, 2017').and.to.contain('Nothing can be changed');
    expect(kpi.matches(':state(past)')).to.equal(true);
    const source = app.session.source;
    expect(source?.writable).to.equal(false);
    const written = await source?.create('deal', { client: 'New', stage: 'prospect' });
    expect(written?.ok).to.equal(false);
    const listed = await source?.list({ entity: 'deal', asOf: '2017-09-30' });
    expect(listed?.ok && listed.value.total).to.equal(3);
    expect((await axe.run(app, { runOnly: ['wcag2a', 'wcag2aa'] })).violations).to.deep.equal([]);
  });

  it('goes back to today by its button, and keeps the day in the address of the page', async () => {
    history.replaceState(null, '', `${location.pathname}?asOf=2017-02-20`);
    const { app, value, banner } = await put('filters-in-url');
    await until(() => banner() !== null);
    expect(value()).to.equal('€1,250.55');
    expect(new URL(location.href).searchParams.get('asOf')).to.equal('2017-02-20');
    banner()?.querySelector('button')?.click();
    await until(() => value() === '€349');
    expect(banner()).to.equal(null);
    expect(new URL(location.href).searchParams.has('asOf')).to.equal(false);
    expect(app.session.source?.writable).to.equal(true);
  });

  it('speaks of today where the day is none, or still to come', async () => {
    const { app, value, banner } = await put('as-of="2031-01-01"');
    expect(value()).to.equal('€349');
    expect(banner()).to.equal(null);
    expect(app.session.asOf).to.equal('');
  });
});
