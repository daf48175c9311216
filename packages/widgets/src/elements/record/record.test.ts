import { type Rec, type Source, SourceError } from '@sluice/core';
import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import type { Session } from '../../controllers/session.ts';
import { fixtureRecords, fixtureSession, fixtureSource, type Mounted, mountIn } from '../../fixtures.ts';
import type { SluiceField } from '../field/field.ts';
import './define.ts';
import type { RecordMode, RecordSaved } from './events.ts';
import type { SluiceRecord } from './record.ts';

const deal = fixtureRecords()['deal']?.find(
  (one) => one.values['stage'] === 'qualified' && one.values['amount'],
) as Rec;
const client = deal.values['client'] as string;
const account = deal.values['account'] as string;
let mounted: Mounted | null = null;

interface Given {
  readonly session?: Session;
  readonly mode?: RecordMode;
  readonly id?: string;
  readonly dir?: 'ltr' | 'rtl';
}
const put = async ({ session = fixtureSession(), mode = 'view', id = deal.id, dir = 'ltr' }: Given = {}) => {
  mounted = mountIn(
    session,
    html`<sluice-record entity="deal" mode=${mode} record-id=${mode === 'new' ? '' : id}></sluice-record>`,
    { dir },
  );
  const element = mounted.find('sluice-record') as SluiceRecord;
  await mounted.settled();
  return { element, session, source: session.source as Source };
};
const settled = async () => {
  await mounted?.settled();
};
const shadow = (element: SluiceRecord) => element.shadowRoot as ShadowRoot;
const text = (element: SluiceRecord, selector: string) =>
  (shadow(element).querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
const field = (element: SluiceRecord, name: string) =>
  shadow(element).querySelector<SluiceField>(`sluice-field[name="${name}"]`) as SluiceField;
const shown = (element: SluiceRecord, name: string) =>
  (field(element, name).shadowRoot?.querySelector('[part="value"]')?.textContent ?? '').replace(/\s+/g, ' ').trim();
const control = (element: SluiceRecord, name: string) =>
  field(element, name).shadowRoot?.querySelector('#control') as HTMLInputElement;
const type = async (element: SluiceRecord, name: string, words: string) => {
  const input = control(element, name);
  input.value = words;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await settled();
};
const press = async (element: SluiceRecord, selector: string) => {
  shadow(element).querySelector<HTMLElement>(selector)?.click();
  await settled();
};
const stroke = async (target: Element, key: string, init: KeyboardEventInit = {}) => {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }));
  await settled();
};
const focused = (element: SluiceRecord) => shadow(element).activeElement;
const saves = (element: SluiceRecord) => {
  const told: RecordSaved[] = [];
  element.addEventListener('sluice-record-saved', (event) => told.push((event as CustomEvent<RecordSaved>).detail));
  return told;
};

