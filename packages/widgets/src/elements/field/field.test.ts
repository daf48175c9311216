import { type Field, issue, resolveModel } from '@sluice/core';
import { deals } from '@sluice/core/blueprints';
import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, mountIn } from '../../fixtures.ts';
import './define.ts';
import type { FieldChange, SluiceField } from './field.ts';

const model = resolveModel(deals);
const fieldOf = (name: string): Field => {
  const field = model.ok ? model.value.find('deal')?.field(name) : undefined;
  if (!field) throw new Error(`no field ${name}`);
  return field;
};
const put = async (name: string, { lang = 'en', value }: { lang?: string; value?: SluiceField['value'] } = {}) => {
  const form = document.createElement('form');
  form.lang = lang;
  const element = document.createElement('sluice-field');
  element.name = name;
  element.field = fieldOf(name);
  if (value !== undefined) element.value = value;
  form.append(element);
  document.body.append(form);
  await element.updateComplete;
  return { form, element };
};
const control = (element: SluiceField) =>
  element.shadowRoot?.querySelector<HTMLInputElement>('#control') as HTMLInputElement;
const type = async (element: SluiceField, text: string) => {
  const input = control(element);
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
  input.dispatchEvent(new FocusEvent('blur'));
  await element.updateComplete;
};
const sentence = (element: SluiceField) => element.shadowRoot?.querySelector('#issue')?.textContent?.trim() ?? '';

