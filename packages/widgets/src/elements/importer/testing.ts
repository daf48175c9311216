// For tests and stories: files to import, an importer on the page, and what a person does to it.
import { type MemorySource, type Rec, SourceError } from '@sluice/core';
import { html } from 'lit';
import { Session } from '../../controllers/session.ts';
import {
  FIXTURE_DAY,
  fixtureSession,
  type FixtureSessionOptions,
  fixtureSource,
  type Mounted,
  mountIn,
} from '../../fixtures.ts';
import type { RemoteSource } from '../../sources/remote.ts';
import type { RemoteAnswer } from '../../sources/remote-types.ts';
import type { SluiceImporter } from './importer.ts';
import './define.ts';

/** What a founder gets out of a French CRM: amounts with spaces and signs, days first, a stage that nobody knows, one row twice. */
export const MESSY = [
  'Client;Société;Montant;Statut;Échéance;Référence;Humeur',
  'Lumière SA;EcoGreen;1 234,56 €;Gagné;31/12/2024;F-1;bonne',
  'Optique du Port;Atelier Nrd;2 500,00 €;En pause;15/01/2025;F-2;moyenne',
  'Papeterie Vive;Delorme;980,00 €;Prospect;28/02/2025;F-3;',
  'Papeterie Vive;Delorme;980,00 €;Prospect;28/02/2025;F-3;',
  'Quincaillerie Roux;Zénith;4 000,00 €;Qualifié;32/13/2025;F-4;bonne',
].join('\r\n');
export const CLEAN = ['client,amount,stage,reference', 'Lumière SA,1200,prospect,F-1', 'Optique,900.50,won,F-2'].join(
  '\n',
);

let mounted: Mounted | null = null;
let session: Session;
/** Takes the importer off the page. */
export const remove = (): void => {
  mounted?.remove();
  mounted = null;
};
/** Another importer over the same data. */
export const putAgain = async (): Promise<SluiceImporter> => {
  remove();
  mounted = mountIn(session, html`<sluice-importer></sluice-importer>`);
  await mounted.settled();
  const next = mounted.find('sluice-importer') as SluiceImporter;
  await settled(next);
  return next;
};

export const put = async (options: FixtureSessionOptions = {}, links = 'match', dir: 'ltr' | 'rtl' = 'ltr') => {
  session = fixtureSession(options);
  mounted = mountIn(session, html`<sluice-importer links=${links}></sluice-importer>`, { dir });
  await mounted.settled();
  return mounted.find('sluice-importer') as SluiceImporter;
};
export const settled = async (element: SluiceImporter) => {
  for (let round = 0; round < 100; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await element.updateComplete;
    if (!element.shadowRoot?.querySelector('[aria-busy="true"]')) return;
  }
};
export const read = async (element: SluiceImporter, text: string | Uint8Array<ArrayBuffer>, name = 'export.csv') => {
  await element.read(new File([text], name, { type: 'text/csv' }));
  await settled(element);
};
export const plain = (text: string | null | undefined) => (text ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
export const text = (element: SluiceImporter, selector = '[part="base"]') =>
  plain(element.shadowRoot?.querySelector(selector)?.textContent);
export const all = (element: SluiceImporter, selector: string) =>
  [...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])].map((one) => plain(one.textContent));
export const press = async (element: SluiceImporter, selector: string) => {
  const button = element.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!button) throw new Error(`There is no ${selector}.`);
  button.click();
  await settled(element);
};
export const pressWord = async (element: SluiceImporter, word: string) => {
  const buttons = [...(element.shadowRoot?.querySelectorAll('button') ?? [])];
  const button = buttons.find((one) => plain(one.textContent) === word);
  if (!button)
    throw new Error(`There is no “${word}” among ${buttons.map((one) => plain(one.textContent)).join(', ')}.`);
  button.click();
  await settled(element);
};
export const select = async (element: SluiceImporter, selector: string, value: string) => {
  const found = element.shadowRoot?.querySelector<HTMLSelectElement>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  found.value = value;
  found.dispatchEvent(new Event('change', { bubbles: true }));
  await settled(element);
};
export const facts = (element: SluiceImporter) =>
  Object.fromEntries(
    [...(element.shadowRoot?.querySelectorAll('.fact') ?? [])].map((one) => [
      plain(one.querySelector('dt')?.textContent),
      plain(one.querySelector('dd')?.textContent),
    ]),
  );
export const source = () => session.source as MemorySource;
export const deals = (): readonly Rec[] => {
  const frame = source().frame('deal');
  return frame ? Array.from({ length: frame.length }, (_, row) => frame.record(row)) : [];
};
export const called = (client: string) => deals().find(({ values }) => values['client'] === client);
export const word = (value: unknown) => (typeof value === 'string' ? value : '');
export const heading = (element: SluiceImporter) => text(element, '#heading');

/** A file that changes the first deal. */
export const updating = async () => {
  const element = await put();
  const [first] = deals();
  const values = first?.values ?? {};
  const file = `id,client,stage,amount,sector\n${first?.id},${word(values['client'])},${word(values['stage'])},777.77,Voile\n`;
  await read(element, file);
  return { element, id: first?.id ?? '', values };
};

/** The import of `Standing`. */
export const IMPORT_ID = '01940000-0000-7000-8000-000000000001';
const COUNTS = { rows: 900, create: 900, update: 0, unchanged: 0, reject: 0 };
const PLAN = {
  id: IMPORT_ID,
  digest: 'ab12',
  counts: COUNTS,
  targets: [],
  offers: [],
  issues: [],
  rows: [],
  rejected: [],
};
/** A server whose import stands as it is told. */
export class Standing {
  job: Readonly<Record<string, unknown>> | null = null;
  status = 'planned';
  digest = 'ab12';
  away = false;
  asked: string[] = [];

  ask(method: string, path: string): Promise<RemoteAnswer> {
    this.asked.push(`${method} ${path.split('?')[0]}`);
    if (this.away) return Promise.reject(new SourceError('offline', 'The data cannot be reached.', ''));
    if (path.endsWith('/accept') && this.job === null) this.job = { state: 'running', done: 0, of: 900 };
    if (path.endsWith('/cancel')) this.job = { state: 'stopped', done: 0, of: 900 };
    const { status, job, digest } = this;
    const json = { ...PLAN, digest, status, ...(job ? { job } : {}) };
    return Promise.resolve({ status: 200, json, warnings: [] });
  }
}

/** A session over such a server. */
export const sessionAt = (server: Standing, locale = 'en'): Session => {
  // what the page keeps itself is not there
  const { commit: _commit, frame: _frame, journal: _journal, ...answering } = fixtureSource() as MemorySource;
  const source: RemoteSource = {
    ...answering,
    about: { tenant: { name: 'demo', label: 'Demo' } } as RemoteSource['about'],
    announce: () => undefined,
    journalOf: () => Promise.resolve([]),
    request: { ask: (method, path) => server.ask(method, path) },
  };
  const settings = { locale, timezone: 'Europe/Paris', today: FIXTURE_DAY, currency: 'EUR', entity: '' };
  const session = new Session(settings, () => `${FIXTURE_DAY}T10:00:00.000Z`);
  session.use(source);
  return session;
};
