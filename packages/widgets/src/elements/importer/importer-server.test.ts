import { expect } from 'chai';
import { html } from 'lit';
import { type Mounted, mountIn } from '../../fixtures.ts';
import { importUnderWay, noteUnderWay } from '../../sources/import-under-way.ts';
import type { SluiceImporter } from './importer.ts';
import { IMPORT_ID, sessionAt, Standing } from './testing.ts';

const CLEAN = ['client,amount,stage', 'Lumière SA,1200,prospect'].join('\n');

let mounted: Mounted | null = null;
const put = async (server: Standing) => {
  mounted = mountIn(sessionAt(server), html`<sluice-importer></sluice-importer>`);
  await mounted.settled();
  return mounted.find('sluice-importer') as SluiceImporter;
};
const plain = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
const text = (element: SluiceImporter, selector = '[part="base"]') =>
  plain(element.shadowRoot?.querySelector(selector)?.textContent);
const soon = async (element: SluiceImporter, wanted: string, selector?: string) => {
  for (let round = 0; round < 400 && !text(element, selector).includes(wanted); round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await element.updateComplete;
  }
  return text(element, selector).includes(wanted);
};
const press = (element: SluiceImporter, selector: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(selector)?.click();
const begun = async (server: Standing) => {
  const element = await put(server);
  await element.read(new File([CLEAN], 'clean.csv', { type: 'text/csv' }));
  await soon(element, 'Import 900 deals');
  press(element, '[part="begin"]');
  return element;
};

describe('sluice-importer over a server', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
    sessionStorage.clear();
  });

  it('shows how many rows the server has written', async () => {
    const server = new Standing();
    const element = await begun(server);
    expect(await soon(element, 'Importing', '#heading')).to.equal(true);
    server.job = { state: 'running', done: 300, of: 900 };
    expect(await soon(element, '300 of 900 written')).to.equal(true);
    expect(element.shadowRoot?.querySelector('progress')?.value).to.equal(300);
    server.status = 'accepted';
    expect(await soon(element, 'The import is done', '#heading')).to.equal(true);
    expect(importUnderWay('demo', 'deal')).to.equal(null);
  });

  it('stops on the server when somebody cancels, and goes back to the plan', async () => {
    const server = new Standing();
    const element = await begun(server);
    expect(await soon(element, 'Importing', '#heading')).to.equal(true);
    press(element, '[part="cancel"]');
    expect(await soon(element, 'The import was stopped; nothing was written.')).to.equal(true);
    expect(server.asked.filter((one) => one.endsWith('/cancel'))).to.have.length(1);
    expect(element.shadowRoot?.querySelector('[part="begin"]')).not.to.equal(null);
  });

  it('says that the server is away, and finds the import when it is back', async () => {
    const server = new Standing();
    const element = await begun(server);
    expect(await soon(element, '0 of 900 written')).to.equal(true);
    server.away = true;
    expect(await soon(element, 'The server cannot be reached.')).to.equal(true);
    server.away = false;
    server.status = 'accepted';
    expect(await soon(element, 'The import is done', '#heading')).to.equal(true);
  });

  it('goes on over a reload of the page', async () => {
    const server = new Standing();
    const before = await begun(server);
    expect(await soon(before, '0 of 900 written')).to.equal(true);
    mounted?.remove();
    server.job = { state: 'running', done: 600, of: 900 };
    const element = await put(server);
    expect(await soon(element, '600 of 900 written')).to.equal(true);
    expect(text(element)).to.contain('clean.csv');
    expect(server.asked.filter((one) => one.endsWith('/accept'))).to.have.length(1);
    server.status = 'accepted';
    expect(await soon(element, 'The import is done', '#heading')).to.equal(true);
    expect(element.shadowRoot?.querySelector('[part="undo"]')).not.to.equal(null);
  });

  it('can stop what was begun before the reload', async () => {
    const server = new Standing();
    server.job = { state: 'running', done: 1, of: 900 };
    noteUnderWay('demo', 'deal', { id: IMPORT_ID, digest: 'ab12', name: 'clean.csv' });
    const element = await put(server);
    expect(await soon(element, '1 of 900 written')).to.equal(true);
    press(element, '[part="cancel"]');
    expect(await soon(element, 'The import was stopped; nothing was written.')).to.equal(true);
    expect(await soon(element, 'Import Deals', '#heading')).to.equal(true);
  });

  it('shows the plan as it is now when records changed before it was accepted', async () => {
    const server = new Standing();
    const element = await begun(server);
    expect(await soon(element, 'Importing', '#heading')).to.equal(true);
    server.job = { state: 'failed', done: 0, of: 0, code: 'plan_changed' };
    expect(
      await soon(element, 'Records have changed meanwhile: this is what would happen now. Nothing was written.'),
    ).to.equal(true);
    expect(text(element, '#heading')).to.equal('What will happen');
    expect(server.asked.filter((one) => one === 'post imports')).to.have.length(2);
  });
});
