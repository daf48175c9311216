import { expect } from 'chai';
import { workbookOf } from '../../sources/write-excel.ts';
import {
  all,
  called,
  CLEAN,
  deals,
  facts,
  heading,
  MESSY,
  press,
  pressWord,
  put,
  read,
  remove,
  select,
  source,
  text,
  updating,
  word,
} from './testing.ts';

describe('sluice-importer, of what is in a file', () => {
  afterEach(remove);

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
});
