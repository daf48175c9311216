import axe from 'axe-core';
import { expect } from 'chai';
import type { ImportFinished, ImportPlanned } from './importer.ts';
import { called, CLEAN, deals, heading, MESSY, plain, press, put, read, remove, settled, text } from './testing.ts';

describe('sluice-importer', () => {
  afterEach(remove);

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
