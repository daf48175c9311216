import { type Freshness, type Issue, issue, type Source } from '@sluice/core';
import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { Session } from '../../controllers/session.ts';
import { fixtureSession, type FixtureSessionOptions, type Mounted, mountIn } from '../../fixtures.ts';
import { issueWordsArriving } from '../../locales/issue-words.ts';
import type { FileDropped, SluiceData } from './data.ts';
import './define.ts';

let mounted: Mounted | null = null;

const put = async (session: Session, dir: 'ltr' | 'rtl' = 'ltr') => {
  mounted = mountIn(session, html`<sluice-data></sluice-data>`, { dir });
  await issueWordsArriving();
  await mounted.settled();
  return mounted.find('sluice-data') as SluiceData;
};
/** A session whose data says this about itself. */
const standing = (freshness: Partial<Freshness>, options: FixtureSessionOptions = {}) => {
  const session = fixtureSession(options);
  const source = session.source as Source;
  session.use({ ...source, freshness: () => ({ state: 'ready', at: null, issues: [], ...freshness }) });
  return session;
};
const text = (element: SluiceData, selector: string) =>
  (element.shadowRoot?.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
const all = (element: SluiceData, selector: string) => [...(element.shadowRoot?.querySelectorAll(selector) ?? [])];
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const drop = async (element: SluiceData, name: string, type: string) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(['client,amount\r\nEcoGreen,12000\r\n'], name, { type }));
  element.shadowRoot
    ?.querySelector('.drop')
    ?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  await element.updateComplete;
};
const unpriced = (row: number): Issue =>
  issue('unpriced', ['rows', row, 'Montant'], {
    severity: 'warning',
    params: { count: 1 },
    remedy: 'Write the amount, or leave it: the deal counts as nothing.',
  });

describe('sluice-data', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('says 40 deals, updated 2 min. ago', async () => {
    const element = await put(standing({ at: ago(2) }));
    expect(text(element, '[part="line"]')).to.equal('40 deals, updated 2 min. ago');
  });

  it('says it in French, with how many of them the filters let in', async () => {
    const session = standing({ at: ago(0) }, { locale: 'fr' });
    session.toggle('stage', 'lost');
    const element = await put(session);
    expect(text(element, '[part="line"]')).to.equal('4 sur 40 affaires, à jour à l’instant');
  });

  it('writes the day of data that is older than two', async () => {
    const element = await put(standing({ at: '2025-01-02T09:30:00.000Z' }));
    expect(text(element, '[part="line"]')).to.equal('40 deals, updated Jan 2, 2025, 10:30 AM');
  });

  for (const [state, badge, remedy] of [
    ['offline', 'Offline', 'Check the connection and try again.'],
    ['stale', 'Not current', 'Newer data is on its way'],
    ['failed', 'Not readable', 'Try again.'],
  ] as const) {
    it(`says ${badge.toLowerCase()} and what to do, and keeps the count`, async () => {
      const element = await put(standing({ state, at: ago(5) }));
      expect(text(element, '.badge')).to.equal(badge);
      expect(text(element, '.remedy')).to.contain(remedy);
      expect(text(element, '[part="line"]')).to.contain('40 deals');
      expect(element.matches(`:state(${state === 'failed' ? 'error' : state})`)).to.equal(true);
    });
  }

  it('lists what was found on reading: errors first, five of seven, the rest on request', async () => {
    const found = [
      ...Array.from({ length: 6 }, (_, at) => unpriced(at + 2)),
      issue('not_date', ['rows', 12, 'Échéance'], { received: '31/02/2025', params: { count: 3 } }),
    ];
    const element = await put(standing({ issues: found }));
    expect(text(element, 'summary')).to.equal('7 things to look at');
    expect(text(element, 'li')).to.equal(
      'Error This day is not in the calendar. row 12 and 2 more · column Échéance · “31/02/2025”',
    );
    expect([all(element, 'li').length, text(element, 'details button')]).to.deep.equal([5, 'and 2 more']);
    element.shadowRoot?.querySelector('details')?.setAttribute('open', '');
    element.shadowRoot?.querySelector<HTMLButtonElement>('details button')?.click();
    await mounted?.settled();
    expect(all(element, 'li').length).to.equal(7);
    expect(element.shadowRoot?.activeElement).to.equal(all(element, 'li')[5]);
    expect(all(element, 'li')[6]?.textContent?.replace(/\s+/g, ' ').trim()).to.equal(
      'To check The amount is empty or zero. row 7 · column Montant Write the amount, or leave it: the deal counts as nothing.',
    );
  });

  it('offers a place to drop a CSV file where there is no data, and hands the file over', async () => {
    const element = await put(new Session({ locale: 'en' }));
    const files: File[] = [];
    element.addEventListener('sluice-file-dropped', (event) =>
      files.push((event as CustomEvent<FileDropped>).detail.file),
    );
    expect(text(element, '.drop p')).to.equal('Your records would stand here. Choose a CSV file, or drop it here.');
    await drop(element, 'deals.csv', 'text/csv');
    expect(files.map((file) => file.name)).to.deep.equal(['deals.csv']);
  });

  it('says what to do with a sheet that is no CSV file', async () => {
    const element = await put(fixtureSession({ deals: 0 }));
    let heard = 0;
    element.addEventListener('sluice-file-dropped', () => {
      heard += 1;
    });
    await drop(element, 'deals.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect([heard, text(element, '.refused')]).to.deep.equal([
      0,
      'deals.xlsx is not a CSV file. Save the sheet as CSV and drop it here.',
    ]);
  });

  it('waits in its final shape, and says why there is nothing', async () => {
    const waiting = await put(fixtureSession({ state: 'loading' }));
    expect([all(waiting, '.skeleton').length, text(waiting, '.spoken')]).to.deep.equal([1, 'Reading the data…']);
    mounted?.remove();
    const failed = await put(fixtureSession({ state: 'failed' }));
    expect(text(failed, '.problem')).to.contain('The data cannot be reached.');
  });

  for (const dir of ['ltr', 'rtl'] as const) {
    it(`breaks no rule of axe, ${dir}`, async () => {
      const session = standing(
        { state: 'offline', at: ago(3), issues: [unpriced(2)] },
        { locale: dir === 'rtl' ? 'he' : 'en' },
      );
      const element = await put(session, dir);
      element.shadowRoot?.querySelector('details')?.setAttribute('open', '');
      const { violations } = await axe.run(element);
      expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html ?? ''}`)).to.deep.equal([]);
    });
  }
});
