import axe from 'axe-core';
import { expect } from 'chai';
import { html, type TemplateResult } from 'lit';
import type { Session } from '../../controllers/session.ts';
import {
  FIXTURE_DAY,
  fixtureSession,
  fixtureValues,
  type Mounted,
  type MountOptions,
  mountIn,
} from '../../fixtures.ts';
import './define.ts';
import './panel.ts';
import type { SluiceFilter } from './filter.ts';

let mounted: Mounted | null = null;

const put = async (session: Session, template: TemplateResult, options: MountOptions = {}) => {
  mounted = mountIn(session, template, options);
  await mounted.settled();
  const filter = mounted.find('sluice-filter') as SluiceFilter;
  const all = (selector: string) => [...(filter.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const one = (selector: string): HTMLElement => {
    const [first] = all(selector);
    if (!first) throw new Error(`There is no ${selector}.`);
    return first;
  };
  const settled = async () => mounted?.settled();
  const open = async () => {
    one('.opener').click();
    await settled();
  };
  const button = (): string => one('.opener').textContent?.trim() ?? '';
  const listed = () =>
    all('[role="option"]').map((option) => [
      option.querySelector('.text')?.textContent?.trim(),
      option.querySelector('.count')?.textContent?.trim(),
    ]);
  const press = async (key: string) => {
    filter.shadowRoot?.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
    );
    await settled();
  };
  const write = async (selector: string, value: string) => {
    const input = one(selector) as HTMLInputElement;
    input.value = value;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await settled();
  };
  const pick = async (text: string) => {
    all('[role="option"], .ranges button')
      .find((each) => each.textContent?.includes(text))
      ?.click();
    await settled();
  };
  return { filter, all, one, open, button, values: listed, press, write, pick, settled };
};
const stages = fixtureValues('stage');
const count = (key: string): string => String(stages.filter((stage) => stage === key).length);

describe('sluice-filter', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('lists every stage with its number of deals, in the order of the pipeline', async () => {
    const { open, values } = await put(fixtureSession(), html`<sluice-filter field="stage" multiple></sluice-filter>`);
    await open();
    expect(values()).to.deep.equal([
      ['Prospect', count('prospect')],
      ['To call back', count('followUp')],
      ['Qualified', count('qualified')],
      ['Negotiation', count('negotiation')],
      ['Won', count('won')],
      ['Lost', count('lost')],
    ]);
  });

  it('goes on showing all stages when one is chosen, and says which', async () => {
    const session = fixtureSession();
    const { open, pick, button, values } = await put(
      session,
      html`<sluice-filter field="stage" multiple></sluice-filter>`,
    );
    await open();
    await pick('Qualified');
    expect(session.filters).to.deep.equal([{ field: 'stage', op: 'in', values: ['qualified'] }]);
    expect(button()).to.equal('Stage: Qualified');
    expect(values()[4]).to.deep.equal(['Won', count('won')]);
    await pick('Won');
    expect(button()).to.equal('Stage: 2');
    await pick('Qualified');
    await pick('Won');
    expect(session.filters).to.deep.equal([]);
    expect(button()).to.equal('Stage');
  });

  it('puts one choice in place of the other where only one may be made', async () => {
    const session = fixtureSession();
    const { open, pick, one } = await put(session, html`<sluice-filter field="stage"></sluice-filter>`);
    await open();
    await pick('Qualified');
    expect(one('.panel').matches(':popover-open')).to.equal(false);
    await open();
    await pick('Won');
    expect(session.filters).to.deep.equal([{ field: 'stage', op: 'in', values: ['won'] }]);
  });

  it('offers the deals whose sector is not given', async () => {
    const session = fixtureSession();
    const { open, pick, button } = await put(session, html`<sluice-filter field="sector" multiple></sluice-filter>`);
    await open();
    await pick('Not given');
    expect(session.filters).to.deep.equal([{ field: 'sector', op: 'in', values: [null] }]);
    expect(button()).to.equal('Sector: Not given');
  });

  it('finds one of many companies by a part of its name, accents aside, and takes it with Enter', async () => {
    const session = fixtureSession();
    const { open, write, values, press, button } = await put(
      session,
      html`<sluice-filter field="account" multiple></sluice-filter>`,
    );
    await open();
    await write('#find', 'herault');
    expect(values().map(([text]) => text)).to.deep.equal(['Hérault Santé']);
    await press('Enter');
    expect(button()).to.equal('Company: Hérault Santé');
  });

  it('is worked by the keyboard: arrows, space, the first letter', async () => {
    const session = fixtureSession();
    const { open, press } = await put(session, html`<sluice-filter field="stage" multiple></sluice-filter>`);
    await open();
    await press('ArrowDown');
    await press(' ');
    await press('w');
    await press('Enter');
    expect(session.filters[0]?.values).to.deep.equal(['prospect', 'won']);
  });

  it('calls an owner that came with the address by name', async () => {
    const session = fixtureSession();
    const id = fixtureValues('owner').find((owner) => owner !== null) ?? '';
    session.setFilters([{ field: 'owner', op: 'in', values: [id] }]);
    const { button } = await put(session, html`<sluice-filter field="owner" multiple></sluice-filter>`);
    expect(button()).to.match(/^Owner: (Anna Petit|Boris Lemaire|Chloé Durand|David Cohen)$/);
  });

  it('limits due dates from one day to another', async () => {
    const session = fixtureSession({ locale: 'fr' });
    const { open, write, button } = await put(session, html`<sluice-filter field="dueOn"></sluice-filter>`);
    await open();
    await write('#from', '2025-02-10');
    await write('#to', '2025-02-20');
    expect(session.filters).to.deep.equal([
      { field: 'dueOn', op: 'gte', values: ['2025-02-10'] },
      { field: 'dueOn', op: 'lte', values: ['2025-02-20'] },
    ]);
    expect(button()).to.equal('Échéance : 10 févr. 2025 à 20 févr. 2025');
  });

  it('shows what is overdue by one press: due before today and still open; a second press takes it back', async () => {
    const session = fixtureSession();
    const { open, pick, one } = await put(session, html`<sluice-filter field="dueOn"></sluice-filter>`);
    await open();
    await pick('Overdue');
    expect(session.filters).to.deep.equal([
      { field: 'dueOn', op: 'lt', values: [FIXTURE_DAY] },
      { field: 'stage.open', op: 'in', values: [true] },
    ]);
    expect(one('.ranges [aria-pressed="true"]').textContent?.trim()).to.equal('Overdue');
    await pick('Overdue');
    expect(session.filters).to.deep.equal([]);
  });

  it('puts this month in place of overdue, its open deals included', async () => {
    const session = fixtureSession();
    const { open, pick } = await put(session, html`<sluice-filter field="dueOn"></sluice-filter>`);
    await open();
    await pick('Overdue');
    await pick('This month');
    expect(session.filters).to.deep.equal([
      { field: 'dueOn', op: 'gte', values: ['2025-02-01'] },
      { field: 'dueOn', op: 'lte', values: ['2025-02-28'] },
    ]);
  });

  it('reads an amount as the reader writes it, and says what is no number', async () => {
    const session = fixtureSession({ locale: 'fr' });
    const { open, write, one, button } = await put(session, html`<sluice-filter field="amount"></sluice-filter>`);
    await open();
    await write('#gte', '10 000,50');
    expect(session.filters).to.deep.equal([{ field: 'amount', op: 'gte', values: ['10000.50'] }]);
    expect(button()).to.match(/^Montant : 10\s000,50\s€ ou plus$/);
    await write('#lte', 'beaucoup');
    expect(one('#wrong').textContent).to.equal('« beaucoup » n’est pas un nombre.');
    expect(session.filters).to.have.length(1);
  });

  it('names a field that does not exist', async () => {
    const { one } = await put(fixtureSession(), html`<sluice-filter field="colour"></sluice-filter>`);
    expect(one('[part="error"]').textContent).to.equal('There is no field called colour.');
  });

  it('says why there are no values, with a way to try again', async () => {
    const { open, one } = await put(
      fixtureSession({ answers: 'offline' }),
      html`<sluice-filter field="sector"></sluice-filter>`,
    );
    await open();
    expect(one('[part="error"]').textContent).to.contain('Try again');
  });

  for (const field of ['stage', 'account', 'dueOn', 'amount'])
    for (const dir of ['ltr', 'rtl'] as const)
      it(`breaks no rule of axe, ${field}, ${dir}`, async () => {
        const { filter, open } = await put(
          fixtureSession(),
          html`<sluice-filter field=${field} multiple></sluice-filter>`,
          { dir },
        );
        await open();
        await Promise.all(filter.shadowRoot?.getAnimations().map(({ finished }) => finished) ?? []);
        const { violations } = await axe.run(filter);
        expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).to.deep.equal([]);
      });
});
