import type { MemorySource, Rec } from '@sluice/core';
import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, type FixtureSessionOptions, type Mounted, mountIn } from '../../fixtures.ts';
import type { Session } from '../../controllers/session.ts';
import { workbookOf } from '../../sources/write-excel.ts';
import type { ImportFinished, ImportPlanned, ImportUndone, SluiceImporter } from './importer.ts';
import './define.ts';

/** What a founder gets out of a French CRM: amounts with spaces and signs, days first, a stage that nobody knows, one row twice. */
const MESSY = [
  'Client;Société;Montant;Statut;Échéance;Référence;Humeur',
  'Lumière SA;EcoGreen;1 234,56 €;Gagné;31/12/2024;F-1;bonne',
  'Optique du Port;Atelier Nrd;2 500,00 €;En pause;15/01/2025;F-2;moyenne',
  'Papeterie Vive;Delorme;980,00 €;Prospect;28/02/2025;F-3;',
  'Papeterie Vive;Delorme;980,00 €;Prospect;28/02/2025;F-3;',
  'Quincaillerie Roux;Zénith;4 000,00 €;Qualifié;32/13/2025;F-4;bonne',
].join('\r\n');
const CLEAN = ['client,amount,stage,reference', 'Lumière SA,1200,prospect,F-1', 'Optique,900.50,won,F-2'].join('\n');

let mounted: Mounted | null = null;
let session: Session;

const put = async (options: FixtureSessionOptions = {}, links = 'match', dir: 'ltr' | 'rtl' = 'ltr') => {
  session = fixtureSession(options);
  mounted = mountIn(session, html`<sluice-importer links=${links}></sluice-importer>`, { dir });
  await mounted.settled();
  return mounted.find('sluice-importer') as SluiceImporter;
};
const settled = async (element: SluiceImporter) => {
  for (let round = 0; round < 100; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await element.updateComplete;
    if (!element.shadowRoot?.querySelector('[aria-busy="true"]')) return;
  }
};
const read = async (element: SluiceImporter, text: string | Uint8Array<ArrayBuffer>, name = 'export.csv') => {
  await element.read(new File([text], name, { type: 'text/csv' }));
  await settled(element);
};
const plain = (text: string | null | undefined) => (text ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const text = (element: SluiceImporter, selector = '[part="base"]') =>
  plain(element.shadowRoot?.querySelector(selector)?.textContent);
const all = (element: SluiceImporter, selector: string) =>
  [...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])].map((one) => plain(one.textContent));
const press = async (element: SluiceImporter, selector: string) => {
  const button = element.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!button) throw new Error(`There is no ${selector}.`);
  button.click();
  await settled(element);
};
const pressWord = async (element: SluiceImporter, word: string) => {
  const buttons = [...(element.shadowRoot?.querySelectorAll('button') ?? [])];
  const button = buttons.find((one) => plain(one.textContent) === word);
  if (!button)
    throw new Error(`There is no “${word}” among ${buttons.map((one) => plain(one.textContent)).join(', ')}.`);
  button.click();
  await settled(element);
};
const select = async (element: SluiceImporter, selector: string, value: string) => {
  const found = element.shadowRoot?.querySelector<HTMLSelectElement>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  found.value = value;
  found.dispatchEvent(new Event('change', { bubbles: true }));
  await settled(element);
};
const facts = (element: SluiceImporter) =>
  Object.fromEntries(
    [...(element.shadowRoot?.querySelectorAll('.fact') ?? [])].map((one) => [
      plain(one.querySelector('dt')?.textContent),
      plain(one.querySelector('dd')?.textContent),
    ]),
  );
const source = () => session.source as MemorySource;
const deals = (): readonly Rec[] => {
  const frame = source().frame('deal');
  return frame ? Array.from({ length: frame.length }, (_, row) => frame.record(row)) : [];
};
const called = (client: string) => deals().find(({ values }) => values['client'] === client);
const word = (value: unknown) => (typeof value === 'string' ? value : '');
const heading = (element: SluiceImporter) => text(element, '#heading');

