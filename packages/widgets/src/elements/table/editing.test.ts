import { memorySource, type Rec, seenBy, type Source, SourceError, type Written } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { Session } from '../../controllers/session.ts';
import {
  FIXTURE_DAY,
  fixtureRecords,
  fixtureSession,
  fixtureSource,
  type Mounted,
  type MountOptions,
  mountIn,
} from '../../fixtures.ts';
import type { SluiceField } from '../field/field.ts';
import type { RecordSaved } from '../record/events.ts';
import './define.ts';
import type { RecordOpenDetail, SluiceTable } from './table.ts';

let mounted: Mounted | null = null;

const until = async (what: () => unknown): Promise<void> => {
  for (let round = 0; round < 200; round += 1) {
    if (what()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`It never came: ${String(what)}`);
};

/** An editable table: client, stage, amount, weighted, probability, owner; the largest amount first. */
const put = async (
  session: Session = fixtureSession(),
  { width = 1000, ...options }: MountOptions & { width?: number } = {},
) => {
  const template = html`<sluice-table
    editable
    sort="reference"
    columns="client stage amount weighted probability owner"
  ></sluice-table>`;
  mounted = mountIn(session, template, options);
  mounted.root.style.inlineSize = `${width}px`;
  await mounted.settled();
  const table = mounted.find('sluice-table') as SluiceTable;
  const shadow = table.shadowRoot as ShadowRoot;
  await until(() => shadow.querySelector('#keys') ?? session.source?.writable !== true);
  const cell = (row: number, column: number): HTMLElement => {
    const found = shadow.querySelector<HTMLElement>(`[data-spot="${row},${column}"]`);
    if (!found) throw new Error(`There is no cell ${row},${column}.`);
    return found;
  };
  const text = (selector: string) => shadow.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  const stroke = async (at: Element, key: string, init: KeyboardEventInit = {}) => {
    at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }));
    await mounted?.settled();
  };
  const entry = () => shadow.querySelector<SluiceField>('.cell-panel sluice-field');
  const control = () => entry()?.shadowRoot?.querySelector<HTMLInputElement>('#control') ?? null;
  const open = async (row: number, column: number, key = 'Enter') => {
    cell(row, column).focus();
    await stroke(cell(row, column), key);
    await until(control);
    await mounted?.settled();
  };
  const type = async (words: string) => {
    const input = control();
    if (!input) throw new Error('No cell is open.');
    input.value = words;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await mounted?.settled();
  };
  const enter = async (key: string, init: KeyboardEventInit = {}) => {
    const input = control();
    if (!input) throw new Error('No cell is open.');
    await stroke(input, key, init);
  };
  const press = async (selector: string) => {
    shadow.querySelector<HTMLElement>(selector)?.click();
    await mounted?.settled();
  };
  return {
    table,
    shadow,
    session,
    source: session.source as Source,
    cell,
    text,
    stroke,
    entry,
    control,
    open,
    type,
    enter,
    press,
  };
};

const byReference = [...(fixtureRecords()['deal'] ?? [])];
const [first, second] = byReference as [Rec, Rec];
const clientOf = ({ values }: Rec): string => values['client'] as string;
const CLIENT = 0;
const STAGE = 1;
const AMOUNT = 2;
const WEIGHTED = 3;
const PROBABILITY = 4;

const over = (source: Partial<Source>): Session => {
  const session = fixtureSession();
  session.use({ ...fixtureSource(), ...source });
  return session;
};

