import { expect } from 'chai';
import type { ImportUndone } from './importer.ts';
import {
  CLEAN,
  deals,
  facts,
  heading,
  press,
  pressWord,
  put,
  putAgain,
  read,
  remove,
  source,
  text,
  updating,
} from './testing.ts';

describe('the way back from an import', () => {
  afterEach(remove);

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
    const next = await putAgain();
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
});
