import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, mountIn } from '../../fixtures.ts';
import './define.ts';
import type { SluiceDashboard } from './dashboard.ts';

const CSV = 'client,stage,amount,sector\nACME,won,1000,Retail\nEcoGreen,prospect,250.50,Énergie\n';

/** Whether something holds before long. */
const soon = async (holds: () => boolean): Promise<boolean> => {
  const end = performance.now() + 5000;
  while (!holds() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
  return holds();
};
const deep = (root: ParentNode, selector: string): Element[] => [
  ...root.querySelectorAll(selector),
  ...[...root.querySelectorAll('*')].flatMap((one) => (one.shadowRoot ? deep(one.shadowRoot, selector) : [])),
];
const text = (root: ParentNode): string =>
  [...root.querySelectorAll('*')]
    .map((one) => (one.shadowRoot ? text(one.shadowRoot) : ''))
    .concat(root.textContent ?? '')
    .join(' ');

describe('the dashboard', () => {
  it('of a file stands on its own: an app, its data and its figures', async () => {
    const root = document.createElement('div');
    document.body.append(root);
    const dashboard = document.createElement('sluice-dashboard') as SluiceDashboard;
    dashboard.source = `data:text/csv,${encodeURIComponent(CSV)}`;
    dashboard.locale = 'en';
    root.append(dashboard);
    expect(await soon(() => text(root).includes('EcoGreen'))).to.equal(true);
    // 10 % of 250.50; a won deal is no pipeline any more
    expect(await soon(() => /€25\.05|€25\b/.test(text(root)))).to.equal(true);
    root.remove();
  });

  it('opens a deal that somebody asks for, and closes it again', async () => {
    const session = fixtureSession({ deals: 5 });
    const { root, remove } = mountIn(session, html`<sluice-dashboard></sluice-dashboard>`);
    expect(await soon(() => deep(root, 'sluice-table').length === 1)).to.equal(true);
    const table = deep(root, 'sluice-table')[0];
    const listed = await session.source?.list({ entity: 'deal', limit: 1 });
    const id = listed?.ok ? listed.value.items[0]?.id : '';
    table?.dispatchEvent(
      new CustomEvent('sluice-record-open', { detail: { entity: 'deal', id }, bubbles: true, composed: true }),
    );
    expect(await soon(() => deep(root, 'sluice-record').length === 1)).to.equal(true);
    const dialog = deep(root, 'sluice-dialog')[0];
    expect(await soon(() => dialog?.shadowRoot?.querySelector('dialog')?.open === true)).to.equal(true);
    dialog?.shadowRoot?.querySelector('dialog')?.close();
    expect(await soon(() => deep(root, 'sluice-record').length === 0)).to.equal(true);
    remove();
  });

  it('offers to add a deal only where the source can be written', async () => {
    const add = async (writable: boolean): Promise<number> => {
      const { root, remove, settled } = mountIn(
        fixtureSession({ deals: 3, writable }),
        html`<sluice-dashboard></sluice-dashboard>`,
      );
      await settled();
      const count = deep(root, 'button.primary').length;
      remove();
      return count;
    };
    expect([await add(true), await add(false)]).to.deep.equal([1, 0]);
  });

  it('opens the importer over the page, only where the source can be written', async () => {
    const session = fixtureSession({ deals: 3 });
    const { root, remove, settled } = mountIn(session, html`<sluice-dashboard></sluice-dashboard>`);
    await settled();
    const [button] = deep(root, '[part="import"]');
    expect(button?.textContent?.trim()).to.equal('Import');
    if (button instanceof HTMLElement) button.click();
    expect(await soon(() => deep(root, 'button.drop').length === 1)).to.equal(true);
    remove();
    const other = mountIn(fixtureSession({ deals: 3, writable: false }), html`<sluice-dashboard></sluice-dashboard>`);
    await other.settled();
    expect(deep(other.root, '[part="import"]')).to.have.length(0);
    other.remove();
  });

  it('foretells: the preset `forecast` loads its elements when it is shown, and opens the deal that somebody picks', async () => {
    const { root, remove } = mountIn(
      fixtureSession({ deals: 30 }),
      html`<sluice-dashboard preset="forecast" quota="250000"></sluice-dashboard>`,
    );
    expect(await soon(() => /The chance of reaching €250K is \d+/.test(text(root)))).to.equal(true);
    expect(await soon(() => /Nothing is changed yet/.test(text(root)))).to.equal(true);
    expect(await soon(() => /open deals (is|are) cold/.test(text(root)))).to.equal(true);
    const [link] = deep(root, '[part=effects] .link');
    if (link instanceof HTMLElement) link.click();
    expect(await soon(() => deep(root, 'sluice-record').length === 1)).to.equal(true);
    remove();
  });

  it('shows the board of the stages with the preset `board`, and opens the card that somebody picks', async () => {
    const { root, remove } = mountIn(
      fixtureSession({ deals: 12 }),
      html`<sluice-dashboard preset="board"></sluice-dashboard>`,
    );
    expect(await soon(() => deep(root, '[part~=card]').length > 0)).to.equal(true);
    expect(deep(root, 'sluice-kpi-row')).to.have.length(0);
    deep(root, 'sluice-board')[0]?.dispatchEvent(
      new CustomEvent('sluice-record-open', {
        detail: { entity: 'deal', id: '018f2f6e-0000-7000-8000-0000000000ff' },
        bubbles: true,
        composed: true,
      }),
    );
    expect(await soon(() => deep(root, 'sluice-record').length === 1)).to.equal(true);
    remove();
  });

  it('shows what is to be done with the preset `tasks`, and opens what the search of everything found', async () => {
    const { root, remove } = mountIn(
      fixtureSession({ entity: 'task' }),
      html`<sluice-dashboard preset="tasks"></sluice-dashboard>`,
    );
    expect(await soon(() => text(root).includes('Send the offer'))).to.equal(true);
    const input = deep(root, 'sluice-search')[0]?.shadowRoot?.querySelector('input');
    if (!input) throw new Error('There is no search.');
    input.focus();
    input.value = 'marie';
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    expect(await soon(() => deep(root, '[role=option]').length > 0)).to.equal(true);
    input.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }),
    );
    expect(await soon(() => deep(root, 'sluice-record').length === 1)).to.equal(true);
    expect(deep(root, 'sluice-record')[0]?.getAttribute('entity')).to.equal('lead');
    remove();
  });

  it('lists the records of any entity with the preset `list`', async () => {
    const { root, remove } = mountIn(
      fixtureSession({ entity: 'company' }),
      html`<sluice-dashboard preset="list"></sluice-dashboard>`,
    );
    expect(await soon(() => text(root).includes('Hérault Santé'))).to.equal(true);
    expect(deep(root, 'sluice-funnel')).to.have.length(0);
    remove();
  });
});