describe('an editable sluice-table', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('is for reading only unless it is said to be editable, and where the source cannot be written', async () => {
    const { shadow, table } = await put(fixtureSession({ writable: false }));
    expect(shadow.querySelector('[role="grid"]')?.getAttribute('aria-readonly')).to.equal('true');
    expect(shadow.querySelector('.editable')).to.equal(null);
    expect(table.editable).to.equal(true);
  });

  for (const key of ['Enter', 'F2'])
    it(`stores an amount of 12 000 € that was typed after ${key}, shows it in its cell and says so to the page`, async () => {
      const { table, source, cell, shadow, text, open, type, enter } = await put();
      const told: RecordSaved[] = [];
      table.addEventListener('sluice-record-saved', (event) => told.push((event as CustomEvent<RecordSaved>).detail));
      await open(0, AMOUNT, key);
      expect(cell(0, AMOUNT).getAttribute('aria-expanded')).to.equal('true');
      await type('12,000');
      await enter('Enter');
      expect((await source.get('deal', first.id))?.values['amount']).to.equal(1_200_000);
      expect(cell(0, AMOUNT).textContent?.trim()).to.equal('€12,000.00');
      expect(told.map((one) => [one.id, one.created, one.values['amount']])).to.deep.equal([[first.id, false, 12_000]]);
      expect(shadow.activeElement).to.equal(cell(0, AMOUNT));
      expect(text('.saved')).to.equal(`Amount of ${clientOf(first)} is saved.`);
    });

  it('opens a cell by a second press, not by the first one, and the record by the button beside its title', async () => {
    const { table, cell, control, press } = await put();
    const opened: RecordOpenDetail[] = [];
    table.addEventListener('sluice-record-open', (event) =>
      opened.push((event as CustomEvent<RecordOpenDetail>).detail),
    );
    const click = async (detail: number) => {
      cell(0, AMOUNT).dispatchEvent(
        new MouseEvent('mousedown', { bubbles: true, composed: true, cancelable: true, detail }),
      );
      cell(0, AMOUNT).focus();
      cell(0, AMOUNT).dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, detail }));
      await mounted?.settled();
    };
    await click(1);
    expect(control()).to.equal(null);
    await click(2);
    await until(control);
    expect(opened).to.deep.equal([]);
    await press('[data-spot="0,0"] .to-record');
    expect(opened).to.deep.equal([{ entity: 'deal', id: first.id }]);
  });

  it('lets an entry go with Escape: nothing is stored', async () => {
    const { source, cell, shadow, open, type, enter, control } = await put();
    const before = cell(0, AMOUNT).textContent;
    await open(0, AMOUNT);
    await type('1');
    await enter('Escape');
    expect(control()).to.equal(null);
    expect(cell(0, AMOUNT).textContent).to.equal(before);
    expect(shadow.activeElement).to.equal(cell(0, AMOUNT));
    expect((await source.get('deal', first.id))?.version).to.equal(1);
  });

  it('goes on with Tab to the next cell that may be written, past what is computed, and back with Shift', async () => {
    const { source, entry, open, type, enter } = await put();
    await open(0, AMOUNT);
    await type('5000');
    await enter('Tab');
    await until(() => entry()?.name === 'probability');
    expect((await source.get('deal', first.id))?.values['amount']).to.equal(500_000);
    await enter('Tab', { shiftKey: true });
    await until(() => entry()?.name === 'amount');
    await enter('Tab', { shiftKey: true });
    await until(() => entry()?.name === 'stage');
  });

  it('goes on from the last cell of a row to the first one of the next', async () => {
    const { shadow, entry, text, open, enter } = await put();
    await open(0, 5);
    await enter('Tab');
    await until(() => entry()?.name === 'client');
    expect(text('.cell-name')).to.contain(clientOf(second));
    expect(shadow.querySelector('[data-spot="1,0"]')?.getAttribute('aria-expanded')).to.equal('true');
  });

  it('does not open what is computed: Enter on a weighted amount shows the record', async () => {
    const { table, cell, stroke, control } = await put();
    const opened = new Promise<RecordOpenDetail>((resolve) => {
      table.addEventListener('sluice-record-open', (event) => resolve((event as CustomEvent<RecordOpenDetail>).detail));
    });
    expect(cell(0, WEIGHTED).getAttribute('aria-readonly')).to.equal('true');
    cell(0, WEIGHTED).focus();
    await stroke(cell(0, WEIGHTED), 'Enter');
    expect((await opened).id).to.equal(first.id);
    expect(control()).to.equal(null);
  });

  it('shows the record of a row by Ctrl+Enter', async () => {
    const { table, cell, stroke, control } = await put();
    const opened = new Promise<RecordOpenDetail>((resolve) => {
      table.addEventListener('sluice-record-open', (event) => resolve((event as CustomEvent<RecordOpenDetail>).detail));
    });
    cell(1, AMOUNT).focus();
    await stroke(cell(1, AMOUNT), 'Enter', { ctrlKey: true });
    expect((await opened).id).to.equal(second.id);
    expect(control()).to.equal(null);
  });

  it('keeps a cell open that cannot be read, with the reason at it', async () => {
    const { source, entry, open, type, enter } = await put();
    await open(0, AMOUNT);
    await type('a lot');
    await enter('Enter');
    expect(entry()?.shadowRoot?.querySelector('[part="issue"]')?.textContent?.trim()).to.equal(
      'Write an amount, like 1,000.55.',
    );
    await type('');
    await enter('Escape');
    await open(0, CLIENT);
    await type('');
    await enter('Tab');
    expect(entry()?.name).to.equal('client');
    expect(entry()?.validity.valueMissing).to.equal(true);
    expect((await source.get('deal', first.id))?.version).to.equal(1);
  });

  it('shows an amount at once and, when the source refuses it, opens the cell again with what was typed and why', async () => {
    let answer: (written: Written) => void = () => undefined;
    const session = over({
      change: () =>
        new Promise<Written>((resolve) => {
          answer = resolve;
        }),
    });
    const { cell, entry, control, open, type, enter } = await put(session);
    await open(0, AMOUNT);
    await type('7,777');
    await enter('Enter');
    expect(cell(0, AMOUNT).textContent?.trim()).to.equal('€7,777.00');
    expect(cell(0, AMOUNT).classList.contains('pending')).to.equal(true);
    answer({
      ok: false,
      issues: [{ code: 'too_large', severity: 'error', path: ['amount'], message: 'Too large.', expected: '5000' }],
    });
    await until(control);
    await mounted?.settled();
    expect(control()?.value).to.equal('7,777');
    expect(entry()?.shadowRoot?.querySelector('[part="issue"]')?.textContent).to.contain('5000');
    expect(cell(0, AMOUNT).classList.contains('pending')).to.equal(false);
  });

  it('says that the data cannot be reached, keeps what was typed, and stores it when it is taken again', async () => {
    let away = true;
    const kept = fixtureSource();
    const session = over({
      ...kept,
      change: (...asked) =>
        away ? Promise.reject(new SourceError('offline', 'No connection.', 'Try again.')) : kept.change(...asked),
    });
    const { text, control, open, type, enter } = await put(session);
    await open(0, AMOUNT);
    await type('300');
    await enter('Enter');
    await until(control);
    await mounted?.settled();
    expect(text('.why')).to.contain('Nothing was saved');
    expect(control()?.value).to.equal('300');
    away = false;
    await enter('Enter');
    expect((await kept.get('deal', first.id))?.values['amount']).to.equal(30_000);
  });

  describe('when somebody else wrote the same cell meanwhile', () => {
    const clashed = async () => {
      const at = await put();
      await at.open(0, AMOUNT);
      await at.type('12,000');
      await at.source.change('deal', first.id, { amount: 900_000 }, { version: 1 });
      await mounted?.settled();
      expect(at.control()?.value).to.equal('12,000');
      await at.enter('Enter');
      await until(() => at.shadow.querySelector('.choices'));
      await mounted?.settled();
      return at;
    };

    it('shows the other value, keeps what was typed, and overwrites nothing', async () => {
      const { source, text, control } = await clashed();
      expect(text('.why')).to.equal('Somebody else wrote €9,000.00 here meanwhile. What you typed is still here.');
      expect(control()?.value).to.equal('12,000');
      expect((await source.get('deal', first.id))?.values['amount']).to.equal(900_000);
    });

    it('stores mine when I say so', async () => {
      const { source, press, shadow } = await clashed();
      await press('.choices .primary');
      expect((await source.get('deal', first.id))?.values['amount']).to.equal(1_200_000);
      expect(shadow.querySelector('.cell-panel')).to.equal(null);
    });

    it('leaves theirs when I say so', async () => {
      const { source, press, cell } = await clashed();
      await press('.choices .button:not(.primary)');
      expect((await source.get('deal', first.id))?.version).to.equal(2);
      expect(cell(0, AMOUNT).textContent?.trim()).to.equal('€9,000.00');
    });
  });

  it('stores an amount upon a newer version in which others changed the stage only: both are kept', async () => {
    const { source, open, type, enter } = await put();
    await open(0, AMOUNT);
    await type('12,000');
    await source.change('deal', first.id, { stage: 'negotiation' }, { version: 1 });
    await enter('Enter');
    const stored = await source.get('deal', first.id);
    expect([stored?.values['amount'], stored?.values['stage']]).to.deep.equal([1_200_000, 'negotiation']);
  });

  it('takes one edit after the other back, by Ctrl+Z and by the button', async () => {
    const { source, cell, text, stroke, open, type, enter, press } = await put();
    const amount = first.values['amount'];
    await open(0, AMOUNT);
    await type('1');
    await enter('Enter');
    await open(0, AMOUNT);
    await type('2');
    await enter('Enter');
    await stroke(cell(0, AMOUNT), 'z', { ctrlKey: true });
    expect((await source.get('deal', first.id))?.values['amount']).to.equal(100);
    expect(text('.saved')).to.equal(`Amount of ${clientOf(first)} is as it was.`);
    await press('.undo');
    expect((await source.get('deal', first.id))?.values['amount']).to.equal(amount);
  });

  it('does not take back what somebody else has written since', async () => {
    const { source, cell, text, stroke, open, type, enter } = await put();
    await open(0, AMOUNT);
    await type('1');
    await enter('Enter');
    await source.change('deal', first.id, { amount: 200 }, { version: 2 });
    await stroke(cell(0, AMOUNT), 'z', { ctrlKey: true });
    expect((await source.get('deal', first.id))?.values['amount']).to.equal(200);
    expect(text('.saved')).to.contain('nothing was overwritten');
  });

  it('shows what a stage gives: a new stage weighs anew, and a blank probability follows it', async () => {
    const { source, cell, entry, control, open, type, enter } = await put();
    await open(0, STAGE);
    const select = control() as unknown as HTMLSelectElement;
    select.value = 'negotiation';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await enter('Enter');
    expect((await source.get('deal', first.id))?.values['stage']).to.equal('negotiation');
    await open(0, PROBABILITY);
    expect(entry()?.followed).to.equal(7000);
    await type('50');
    await enter('Enter');
    expect(cell(0, PROBABILITY).textContent?.trim()).to.match(/^50/);
  });

  it('keeps an entry while its row goes elsewhere: the record is named, and the value goes to it', async () => {
    const { table, source, control, open, type, enter } = await put();
    await open(0, AMOUNT);
    await type('4,321');
    table.sort = '-reference';
    await mounted?.settled();
    await until(() => (table.shadowRoot?.querySelector('[data-spot="0,0"]')?.textContent ?? '') !== '');
    expect(control()?.value).to.equal('4,321');
    await enter('Enter');
    expect((await source.get('deal', first.id))?.values['amount']).to.equal(432_100);
  });

  it('writes only what a role may: no cell of a field that it only reads, none at all of an entity that it may not change', async () => {
    const seen = seenBy(crm, [], {
      tenant: [],
      entities: { '*': ['read', 'change'] },
      fields: { deal: { amount: 'read' } },
    });
    if (!seen.ok) throw new Error('the role sees nothing');
    const session = new Session(
      { locale: 'en', timezone: 'Europe/Paris', today: FIXTURE_DAY },
      () => `${FIXTURE_DAY}T10:00:00.000Z`,
    );
    const source = memorySource({
      model: seen.value.model,
      records: fixtureRecords(),
      moment: () => ({ today: FIXTURE_DAY, zone: 'Europe/Paris' }),
      now: () => `${FIXTURE_DAY}T10:00:00.000Z`,
      id: () => crypto.randomUUID(),
    });
    session.use(source);
    const { shadow, cell, stroke, control } = await put(session);
    expect(cell(0, AMOUNT).getAttribute('aria-readonly')).to.equal('true');
    expect(cell(0, STAGE).getAttribute('aria-readonly')).to.equal(null);
    cell(0, AMOUNT).focus();
    await stroke(cell(0, AMOUNT), 'F2');
    expect(control()).to.equal(null);
    session.use({ ...source, may: (action) => action !== 'change' });
    await mounted?.settled();
    expect(shadow.querySelector('[role="grid"]')?.getAttribute('aria-readonly')).to.equal('true');
  });

  for (const [lang, dir] of [
    ['en', 'ltr'],
    ['he', 'rtl'],
  ] as const)
    it(`stands over its cell and inside the window, and is accessible (${lang})`, async () => {
      const { shadow, cell, open } = await put(fixtureSession({ locale: lang }), { dir });
      await open(0, AMOUNT);
      const panel = shadow.querySelector<HTMLElement>('.cell-panel') as HTMLElement;
      const box = panel.getBoundingClientRect();
      const at = cell(0, AMOUNT).getBoundingClientRect();
      expect(Math.abs(dir === 'rtl' ? box.right - at.right : box.left - at.left)).to.be.lessThan(2);
      expect([box.left >= 0, box.right <= window.innerWidth]).to.deep.equal([true, true]);
      const found = await axe.run(mounted?.root as HTMLElement, { rules: { region: { enabled: false } } });
      expect(found.violations.map(({ id }) => id)).to.deep.equal([]);
    });
});
