import axe from 'axe-core';
import { expect } from 'chai';
import { html, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { fixtureRecords, fixtureSession, type Mounted, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';
import type { RecordOpenDetail, SluiceTable } from './table.ts';

const deals = fixtureRecords()['deal'] ?? [];
let mounted: Mounted | null = null;

const put = async (
  session: Session,
  template: TemplateResult = html`<sluice-table></sluice-table>`,
  { width = 1000, ...options }: MountOptions & { width?: number } = {},
) => {
  mounted = mountIn(session, template, options);
  mounted.root.style.inlineSize = `${width}px`;
  await mounted.settled();
  const table = mounted.find('sluice-table') as SluiceTable;
  const all = (selector: string) => [...(table.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const one = (selector: string): HTMLElement => {
    const [first] = all(selector);
    if (!first) throw new Error(`There is no ${selector}.`);
    return first;
  };
  const cell = (row: number, column: number): string => one(`[data-spot="${row},${column}"]`).textContent?.trim() ?? '';
  const press = async (key: string, init: KeyboardEventInit = {}) => {
    const at = table.shadowRoot?.activeElement ?? one('.scroller');
    at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }));
    await mounted?.settled();
  };
  const scroll = async (top: number) => {
    one('.scroller').scrollTop = top;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await mounted?.settled();
  };
  const opened = (): Promise<RecordOpenDetail> =>
    new Promise((resolve) => {
      mounted?.root.addEventListener(
        'sluice-record-open',
        (event) => resolve((event as CustomEvent<RecordOpenDetail>).detail),
        { once: true },
      );
    });
  return { table, all, one, cell, press, scroll, opened };
};
const byAmount = [...deals]
  .filter((deal) => deal.values['amount'] !== null)
  .sort((a, b) => Number(b.values['amount']) - Number(a.values['amount']));

describe('sluice-table', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('says how many deals there are, in the words of the reader', async () => {
    const english = await put(fixtureSession());
    expect(english.one('#total').textContent?.trim()).to.equal('40 deals');
    mounted?.remove();
    const french = await put(fixtureSession({ deals: 8800, locale: 'fr' }));
    expect(french.one('#total').textContent?.trim()).to.equal('8\u202f800 affaires');
  });

  it('shows the columns of the entity’s own view', async () => {
    const { all } = await put(fixtureSession());
    expect(all('[role="columnheader"]').map((one) => one.textContent?.trim())).to.deep.equal([
      'Client',
      'Stage',
      'Amount',
      'Weighted',
      'Sector',
      'Due',
      'Owner',
    ]);
  });

  it('writes money with its cents, links by their title, a blank as a dash', async () => {
    const { cell } = await put(
      fixtureSession({ locale: 'fr' }),
      html`<sluice-table columns="client amount owner dueOn probability" sort="-amount"></sluice-table>`,
    );
    const [first] = byAmount;
    const euros = new Intl.NumberFormat('fr', { style: 'currency', currency: 'EUR' });
    expect(cell(0, 0)).to.equal(first?.values['client']);
    expect(cell(0, 1)).to.equal(euros.format(Number(first?.values['amount']) / 100));
    expect(['Anna Petit', 'Boris Lemaire', 'Chloé Durand', 'David Cohen', '—']).to.include(cell(0, 2));
  });

  it('shows the stage as a chip with the mark of its outcome', async () => {
    const { one, cell } = await put(
      fixtureSession(),
      html`<sluice-table columns="client stage" where="stage.won"></sluice-table>`,
    );
    expect(cell(0, 1)).to.equal('Won');
    expect(one('[data-spot="0,1"] .stage').classList.contains('won')).to.equal(true);
  });

  it('shows only what its condition and the filters of the app let in', async () => {
    const session = fixtureSession();
    session.toggle('stage', 'qualified');
    const { one } = await put(session);
    const qualified = deals.filter((deal) => deal.values['stage'] === 'qualified').length;
    expect(one('#total').textContent?.trim()).to.equal(`${qualified} deals`);
  });

  it('sorts by a press on a heading: largest first, smallest first, as they came', async () => {
    const { one, cell, table } = await put(
      fixtureSession(),
      html`<sluice-table columns="client amount"></sluice-table>`,
    );
    const heading = () => one('[aria-colindex="2"][role="columnheader"]');
    const pressed = async () => {
      heading().querySelector<HTMLElement>('button')?.click();
      await mounted?.settled();
    };
    expect(heading().getAttribute('aria-sort')).to.equal('none');
    await pressed();
    expect(heading().getAttribute('aria-sort')).to.equal('descending');
    expect(cell(0, 0)).to.equal(byAmount[0]?.values['client']);
    await pressed();
    expect(heading().getAttribute('aria-sort')).to.equal('ascending');
    expect(table.sort).to.equal('amount');
    await pressed();
    expect(heading().getAttribute('aria-sort')).to.equal('none');
  });

  it('opens a deal by Enter and by a press', async () => {
    const { one, press, opened } = await put(fixtureSession(), html`<sluice-table sort="-amount"></sluice-table>`);
    one('[data-spot="0,0"]').focus();
    await press('ArrowDown');
    const asked = opened();
    await press('Enter');
    expect(await asked).to.deep.equal({ entity: 'deal', id: byAmount[1]?.id });
    const again = opened();
    one('[data-spot="0,1"] .value').click();
    expect((await again).id).to.equal(byAmount[0]?.id);
  });

  it('moves by arrow keys, to the last deal by Ctrl-End, up into the headings', async () => {
    const { one, press, table } = await put(fixtureSession({ deals: 2000 }));
    const at = () => (table.shadowRoot?.activeElement as HTMLElement | null)?.dataset['spot'];
    one('[data-spot="0,0"]').focus();
    await press('ArrowRight');
    expect(at()).to.equal('0,1');
    await press('ArrowUp');
    expect(at()).to.equal('-1,1');
    await press('End', { ctrlKey: true });
    expect(at()).to.equal('1999,6');
    await press('Home', { ctrlKey: true });
    expect(at()).to.equal('0,0');
  });

  it('mirrors the arrow keys where rows are read from the right', async () => {
    const { one, press, table } = await put(fixtureSession({ locale: 'he' }), undefined, { dir: 'rtl' });
    one('[data-spot="0,0"]').focus();
    await press('ArrowLeft');
    expect((table.shadowRoot?.activeElement as HTMLElement | null)?.dataset['spot']).to.equal('0,1');
  });

  it('keeps a few rows of 20 000 in the document, and fetches those that are scrolled to', async () => {
    const { all, one, cell, scroll } = await put(
      fixtureSession({ deals: 20_000 }),
      html`<sluice-table columns="reference amount"></sluice-table>`,
    );
    expect(one('[role="grid"]').getAttribute('aria-rowcount')).to.equal('20001');
    expect(all('.rows .row').length).to.be.lessThan(40);
    await scroll(10_000 * 40);
    expect(all('.rows .row').length).to.be.lessThan(40);
    expect(cell(10_000, 0)).to.match(/^D-\d+$/);
    expect(one('[data-row="10000"]').getAttribute('aria-rowindex')).to.equal('10002');
  });

  it('keeps the keyboard in the grid while its row is scrolled away', async () => {
    const { one, press, scroll, table } = await put(fixtureSession({ deals: 5000 }));
    one('[data-spot="0,0"]').focus();
    await scroll(60_000);
    expect(table.shadowRoot?.activeElement?.className).to.equal('scroller');
    await press('ArrowDown');
    expect((table.shadowRoot?.activeElement as HTMLElement | null)?.dataset['spot']).to.equal('1,0');
  });

  it('scrolls sideways inside itself only', async () => {
    const { one, table } = await put(fixtureSession(), undefined, { width: 600 });
    expect(one('.scroller').scrollWidth).to.be.greaterThan(one('.scroller').clientWidth);
    expect(table.scrollWidth).to.be.at.most(600);
  });

  it('becomes cards below 480 px, with their order as a choice', async () => {
    const { one, all } = await put(fixtureSession(), html`<sluice-table columns="client amount"></sluice-table>`, {
      width: 320,
    });
    expect(getComputedStyle(one('.head')).display).to.equal('none');
    expect(getComputedStyle(one('.order')).display).to.equal('flex');
    const label = getComputedStyle(one('[data-spot="0,1"]'), '::before').content;
    expect(label).to.equal('"Amount"');
    const select = one('select') as HTMLSelectElement;
    select.value = 'amount';
    select.dispatchEvent(new Event('change'));
    await mounted?.settled();
    expect(all('[data-spot="0,0"]')[0]?.textContent?.trim()).to.equal(byAmount[0]?.values['client']);
  });

  it('holds its height while it loads', async () => {
    const loading = await put(fixtureSession({ answers: 'never' }), html`<sluice-table page-size="10"></sluice-table>`);
    const height = loading.one('.scroller').offsetHeight;
    expect(loading.all('.row.waiting').length).to.equal(10);
    expect(loading.table.matches(':state(loading)')).to.equal(true);
    mounted?.remove();
    const there = await put(fixtureSession(), html`<sluice-table page-size="10"></sluice-table>`);
    expect(there.one('.scroller').offsetHeight).to.equal(height);
  });

  it('says that nothing matches, and clears the filters on request', async () => {
    const session = fixtureSession();
    session.setSearch('nobody is called that');
    const { one, table } = await put(session);
    expect(one('[part="empty"] p').textContent).to.equal('Nothing matches these filters.');
    expect(table.matches(':state(empty)')).to.equal(true);
    one('[part="empty"] button').click();
    await mounted?.settled();
    expect(one('#total').textContent?.trim()).to.equal('40 deals');
  });

  it('says why there are no records, with a way to try again', async () => {
    const { one, table } = await put(fixtureSession({ answers: 'offline' }));
    expect(one('[part="error"]').textContent).to.contain('Try again');
    expect(one('.scroller').hidden).to.equal(true);
    expect(table.matches(':state(error)')).to.equal(true);
  });

  for (const [dir, width] of [
    ['ltr', 1000],
    ['rtl', 1000],
    ['ltr', 320],
  ] as const) {
    it(`breaks no rule of axe, ${dir}, ${width} px`, async () => {
      const { table } = await put(fixtureSession(), undefined, { dir, width });
      const { violations } = await axe.run(table);
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).to.deep.equal([]);
    });
  }
});