describe('sluice-importer', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('offers a place to drop deals, which is a button', async () => {
    const element = await put();
    expect(element.shadowRoot?.querySelector('button.drop')).not.to.equal(null);
    expect(text(element, '.drop')).to.contain('Drop a file with Deals here');
    expect(element.matches(':state(empty)')).to.equal(true);
  });

  it('takes a file that is dropped', async () => {
    const element = await put();
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([CLEAN], 'clean.csv', { type: 'text/csv' }));
    element.shadowRoot
      ?.querySelector('.drop')
      ?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    await settled(element);
    expect(heading(element)).to.equal('What was understood');
  });

  it('imports a clean file with one click', async () => {
    const element = await put();
    const heard: unknown[] = [];
    element.addEventListener('sluice-import-planned', (event) =>
      heard.push((event as CustomEvent<ImportPlanned>).detail.counts.create),
    );
    element.addEventListener('sluice-import-done', (event) =>
      heard.push((event as CustomEvent<ImportFinished>).detail.counts),
    );
    await read(element, CLEAN);
    expect(text(element, '.button.primary')).to.equal('Import 2 deals');
    await press(element, '.button.primary');
    expect(heading(element)).to.equal('The import is done');
    expect(heard).to.deep.equal([2, { rows: 2, create: 2, update: 0, unchanged: 0, reject: 0 }]);
    expect(called('Optique')?.values).to.include({ amount: 90_050, stage: 'won' });
    expect(deals()).to.have.length(42);
  });

  it('says how a messy French export was read, and leads to what is in doubt', async () => {
    const element = await put();
    await read(element, MESSY);
    expect(facts(element)).to.include({
      File: 'export.csv',
      Rows: '5',
      Columns: '6 of 7 matched',
      Separator: 'semicolon',
      Numbers: 'decimal comma',
      Dates: 'day first',
    });
    expect(text(element, '.button.primary')).to.equal('Check the columns');
    await press(element, '.button.primary');
    expect(all(element, '.mapping tbody th')[0]).to.equal('Humeur');
    expect(all(element, '.mapping tbody tr')[0]).to.contain('bonnemoyennebonne');
    expect(text(element)).to.contain('1 column feeds no field.');
  });

  it('offers the other sheets of a workbook, and reads the one that is chosen', async () => {
    const sheet = (name: string, clients: readonly string[]) => ({
      name,
      widths: [],
      rightToLeft: false,
      rows: [['client', 'stage'], ...clients.map((client) => [client, 'won'])].map((row) =>
        row.map((value) => ({ value })),
      ),
    });
    const workbook = await workbookOf([sheet('Ventes', ['Lumière']), sheet('Archives', ['Optique', 'Roux'])]);
    const element = await put();
    await read(element, new Uint8Array(await workbook.arrayBuffer()), 'ventes.xlsx');
    expect(facts(element)['Rows']).to.equal('1');
    expect(all(element, '[part="sheet"] option')).to.deep.equal(['Ventes', 'Archives']);
    await select(element, '[part="sheet"]', 'Archives');
    expect(facts(element)['Rows']).to.equal('2');
    expect(element.shadowRoot?.querySelector<HTMLSelectElement>('[part="sheet"]')?.value).to.equal('Archives');
    await press(element, '[part="begin"]');
    expect(called('Roux')?.values).to.include({ stage: 'won' });
    expect(called('Lumière')).to.equal(undefined);
  });

  it('says that text was encoded twice and is repaired', async () => {
    const element = await put();
    const twice = new TextDecoder('windows-1252').decode(
      new TextEncoder().encode('Client;Montant;Statut\nÉlan;10,50;Gagné\n'),
    );
    await read(element, twice);
    expect(facts(element)['Encoding']).to.contain('repaired: the text had been encoded twice');
  });

  it('asks what a stage nobody knows means, and offers EcoGreen’s like for names', async () => {
    const element = await put();
    await read(element, MESSY);
    await press(element, '[part="next"]');
    await select(element, 'select[data-column="Humeur"]', '-');
    await press(element, '[part="next"]');
    expect(heading(element)).to.equal('Values to settle');
    expect(all(element, '.asked')).to.deep.equal(['En pause in 1 row', 'Atelier Nrd in 1 row']);
    expect(all(element, '[data-use="Atelier Nrd"]')).to.deep.equal(['Use Atelier Nord']);
    await press(element, '[data-use="Atelier Nrd"]');
    await select(element, 'select[data-text="En pause"]', 'followUp');
    await press(element, '[part="next"]');
    expect(facts(element)).to.include({ Created: '3', Unchanged: '1', Rejected: '1' });
    expect(text(element, '.fate.reject')).to.contain('no readable Échéance');
    expect(text(element, '.fate.reject')).to.contain('“32/13/2025” This day is not in the calendar.');
    await press(element, '[part="begin"]');
    const port = called('Optique du Port');
    expect(port?.values).to.include({ amount: 250_000, stage: 'followUp', dueOn: '2025-01-15' });
    const company = source().frame('company');
    expect(company?.record(company.rowOf(word(port?.values['account']))).values['name']).to.equal('Atelier Nord');
    expect(called('Lumière SA')?.values).to.include({ amount: 123_456, stage: 'won', dueOn: '2024-12-31' });
  });

  it('creates a company only on request', async () => {
    const file = 'Client;Société;Montant;Statut\nLumière;Zénith;1 234,56 €;Gagné\n';
    const element = await put();
    await read(element, file);
    expect(text(element, '.button.primary')).to.equal('Settle 1 value');
    await press(element, '[part="next"]');
    const before = source().frame('company')?.length ?? 0;
    await select(element, 'select[data-text="Zénith"]', '+');
    await press(element, '[part="next"]');
    expect(text(element, '.targets')).to.equal('Also created, because rows link to it: Zénith');
    await press(element, '[part="begin"]');
    expect(source().frame('company')?.length).to.equal(before + 1);
  });

  it('leaves the company blank when nobody answers', async () => {
    const file = 'Client;Société;Montant;Statut\nLumière;Zénith;1 234,56 €;Gagné\n';
    const element = await put();
    await read(element, file);
    await press(element, '[part="next"]');
    await press(element, '[part="next"]');
    expect(element.shadowRoot?.querySelector('.targets')).to.equal(null);
    await press(element, '[part="begin"]');
    expect(called('Lumière')?.values['account']).to.equal(null);
    expect(source().frame('company')?.length).to.equal(12);
  });

  it('with links="create" makes companies without asking, but not one that is nearly there', async () => {
    const element = await put({}, 'create');
    await read(element, 'Client;Société;Montant;Statut\nA;Zénith;10,50;Gagné\nB;Atelier Nrd;11,50;Gagné\n');
    expect(text(element, '.button.primary')).to.equal('Settle 1 value');
    await press(element, '[part="next"]');
    expect(all(element, '.asked')).to.deep.equal(['Atelier Nrd in 1 row']);
  });

  const updating = async () => {
    const element = await put();
    const [first] = deals();
    const values = first?.values ?? {};
    const file = `id,client,stage,amount,sector\n${first?.id},${word(values['client'])},${word(values['stage'])},777.77,Voile\n`;
    await read(element, file);
    return { element, id: first?.id ?? '', values };
  };

  it('shows what changes, cell by cell, and fills only blanks where that is wished', async () => {
    const { element, values } = await updating();
    await pressWord(element, 'See what will happen');
    expect(text(element, '.fate.update .cells')).to.match(/Amount .*→becomes ?€777\.77/);
    expect(text(element, '.fate.update .cells')).to.contain('Voile');
    await select(element, '[data-rule="sector"]', 'fill');
    expect(text(element, '.fate.update .cells')).not.to.contain('Voile');
    await press(element, '[part="begin"]');
    expect(deals()[0]?.values).to.include({ amount: 77_777, sector: values['sector'] });
  });

  it('undoes an import exactly', async () => {
    const { element, values } = await updating();
    let heard: ImportUndone['counts'] | null = null;
    element.addEventListener('sluice-import-undone', (event) => {
      heard = (event as CustomEvent<ImportUndone>).detail.counts;
    });
    await press(element, '.button.primary');
    expect(deals()[0]?.values['amount']).to.equal(77_777);
    await press(element, '[part="undo"]');
    expect(facts(element)).to.deep.equal({ 'Taken out': '0', 'Put back': '1' });
    await press(element, '[part="undo"]');
    expect(heading(element)).to.equal('The import is undone');
    expect(heard).to.include({ restore: 1, conflict: 0 });
    expect(deals()[0]?.values).to.deep.equal(values);
  });

  it('keeps the way back open after it was closed', async () => {
    const element = await put();
    await read(element, CLEAN);
    await press(element, '.button.primary');
    mounted?.remove();
    mounted = mountIn(session, html`<sluice-importer></sluice-importer>`);
    await mounted.settled();
    const next = mounted.find('sluice-importer') as SluiceImporter;
    await settled(next);
    expect(text(next, '.last')).to.contain('Imported last: export.csv');
    await press(next, '[part="back"]');
    expect(facts(next)).to.include({ Created: '2' });
    await press(next, '[part="undo"]');
    await press(next, '[part="undo"]');
    expect(heading(next)).to.equal('The import is undone');
    expect(deals()).to.have.length(40);
    await pressWord(next, 'Import another file');
    expect(next.shadowRoot?.querySelector('.last')).to.equal(null);
  });

  for (const [choice, amount] of [
    ['keep', 1],
    ['back', null],
  ] as const) {
    it(`shows a record that was edited since with both values: ${choice}`, async () => {
      const { element, id, values } = await updating();
      await press(element, '.button.primary');
      const version = (await source().get('deal', id))?.version ?? 0;
      await source().change('deal', id, { amount: 1 }, { version });
      await press(element, '[part="undo"]');
      expect(text(element)).to.contain('1 record was edited after the import.');
      expect(text(element, '.conflict table')).to.contain('Amount €0.01');
      await press(element, `.conflict input[value="${choice}"]`);
      await press(element, '[part="undo"]');
      expect(deals()[0]?.values['amount']).to.equal(amount ?? values['amount']);
    });
  }

  it('stops when somebody cancels, and writes nothing', async () => {
    const element = await put();
    const lines = Array.from({ length: 900 }, (_, at) => `Client ${at},${at + 1}.50,prospect,F-${at}`);
    await read(element, ['client,amount,stage,reference', ...lines].join('\n'));
    element.shadowRoot?.querySelector<HTMLElement>('[part="begin"]')?.click();
    await element.updateComplete;
    await press(element, '[part="cancel"]');
    expect(text(element)).to.contain('The import was stopped; nothing was written.');
    expect(deals()).to.have.length(40);
  });

  it('hands the rejected rows back with their reasons', async () => {
    const element = await put();
    await read(element, 'client,amount,stage,due date\nA,10,prospect,2025-03-01\nB,20,won,2025-99-99\n');
    await press(element, '[part="next"]');
    await press(element, '[part="begin"]');
    const saved = new Promise<{ name: string; href: string }>((resolve) => {
      const click = HTMLAnchorElement.prototype.click;
      HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
        HTMLAnchorElement.prototype.click = click;
        resolve({ name: this.download, href: this.href });
      };
    });
    await press(element, '[part="rejected"]');
    const { name, href } = await saved;
    expect(name).to.equal('export-rejected.csv');
    const file = await (await fetch(href)).text();
    expect(file).to.contain('B,20,won,2025-99-99,');
    expect(file).not.to.contain('A,10');
  });

  it('says so when every row is here already', async () => {
    const element = await put();
    await read(element, CLEAN);
    await press(element, '.button.primary');
    await pressWord(element, 'Import another file');
    await read(element, CLEAN);
    expect(text(element)).to.contain('Every row is here already: nothing would change.');
  });

  it('says what is wrong with a file that is no table', async () => {
    const element = await put();
    await read(element, new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), 'deals.xlsx');
    expect(heading(element)).to.equal('This cannot be imported');
    expect(element.matches(':state(error)')).to.equal(true);
    await pressWord(element, 'Choose another file');
    expect(heading(element)).to.equal('Import Deals');
  });

  it('moves the focus to the heading of each step', async () => {
    const element = await put();
    await read(element, MESSY);
    expect(element.shadowRoot?.activeElement?.id).to.equal('heading');
    await press(element, '[part="next"]');
    expect(plain(element.shadowRoot?.activeElement?.textContent)).to.equal('Which column is which field');
  });

  it('imports nothing into data that can only be read', async () => {
    const element = await put({ writable: false });
    expect(text(element)).to.contain('this data can only be read');
  });

  it('counts in the reader’s language', async () => {
    const element = await put({ locale: 'ru' });
    await read(element, CLEAN);
    expect(text(element, '.button.primary')).to.equal('Импортировать 2 сделки');
  });

  for (const dir of ['ltr', 'rtl'] as const) {
    it(`breaks no rule of axe at any step, ${dir}`, async () => {
      const element = await put({ locale: dir === 'rtl' ? 'he' : 'en' }, 'match', dir);
      const check = async () => {
        const { violations } = await axe.run(element);
        expect(violations.map((one) => `${heading(element)}: ${one.id} ${one.nodes[0]?.html}`)).to.deep.equal([]);
      };
      await check();
      await read(element, MESSY);
      await check();
      for (let step = 0; step < 3; step += 1) {
        await press(element, '[part="next"]');
        await check();
        if (element.shadowRoot?.querySelector('[part="begin"]')) break;
      }
      await press(element, '[part="begin"]');
      await check();
      await press(element, '[part="undo"]');
      await check();
    });
  }

  it('keeps inside 280 pixels', async () => {
    const element = await put();
    element.style.inlineSize = '280px';
    await read(element, MESSY);
    for (let step = 0; step < 3; step += 1) {
      await press(element, '[part="next"]');
      expect(element.shadowRoot?.querySelector('.importer')?.scrollWidth, heading(element)).to.be.at.most(280);
      if (element.shadowRoot?.querySelector('[part="begin"]')) break;
    }
  });
});
