import { expect } from 'chai';
import type { SluiceApp } from '../../elements/app/app.ts';
import type { SluiceImporter } from '../../elements/importer/importer.ts';
import type { SluiceTable } from '../../elements/table/table.ts';
import '../../elements/app/define.ts';
import '../../elements/importer/define.ts';
import '../../elements/table/define.ts';
import { discard, freshName, until } from './testing.ts';

const CSV = ['client,amount,stage,reference', 'Lumière SA,1200,prospect,F-1', 'Optique,900.50,won,F-2'].join('\n');

describe('an app over records that the browser keeps', () => {
  let name: string;
  let places: HTMLElement[];
  beforeEach(() => {
    name = freshName();
    places = [];
  });
  afterEach(async () => {
    for (const place of places) {
      place.querySelector<SluiceApp>('sluice-app')?.session.close();
      place.remove();
    }
    await discard(name);
  });

  /** A page as its author writes it. */
  const page = async () => {
    const place = document.createElement('div');
    const inside = '<sluice-importer></sluice-importer><sluice-table></sluice-table>';
    place.append(
      document.createRange().createContextualFragment(`<sluice-app source="idb:${name}">${inside}</sluice-app>`),
    );
    places.push(place);
    document.body.append(place);
    const find = (tag: string): Element => {
      const found = place.querySelector(tag);
      if (!found) throw new Error(`There is no ${tag}.`);
      return found;
    };
    const app = find('sluice-app') as SluiceApp;
    await until(() => app.session.status !== 'loading' && app.session.status !== 'idle');
    expect(app.session.problem).to.equal(null);
    return { app, table: find('sluice-table') as SluiceTable, importer: find('sluice-importer') as SluiceImporter };
  };
  const says = (element: HTMLElement, ...words: readonly string[]): Promise<void> =>
    until(() => words.every((word) => (element.shadowRoot?.textContent ?? '').includes(word)));

  it('begins empty and says what to do, is filled by a file, and is as it was left on the next visit', async () => {
    const first = await page();
    await until(() => first.table.matches(':state(empty)'));
    await until(() => first.importer.matches(':state(empty)'));
    await first.importer.read(new File([CSV], 'deals.csv', { type: 'text/csv' }));
    await says(first.importer, 'Import 2 deals');
    first.importer.shadowRoot?.querySelector<HTMLElement>('.button.primary')?.click();
    await says(first.importer, 'The import is done');
    await says(first.table, 'Lumière SA', 'Optique');

    const second = await page();
    await says(second.table, 'Lumière SA', 'Optique');
    expect(second.app.session.source?.freshness().state).to.equal('ready');
  });

  it('without a name is a problem that says what to do', async () => {
    const { app } = await page();
    app.source = 'idb:';
    await until(() => app.session.problem !== null);
    expect(app.session.problem?.remedy).to.contain('idb:my-crm');
  });
});
