import type { Source } from '@sluice/core';
import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureRecords, fixtureSession, type FixtureSessionOptions, type Mounted, mountIn } from '../../fixtures.ts';
import './define.ts';
import type { RecordConverted } from './events.ts';

let mounted: Mounted | null = null;
const put = async (entity: string, id: string, options: FixtureSessionOptions = {}) => {
  const session = fixtureSession(options);
  mounted = mountIn(session, html`<sluice-record entity=${entity} record-id=${id}></sluice-record>`);
  await mounted.settled();
  const element = mounted.find('sluice-record');
  const root = element.shadowRoot as ShadowRoot;
  const deeds = () => [...root.querySelectorAll<HTMLElement>('.deed')].map((one) => (one.textContent ?? '').trim());
  const press = async (label: string) => {
    [...root.querySelectorAll<HTMLElement>('button')].find((one) => one.textContent?.trim() === label)?.click();
    await mounted?.settled();
  };
  const said = () => (root.querySelector('.said p')?.textContent ?? '').trim();
  return { element, root, deeds, press, said, source: session.source as Source };
};
const lead = fixtureRecords()['lead']?.[0];
const total = async (source: Source, entity: string): Promise<number> => {
  const listed = await source.list({ entity });
  return listed.ok ? listed.value.total : -1;
};

describe('what can be done to a record', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('of a lead is to convert it, and to take that back as a whole', async () => {
    const { element, deeds, press, said, source } = await put('lead', lead?.id ?? '');
    expect(deeds()).to.deep.equal(['Convert', 'Move to the next stage']);
    const heard: RecordConverted[] = [];
    element.addEventListener('sluice-record-converted', (event) =>
      heard.push((event as CustomEvent<RecordConverted>).detail),
    );
    const companies = await total(source, 'company');
    await press('Convert');
    expect(said()).to.equal('“Marie Martin” is converted.');
    expect(heard[0]?.made.map(({ entity }) => entity)).to.deep.equal(['company', 'contact', 'opportunity']);
    const stored = await source.get('lead', lead?.id ?? '');
    expect(stored?.values['status']).to.equal('converted');
    const made = heard[0]?.made.find(({ entity }) => entity === 'opportunity');
    expect(stored?.values['opportunity']).to.equal(made?.id);
    const opportunity = await source.get('opportunity', made?.id ?? '');
    expect([opportunity?.values['title'], opportunity?.values['lead']]).to.deep.equal(['Château Élan', lead?.id]);
    expect(deeds()).to.deep.equal([]);
    await press('Undo');
    const back = await source.get('lead', lead?.id ?? '');
    expect([back?.values['status'], back?.values['opportunity'], back?.values['convertedOn']]).to.deep.equal([
      'new',
      null,
      null,
    ]);
    expect([
      await total(source, 'company'),
      await total(source, 'contact'),
      await total(source, 'opportunity'),
    ]).to.deep.equal([companies, 0, 0]);
    expect(deeds()).to.deep.equal(['Convert', 'Move to the next stage']);
  });

  it('of a task is to complete it or to cancel it, and to reopen what is done', async () => {
    const task = fixtureRecords()['task']?.[0];
    const { deeds, press, source } = await put('task', task?.id ?? '');
    expect(deeds()).to.deep.equal(['Complete', 'Cancel']);
    await press('Complete');
    expect((await source.get('task', task?.id ?? ''))?.values['status']).to.equal('completed');
    expect(deeds()).to.deep.equal(['Reopen']);
    await press('Undo');
    expect((await source.get('task', task?.id ?? ''))?.values['status']).to.equal('pending');
  });

  it('is nothing where the source can only be read', async () => {
    const { deeds } = await put('lead', lead?.id ?? '', { writable: false });
    expect(deeds()).to.deep.equal([]);
  });

  it('breaks no rule of axe', async () => {
    const { element } = await put('lead', lead?.id ?? '', { locale: 'fr' });
    const { violations } = await axe.run(element);
    expect(violations.map(({ id }) => id)).to.deep.equal([]);
  });
});
