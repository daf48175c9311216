import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type FixtureSessionOptions, fixtureSession, onStage, type StageOptions } from '../../fixtures.ts';
import { noteUnderWay } from '../../sources/import-under-way.ts';
import { workbookOf } from '../../sources/write-excel.ts';
import type { SluiceImporter } from './importer.ts';
import './define.ts';
import { CLEAN, IMPORT_ID, MESSY, sessionAt, Standing } from './testing.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Importer', component: 'sluice-importer' };
export default meta;

const ready = async (element: SluiceImporter): Promise<void> => {
  for (let round = 0; round < 100; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await element.updateComplete;
    if (element.shadowRoot?.querySelector('[aria-busy="false"]')) return;
  }
};

/** Reads a file and presses what is named, one after the other. */
const work = async (root: HTMLElement, file: File | null, presses: readonly string[]): Promise<void> => {
  const element = root.querySelector<SluiceImporter>('sluice-importer');
  if (!element || file === null) return;
  await ready(element);
  await element.read(file);
  for (const selector of presses) {
    await ready(element);
    element.shadowRoot?.querySelector<HTMLElement>(selector)?.click();
  }
  await ready(element);
};
const template = html`<sluice-importer></sluice-importer>`;
const csv = (text: string): File => new File([text], 'export.csv', { type: 'text/csv' });
const story = (
  file: string | null,
  presses: readonly string[] = [],
  options: FixtureSessionOptions = {},
  stage: StageOptions = {},
): Story => ({
  render: () => {
    const root = onStage(fixtureSession(options), template, stage);
    void work(root, file === null ? null : csv(file), presses);
    return root;
  },
});

/** A workbook of two sheets: the first one is read, another can be chosen. */
const workbook = (locale: string, stage: StageOptions = {}): Story => ({
  render: () => {
    const root = onStage(fixtureSession({ locale }), template, stage);
    const sheet = (name: string, clients: readonly string[]) => ({
      name,
      widths: [],
      rightToLeft: false,
      rows: [['client', 'stage'], ...clients.map((client) => [client, 'won'])].map((row) =>
        row.map((value) => ({ value })),
      ),
    });
    const read = async (): Promise<void> => {
      const book = await workbookOf([sheet('Ventes', ['Lumière']), sheet('Archives', ['Optique', 'Roux'])]);
      await work(root, new File([book], 'ventes.xlsx'), []);
    };
    void read();
    return root;
  },
});

interface ServerStage extends StageOptions {
  readonly again?: boolean;
  readonly locale?: string;
}

/** An import that a server writes; `again`: it was begun before the page was loaded. */
const onServer = (job: Standing['job'], { again = false, locale = 'en', ...stage }: ServerStage = {}): Story => ({
  render: () => {
    const server = new Standing();
    server.job = job;
    sessionStorage.clear();
    if (again) noteUnderWay('demo', 'deal', { id: IMPORT_ID, digest: 'ab12', name: 'export.csv' });
    const root = onStage(sessionAt(server, locale), template, stage);
    if (!again) void work(root, csv(CLEAN), ['[part="begin"]']);
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
export const Sheets = workbook('en');
export const SheetsRightToLeft = workbook('he', { dir: 'rtl' });
export const Running = onServer({ state: 'running', done: 300, of: 900 });
export const RunningRightToLeft = onServer({ state: 'running', done: 300, of: 900 }, { locale: 'he', dir: 'rtl' });
export const RunningDark = onServer({ state: 'running', done: 300, of: 900 }, { theme: 'dark' });
/** Somebody cancelled: nothing was written, and the plan is still there. */
export const Stopped = onServer({ state: 'stopped', done: 0, of: 900 });
/** The page was loaded again while the server wrote: the import is picked up where it stands. */
export const PickedUp = onServer({ state: 'running', done: 600, of: 900 }, { again: true });
/** On a phone the mapping is read line by line. */
export const Narrow = story(MESSY, [NEXT], {}, { width: '320px' });