describe('sluice-field', () => {
  afterEach(() => {
    for (const form of document.querySelectorAll('form')) form.remove();
  });

  it('shows a value that is set after it stands in the page', async () => {
    const { element } = await put('amount', { lang: 'fr' });
    element.value = 100_055;
    await element.updateComplete;
    expect(control(element).value).to.equal('1\u202f000,55');
  });

  it('reads 1 000,55 as 100 055 cents and sends 1000.55 with its form', async () => {
    const { form, element } = await put('amount', { lang: 'fr' });
    await type(element, '1 000,55');
    expect(element.value).to.equal(100_055);
    expect(new FormData(form).get('amount')).to.equal('1000.55');
    expect(form.checkValidity()).to.equal(true);
  });

  it('fires input and change once each, as a control of the browser does', async () => {
    const { form, element } = await put('client');
    const heard: string[] = [];
    for (const kind of ['input', 'change'])
      form.addEventListener(kind, (event) => heard.push(`${kind} ${(event.target as Element).localName}`));
    await type(element, 'EcoGreen');
    expect(heard).to.deep.equal(['input sluice-field', 'change sluice-field']);
  });

  it('says what an entry means once it is complete: 30 is 3 000 basis points', async () => {
    const { form, element } = await put('probability');
    const told: FieldChange[] = [];
    form.addEventListener('sluice-field-change', (event) => told.push((event as CustomEvent<FieldChange>).detail));
    await type(element, '30');
    await type(element, 'most likely');
    expect(told).to.deep.equal([{ name: 'probability', value: 3000 }]);
  });

  it('shows the probability of the stage greyed until somebody overrides it, and follows again when asked', async () => {
    const { element } = await put('probability', { lang: 'fr' });
    const hint = () =>
      element.shadowRoot
        ?.querySelector('#hint')
        ?.textContent?.replace(/\s+/g, ' ')
        .replace(/[\u00a0\u202f]/g, ' ')
        .trim();
    element.followed = 3000;
    await element.updateComplete;
    expect([control(element).value, control(element).placeholder]).to.deep.equal(['', '30']);
    expect(hint()).to.equal('Suit l’étape : 30 %');
    await type(element, '45');
    expect(element.value).to.equal(4500);
    expect(hint()).to.equal('L’étape indique 30 %. Suivre à nouveau l’étape');
    element.shadowRoot?.querySelector<HTMLButtonElement>('.follow')?.click();
    await element.updateComplete;
    expect([element.value, control(element).value]).to.deep.equal([null, '']);
  });

  it('takes field, currency, zone and linked records from the app around it', async () => {
    const session = fixtureSession({ timezone: 'Europe/Paris' });
    const mounted = mountIn(
      session,
      html`<sluice-field name="account"></sluice-field>
        <sluice-field type="instant" name="at" .value=${'2025-02-05T09:00:00.000Z'}></sluice-field>
        <sluice-field name="height"></sluice-field>`,
    );
    await mounted.settled();
    const [account, at, height] = [...mounted.root.querySelectorAll('sluice-field')];
    if (!account || !at || !height) throw new Error('no fields');
    expect(control(at).value).to.equal('2025-02-05T10:00');
    expect(height.shadowRoot?.querySelector('.problem')?.textContent?.trim()).to.equal(
      'There is no field “height” here.',
    );
    control(account).value = 'eco';
    control(account).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await mounted.settled();
    const found = [...(account.shadowRoot?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])];
    expect(found.map((one) => one.textContent?.trim())).to.deep.equal(['EcoGreen']);
    const told: FieldChange[] = [];
    account.addEventListener('sluice-field-change', (event) => told.push((event as CustomEvent<FieldChange>).detail));
    found[0]?.click();
    await mounted.settled();
    expect([control(account).value, told.length]).to.deep.equal(['EcoGreen', 1]);
    const chosen = await session.source?.get('company', told[0]?.value as string);
    expect(chosen?.values['city']).to.equal('Rennes');
    mounted.remove();
  });

  it('is text where it is only read, with the computed fields', async () => {
    const shown = async (name: string, value: SluiceField['value']) => {
      const { element } = await put(name, { lang: 'fr', value });
      element.readOnly = true;
      await element.updateComplete;
      expect(control(element)).to.equal(null);
      return element.shadowRoot?.querySelector('[part="value"]')?.textContent?.replace(/\s/g, ' ').trim();
    };
    expect(await shown('amount', 100_055)).to.equal('1 000,55 €');
    expect(await shown('stage', 'qualified')).to.equal('Qualifié');
    expect(await shown('dueOn', null)).to.equal('—');
    const { element } = await put('weighted', { lang: 'fr', value: 840_000 });
    expect(element.shadowRoot?.querySelector('[part="value"]')?.textContent?.replace(/\s/g, ' ').trim()).to.equal(
      '8 400 €',
    );
  });

  it('keeps what cannot be read, says why in the language of the page and stops the form', async () => {
    const { form, element } = await put('amount', { lang: 'fr' });
    await type(element, 'douze');
    expect(control(element).value).to.equal('douze');
    expect(sentence(element)).to.equal('Écrivez un montant, par exemple 1 000,55.');
    expect(control(element).getAttribute('aria-invalid')).to.equal('true');
    expect(form.checkValidity()).to.equal(false);
    await type(element, '12');
    expect(sentence(element)).to.equal('');
    expect(form.checkValidity()).to.equal(true);
  });

  it('refuses a blank where one is refused, but only says so once somebody tried', async () => {
    const { form, element } = await put('client');
    expect(sentence(element)).to.equal('');
    expect(form.reportValidity()).to.equal(false);
    await element.updateComplete;
    expect(sentence(element)).to.equal('Client is missing.');
    expect(element.validity.valueMissing).to.equal(true);
  });

  it('goes back to its first value when the form is reset', async () => {
    const { form, element } = await put('client', { value: 'EcoGreen' });
    await type(element, 'Atelier Nord');
    form.reset();
    await element.updateComplete;
    expect(control(element).value).to.equal('EcoGreen');
    expect(element.value).to.equal('EcoGreen');
  });

  it('comes back as it was typed when the browser restores the page', async () => {
    const { element } = await put('amount', { lang: 'fr' });
    element.formStateRestoreCallback('1 234,5');
    await element.updateComplete;
    expect(element.value).to.equal(123_450);
  });

  it('is disabled with its fieldset', async () => {
    const { form, element } = await put('client');
    const set = document.createElement('fieldset');
    set.disabled = true;
    form.append(set);
    set.append(element);
    await element.updateComplete;
    expect(control(element).disabled).to.equal(true);
  });

  it('offers the stages of the pipeline by their labels', async () => {
    const { element } = await put('stage', { lang: 'fr', value: 'qualified' });
    const options = [...(element.shadowRoot?.querySelectorAll('option') ?? [])].map((option) => option.textContent);
    expect(options).to.deep.equal(['Choisir…', 'Prospect', 'À relancer', 'Qualifié', 'Négociation', 'Gagné', 'Perdu']);
    expect(control(element).value).to.equal('qualified');
  });

  it('shows what the server found until the next entry', async () => {
    const { element } = await put('client', { value: 'EcoGreen' });
    element.issues = [issue('not_unique', ['client'], { received: 'EcoGreen' })];
    await element.updateComplete;
    expect(sentence(element)).to.equal('Another record already has this.');
    await type(element, 'EcoGreen 2');
    expect(sentence(element)).to.equal('');
  });

  it('stands without a model by its attributes', async () => {
    const form = document.createElement('form');
    const element = document.createElement('sluice-field');
    for (const [name, value] of Object.entries({
      name: 'size',
      type: 'choice',
      options: 's:Small,l:Large',
      label: 'Size',
      value: 'l',
    })) {
      element.setAttribute(name, value);
    }
    form.append(element);
    document.body.append(form);
    await element.updateComplete;
    expect(new FormData(form).get('size')).to.equal('l');
  });

  it('gives its control the focus', async () => {
    const { element } = await put('client');
    element.focus();
    expect(element.shadowRoot?.activeElement).to.equal(control(element));
  });

  for (const dir of ['ltr', 'rtl']) {
    it(`breaks no rule of axe in any kind, ${dir}`, async () => {
      for (const name of ['client', 'amount', 'stage', 'probability', 'dueOn', 'owner', 'tags', 'notes', 'priority']) {
        const { form, element } = await put(name, { lang: dir === 'rtl' ? 'he' : 'en' });
        form.dir = dir;
        element.reportValidity();
        await element.updateComplete;
      }
      const { violations } = await axe.run({ include: ['form'] });
      expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html ?? ''}`)).to.deep.equal([]);
    });
  }
});
