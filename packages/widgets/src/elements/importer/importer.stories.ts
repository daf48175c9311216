import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import type { SluiceImporter } from './importer.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Importer', component: 'sluice-importer' };
export default meta;

const CLEAN = [
  'Client;Montant;Statut;Échéance;Référence',
  'Lumière SA;1 234,56 €;Gagné;31/12/2024;F-1',
  'Optique du Port;2 500,00 €;Qualifié;15/03/2025;F-2',
  'Papeterie Vive;980,00 €;Prospect;28/02/2025;F-3',
].join('\r\n');
const MESSY = [
  'Client;Société;Montant;Statut;Échéance;Référence;Humeur',
  'Lumière SA;EcoGreen;1 234,56 €;Gagné;31/12/2024;F-1;bonne',
  'Optique du Port;Atelier Nrd;2 500,00 €;En pause;15/01/2025;F-2;moyenne',
  'Papeterie Vive;Delorme;980,00 €;Prospect;28/02/2025;F-3;',
  'Papeterie Vive;Delorme;980,00 €;Prospect;28/02/2025;F-3;',
  'Quincaillerie Roux;Zénith;4 000,00 €;Qualifié;32/13/2025;F-4;bonne',
].join('\r\n');

const ready = async (element: SluiceImporter): Promise<void> => {
  for (let round = 0; round < 100; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await element.updateComplete;
    if (element.shadowRoot?.querySelector('[aria-busy="false"]')) return;
  }
};

/** Reads a file and presses what is named, one after the other. */
const story = (
  file: string | null,
  presses: readonly string[] = [],
  options: FixtureSessionOptions = {},
  mount: MountOptions = {},
): Story => ({
  render: () => {
    const { root } = mountIn(fixtureSession(options), html`<sluice-importer></sluice-importer>`, {
      parent: null,
      ...mount,
    });
    root.style.background = mount.theme === 'dark' ? '#12191b' : '';
    const play = async (): Promise<void> => {
      const element = root.querySelector<SluiceImporter>('sluice-importer');
      if (!element || file === null) return;
      await ready(element);
      await element.read(new File([file], 'export.csv', { type: 'text/csv' }));
      for (const selector of presses) {
        await ready(element);
        element.shadowRoot?.querySelector<HTMLElement>(selector)?.click();
      }
      await ready(element);
    };
    void play();
    return root;
  },
});

const NEXT = '[part="next"]';
const toPlan = [NEXT, NEXT, NEXT];

export const Empty = story(null);
export const Understood = story(CLEAN);
export const Mapping = story(MESSY, [NEXT]);
export const Settling = story(MESSY, [NEXT, NEXT]);
export const Planned = story(MESSY, toPlan);
export const Done = story(MESSY, [...toPlan, '[part="begin"]']);
export const Undoing = story(CLEAN, ['[part="begin"]', '[part="undo"]']);
export const Failed = story('');
export const ReadOnly = story(null, [], { writable: false });
export const French = story(MESSY, [NEXT, NEXT], { locale: 'fr' });
export const RightToLeft = story(MESSY, toPlan, { locale: 'he' }, { dir: 'rtl' });
export const Dark = story(MESSY, toPlan, {}, { theme: 'dark' });
