import type { Overlay } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, type Mounted, mountIn } from '../../fixtures.ts';
import { settingsServer } from '../../sources/settings-testing.ts';
import './define.ts';
import type { SluiceSettings } from './settings.ts';

let mounted: Mounted | null = null;
const put = async (server = settingsServer(), locale = 'en') => {
  mounted = mountIn(fixtureSession({ locale }), html`<sluice-settings .asking=${server.ask}></sluice-settings>`);
  await mounted.settled();
  const settings = mounted.find('sluice-settings') as SluiceSettings;
  const all = <T extends HTMLElement>(selector: string) => [
    ...(settings.shadowRoot?.querySelectorAll<T>(selector) ?? []),
  ];
  const form = async (legend: string, values: Readonly<Record<string, string>>) => {
    const found = all<HTMLFormElement>('form').find((one) => one.textContent.includes(legend));
    for (const [name, value] of Object.entries(values)) {
      const control = found?.querySelector<HTMLInputElement>(`[name=${name}]`);
      if (!control) throw new Error(`There is no ${name}.`);
      control.value = value;
      control.dispatchEvent(new Event('change'));
      await settings.updateComplete;
    }
    found?.requestSubmit();
    await mounted?.settled();
  };
  const press = async (text: string) => {
    all('.foot button')
      .find((one) => one.textContent.trim() === text)
      ?.click();
    await mounted?.settled();
  };
  const note = () => all('[part=note]')[0]?.textContent ?? '';
  return { settings, all, form, press, note, kept: server.kept };
};
const deal = (overlay: Overlay) => overlay.entities?.['deal'] ?? {};

describe('sluice-settings', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('adds a field with its choices, and keeps it', async () => {
    const { form, press, note, kept, all } = await put();
    const before = all('[part=field]').length;
    await form('Add a field', { kind: 'choice', label: 'Risk', options: 'Low\nHigh' });
    expect(all('[part=field]')).to.have.length(before + 1);
    expect(kept()).to.deep.equal({});
    await press('Save');
    expect(deal(kept()).fields).to.deep.equal({
      risk: {
        kind: 'choice',
        label: 'Risk',
        options: [
          { key: 'low', label: 'Low' },
          { key: 'high', label: 'High' },
        ],
        dimension: true,
        indexed: true,
      },
    });
    expect(note()).to.contain('holds at once');
  });

  it('changes the chance of a stage and its place, and can let go of both', async () => {
    const { all, press, kept } = await put();
    const chance = all<HTMLInputElement>('[part=stage] input[type=number]')[0];
    if (chance) {
      chance.value = '12.5';
      chance.dispatchEvent(new Event('change'));
    }
    await mounted?.settled();
    const label = (at: number) => all<HTMLInputElement>('[part=stage] input:not([type])')[at]?.value;
    const [first, second] = [label(0), label(1)];
    all('[part=stage] [aria-label^="Move"]')[1]?.click();
    await mounted?.settled();
    expect([label(0), label(1)]).to.deep.equal([second, first]);
    await press('Discard');
    expect([label(0), label(1)]).to.deep.equal([first, second]);
    expect(kept()).to.deep.equal({});
  });

  it('says how many records a new rule catches before it holds', async () => {
    const { form, press, kept, all } = await put();
    await form('Add a rule', { message: 'Very large', fails: 'amount > 1000000' });
    await press('Save');
    expect(all('.foot')[0]?.textContent).to.contain('3 records break “Very large” now.');
    expect(kept()).to.deep.equal({});
    await press('Save all the same');
    expect(deal(kept()).gates).to.deep.equal({
      veryLarge: { severity: 'warning', fails: 'amount > 1000000', message: 'Very large' },
    });
  });

  it('refuses a rule that nobody can compute, with the reason, before anything is sent', async () => {
    const { form, all, kept } = await put();
    await form('Add a rule', { message: 'Wrong', fails: 'amnt > 1' });
    expect(all('[role=alert]')[0]?.textContent).to.contain('amnt');
    expect(all<HTMLButtonElement>('.foot .primary')[0]?.disabled).to.equal(true);
    expect(kept()).to.deep.equal({});
  });

  it('says a label in the language of the reader and leaves the others', async () => {
    const { all, press, kept } = await put(settingsServer(), 'fr');
    const name = 'client';
    const input = all<HTMLInputElement>('[part=field] input').find((one) => one.ariaLabel?.includes(name));
    if (input) {
      input.value = 'Compte client';
      input.dispatchEvent(new Event('change'));
    }
    await mounted?.settled();
    await press('Enregistrer');
    const before = crm.entities.find((one) => one.name === 'deal')?.fields[name]?.label;
    const label = deal(kept()).fields?.[name]?.label;
    expect(label).to.deep.equal({ ...(typeof before === 'object' ? before : { en: before }), fr: 'Compte client' });
  });

  it('does not write over what somebody else saved meanwhile', async () => {
    const server = settingsServer({ stale: true });
    const { form, press, note, kept } = await put(server);
    await form('Add a field', { label: 'Risk' });
    await press('Save');
    expect(note()).to.contain('Somebody else changed the settings');
    expect(kept()).to.deep.equal({});
  });

  for (const locale of ['en', 'he'])
    it(`has a name for every control (${locale})`, async () => {
      const { settings } = await put(settingsServer(), locale);
      const { violations } = await axe.run(settings);
      expect(violations.map(({ id }) => id)).to.deep.equal([]);
    });
});