describe('sluice-record', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('shows a deal with its title, its amount in euros, the name of its company and what is computed', async () => {
    const { element } = await put();
    expect(text(element, 'h2')).to.equal(client);
    expect(shown(element, 'amount')).to.match(/^€[\d,]+(\.\d\d)?$/);
    expect(shown(element, 'account')).to.equal(client);
    const weighted = Math.round((Number(deal.values['amount']) * 30) / 100);
    expect(field(element, 'weighted').value).to.equal(weighted);
    expect(shadow(element).querySelector('#control')).to.equal(null);
  });

  it('stores an amount of 12 000 € and says so with the values as on the wire', async () => {
    const { element, source } = await put();
    const told = saves(element);
    await press(element, '.edit');
    await type(element, 'amount', '12,000');
    await press(element, '.primary');
    expect((await source.get('deal', deal.id))?.values['amount']).to.equal(1_200_000);
    expect(told.map((one) => [one.id, one.created, one.values['amount']])).to.deep.equal([[deal.id, false, 12_000]]);
    expect([element.mode, shown(element, 'amount')]).to.deep.equal(['view', '€12,000']);
    expect([text(element, '.said p'), text(element, '.said button')]).to.deep.equal(['Saved.', 'Undo']);
    expect(focused(element)?.classList.contains('edit')).to.equal(true);
  });

  it('counts while somebody writes: 12 000 € in negotiation weigh 8 400 €, without saving', async () => {
    const { element, source } = await put({ mode: 'edit' });
    await type(element, 'amount', '12,000');
    expect(field(element, 'weighted').value).to.equal(360_000);
    await type(element, 'stage', 'negotiation');
    expect(field(element, 'weighted').value).to.equal(840_000);
    expect(field(element, 'probability').followed).to.equal(7000);
    await type(element, 'probability', '50');
    expect(field(element, 'weighted').value).to.equal(600_000);
    expect((await source.get('deal', deal.id))?.version).to.equal(1);
  });

  it('leaves an entry as it is typed', async () => {
    const { element } = await put({ mode: 'edit' });
    const input = control(element, 'amount');
    for (const words of ['1', '12', '12.', '12.5']) {
      input.value = words;
      input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      await settled();
      expect(input.value).to.equal(words);
    }
    expect(field(element, 'amount').value).to.equal(1250);
  });

  it('takes a save back by Ctrl+Z right after it, and by the line that stays', async () => {
    const { element, source } = await put({ mode: 'edit' });
    await type(element, 'amount', '12,000');
    await type(element, 'stage', 'won');
    await stroke(control(element, 'amount'), 'Enter');
    const won = await source.get('deal', deal.id);
    expect([won?.values['amount'], won?.values['closedOn']]).to.deep.equal([1_200_000, '2025-02-05']);
    await stroke(focused(element) as Element, 'z', { ctrlKey: true });
    const back = await source.get('deal', deal.id);
    expect(back?.values['amount']).to.equal(deal.values['amount']);
    expect([back?.values['stage'], back?.values['closedOn']]).to.deep.equal(['qualified', null]);
    expect(text(element, '.said')).to.equal('Undone.');
  });

  it('saves by Ctrl+S from the notes', async () => {
    const { element, source } = await put({ mode: 'edit' });
    await type(element, 'notes', 'Calls back in March.');
    await stroke(control(element, 'notes'), 's', { ctrlKey: true });
    expect((await source.get('deal', deal.id))?.values['notes']).to.equal('Calls back in March.');
  });

  it('stores nothing while an entry cannot be read, counts them and goes to the first', async () => {
    const { element, source } = await put({ mode: 'edit' });
    await type(element, 'amount', 'twelve');
    await type(element, 'client', '');
    await press(element, '.primary');
    expect(text(element, '.problem')).to.equal('2 entries need attention.');
    expect(focused(element)).to.equal(field(element, 'client'));
    expect(element.mode).to.equal('edit');
    expect((await source.get('deal', deal.id))?.version).to.equal(1);
  });

  it('brings the form back with every entry when a rule refuses: negotiation needs an owner', async () => {
    const { element, source } = await put({ mode: 'edit' });
    field(element, 'owner').value = null;
    field(element, 'owner').dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    await type(element, 'stage', 'negotiation');
    await press(element, '.primary');
    expect(text(element, '.problem')).to.equal('A deal this far on needs an owner.');
    expect([element.mode, control(element, 'stage').value]).to.deep.equal(['edit', 'negotiation']);
    expect((await source.get('deal', deal.id))?.values['stage']).to.equal('qualified');
  });

  it('keeps both edits where two people changed different fields, and says so', async () => {
    const { element, source } = await put({ mode: 'edit' });
    await type(element, 'amount', '12,000');
    await source.change('deal', deal.id, { product: 'Retainer' }, { version: 1 });
    await press(element, '.primary');
    const stored = await source.get('deal', deal.id);
    expect([stored?.values['amount'], stored?.values['product']]).to.deep.equal([1_200_000, 'Retainer']);
    expect(text(element, '.said')).to.contain('both edits were kept');
  });

  it('shows both amounts where two people changed it, and stores the one that is chosen', async () => {
    const { element, source } = await put({ mode: 'edit' });
    await type(element, 'amount', '12,000');
    await type(element, 'product', 'Retainer');
    await source.change('deal', deal.id, { amount: 900_000 }, { version: 1 });
    await press(element, '.primary');
    const sides = [...shadow(element).querySelectorAll('fieldset label')].map((one) =>
      one.textContent?.replace(/\s+/g, ' ').trim(),
    );
    expect(sides).to.deep.equal(['Keep mine €12,000', 'Take theirs €9,000']);
    expect(focused(element)?.classList.contains('conflict')).to.equal(true);
    await press(element, 'input[value="theirs"]');
    await press(element, '.primary');
    const stored = await source.get('deal', deal.id);
    expect([stored?.values['amount'], stored?.values['product']]).to.deep.equal([900_000, 'Retainer']);
  });

  it('asks in place before it deletes, says so, and brings the deal back', async () => {
    const { element, source } = await put();
    await press(element, '.remove');
    expect(text(element, '.question p')).to.equal(`Delete ${client}? Its history is kept.`);
    expect(focused(element)?.classList.contains('keep')).to.equal(true);
    await press(element, '.danger');
    expect(await source.get('deal', deal.id)).to.equal(null);
    expect(text(element, '.said p')).to.equal(`${client} was deleted.`);
    await press(element, '.undo');
    const back = await source.get('deal', element.recordId);
    expect([back?.values['amount'], back?.values['stage']]).to.deep.equal([deal.values['amount'], 'qualified']);
    expect(text(element, 'h2')).to.equal(client);
  });

  it('does not delete a company that deals link to, and says how many', async () => {
    const session = fixtureSession();
    mounted = mountIn(session, html`<sluice-record entity="company" record-id=${account}></sluice-record>`);
    await settled();
    const element = mounted.find('sluice-record') as SluiceRecord;
    await press(element, '.remove');
    await press(element, '.danger');
    expect(text(element, '.problem')).to.match(/^\d+ records? \(Deals\) links? to this one\. Link (it|them) elsewhere/);
    expect(await session.source?.get('company', account)).not.to.equal(null);
  });

  it('makes a new deal, and unmakes it with the entries kept', async () => {
    const { element, source } = await put({ mode: 'new' });
    const told = saves(element);
    expect(text(element, 'h2')).to.equal('New: Deal');
    await type(element, 'client', 'Nordlicht');
    await type(element, 'amount', '5 000');
    await type(element, 'stage', 'prospect');
    await press(element, '.primary');
    expect(told.map((one) => [one.created, one.values['weighted']])).to.deep.equal([[true, 500]]);
    expect([element.mode, text(element, 'h2')]).to.deep.equal(['view', 'Nordlicht']);
    const { recordId } = element;
    await press(element, '.undo');
    expect(await source.get('deal', recordId)).to.equal(null);
    expect([element.mode, field(element, 'client').value]).to.deep.equal(['new', 'Nordlicht']);
  });

  it('lets the entries go on cancel', async () => {
    const { element } = await put({ mode: 'edit' });
    let heard = 0;
    element.addEventListener('sluice-record-cancel', () => {
      heard += 1;
    });
    await type(element, 'amount', 'twelve');
    await press(element, 'footer .button:not(.primary)');
    await press(element, '.edit');
    expect([heard, field(element, 'amount').value]).to.deep.equal([1, deal.values['amount']]);
    expect(control(element, 'amount').value).not.to.equal('twelve');
  });

  it('keeps what was entered when the data cannot be reached', async () => {
    const session = fixtureSession();
    const kept = fixtureSource();
    session.use({ ...kept, change: () => Promise.reject(new SourceError('offline', 'No network.', 'Try again.')) });
    const { element } = await put({ session, mode: 'edit' });
    await type(element, 'amount', '12,000');
    await press(element, '.primary');
    expect([element.mode, field(element, 'amount').value]).to.deep.equal(['edit', 1_200_000]);
    expect(text(element, '.problem')).to.equal(
      'Nothing was saved: the data cannot be reached. Your entries are still here; try again.',
    );
  });

  it('only shows where the source can only be read', async () => {
    const { element } = await put({ session: fixtureSession({ writable: false }), mode: 'edit' });
    expect(shadow(element).querySelector('button')).to.equal(null);
    expect(text(element, 'footer')).to.equal('This source can only be read.');
    expect(shown(element, 'stage')).to.equal('Qualified');
  });

  it('says that a record is missing, that none is chosen, that the data cannot be reached', async () => {
    const missing = await put({ id: '0194d000-0000-7000-8000-00000000ffff' });
    expect(text(missing.element, '.problem')).to.contain('This record does not exist');
    mounted?.remove();
    const none = await put({ id: '' });
    expect(text(none.element, '.empty')).to.equal('Choose a record to see it here.');
    mounted?.remove();
    const offline = await put({ session: fixtureSession({ answers: 'offline' }) });
    expect(text(offline.element, '.problem')).to.contain('The data cannot be reached.');
    mounted?.remove();
    const waiting = await put({ session: fixtureSession({ answers: 'never' }) });
    expect(shadow(waiting.element).querySelectorAll('.skeleton').length).to.be.greaterThan(4);
  });

  for (const [dir, mode] of [
    ['ltr', 'view'],
    ['ltr', 'edit'],
    ['rtl', 'edit'],
  ] as const) {
    it(`breaks no rule of axe, ${mode}, ${dir}`, async () => {
      const session = fixtureSession({ locale: dir === 'rtl' ? 'he' : 'en' });
      const { element } = await put({ session, mode, dir });
      const { violations } = await axe.run(element);
      expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html ?? ''}`)).to.deep.equal([]);
    });
  }
});
