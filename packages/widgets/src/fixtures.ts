// Data for tests and stories: the same every time. No part of the package.
import { ContextProvider } from '@lit/context';
import {
  addDays,
  type Cell,
  type MemorySource,
  memorySource,
  type Model,
  newId,
  type Rec,
  resolveModel,
  type Source,
  SourceError,
  type Value,
} from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { render, type TemplateResult } from 'lit';
import { sessionContext } from './context.ts';
import { Session, type SessionSettings } from './controllers/session.ts';

/** The day it is in fixtures. */
export const FIXTURE_DAY = '2025-02-05';
const ZONE = 'Europe/Paris';

/** How many of what; the rest follows from a seed. */
export interface FixtureOptions {
  /** 40 unless told otherwise. */
  readonly deals?: number;
  /** `YYYY-MM-DD`; 2025-02-05 unless told otherwise. */
  readonly today?: string;
  /** Another number, other deals. */
  readonly seed?: number;
  /** `false`: the source can only be read. */
  readonly writable?: boolean;
  /** `never`: questions are not answered. `offline`: they fail. */
  readonly answers?: 'now' | 'never' | 'offline';
}

/** What a session of fixtures is like, beside its data. */
export interface FixtureSessionOptions extends FixtureOptions, SessionSettings {
  /** The app's own state; `ready` unless told otherwise. */
  readonly state?: 'ready' | 'loading' | 'failed';
}

const resolved = resolveModel(crm);

/** The model of the fixtures: the whole CRM. */
export const fixtureModel = (): Model => {
  if (resolved.ok) return resolved.value;
  throw new Error(resolved.issues.map((one) => one.message).join(' '));
};

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const COMPANIES: readonly (readonly [name: string, sector: string, city: string])[] = [
  ['Atelier Nord', 'Santé', 'Lille'],
  ['Brasserie Élan', 'Retail', 'Lyon'],
  ['Cordier & Fils', 'Industrie', 'Nantes'],
  ['Delorme', 'SaaS', 'Paris'],
  ['EcoGreen', 'Énergie', 'Rennes'],
  ['Fabre Logistique', 'Industrie', 'Marseille'],
  ['Garnier, fils', 'Retail', 'Bordeaux'],
  ['Hérault Santé', 'Santé', 'Montpellier'],
  ['Isavigne', 'Retail', 'Dijon'],
  ["Jardins de l'Oise", 'Retail', 'Compiègne'],
  ['Kerguelen Systèmes de navigation et d’instruments marins', 'Industrie', 'Brest'],
  ['Loire “Vive”', 'SaaS', 'Tours'],
];
const USERS = ['Anna Petit', 'Boris Lemaire', 'Chloé Durand', 'David Cohen'];
const PRODUCTS = ['Audit', 'Licence', 'Support', null];
const PRIORITIES = ['high', 'medium', 'low', null];
const LEADS = [
  ['Marie Martin', 'Château Élan'],
  ['Noé Blanc', 'Librairie du Port'],
] as const;
/** Title, days from today, place of who does it, place of the lead it is about. */
const TASKS: readonly (readonly [string, number | null, number, number | null, string?])[] = [
  ['Send the offer', -3, 0, 0],
  ['Call back', 0, 0, 1],
  ['Prepare the meeting', 2, 0, null],
  ['Read the report', null, 0, null],
  ['Ask for references', -1, 1, 1],
  ['Send the invoice', 5, 1, null],
  ['Book a room', -8, 0, null, 'completed'],
];
/** So many deals of each stage in every ten, by the place of the stage; the last two are won and lost. */
const SPREAD = [3, 1, 2, 1, 2, 1];

/** The records of the fixtures, by entity. */
export const fixtureRecords = ({
  deals = 40,
  today = FIXTURE_DAY,
  seed = 7,
}: FixtureOptions = {}): Readonly<Record<string, readonly Rec[]>> => {
  const model = fixtureModel();
  const next = numbers(seed);
  const upTo = (count: number): number => Math.floor(next() * count);
  const pick = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;
  let count = 0;
  const made = (entity: string, values: Readonly<Record<string, Value>>, day: string): Rec => {
    count += 1;
    const at = `${day}T09:00:00.000Z`;
    const blank = (model.find(entity)?.stored ?? []).map((field) => [field.name, null] as const);
    const id = newId(Date.parse(at), () => [seed & 0xfff, seed, count]);
    const { probability = null } = values;
    const overrides = probability === null ? {} : { probability: { by: 'anna', at } };
    return {
      id,
      version: 1,
      createdAt: at,
      updatedAt: at,
      overrides,
      values: { ...Object.fromEntries(blank), ...values },
    };
  };

  const start = addDays(today, -400);
  const user = USERS.map((name) => {
    const email = `${name.split(' ')[0]?.normalize('NFD').replace(/\W/g, '').toLowerCase() ?? ''}@example.com`;
    return made('user', { name, email }, start);
  });
  const company = COMPANIES.map(([name, sector, city]) =>
    made('company', { name, sector, city, country: 'France' }, start),
  );
  const stages = model.find('deal')?.stage?.pipeline?.stages ?? [];
  const spread = stages.flatMap((stage, at) => Array.from({ length: SPREAD[at] ?? 1 }, () => stage));
  const deal = Array.from({ length: deals }, (_, index) => {
    const stage = spread[(index * 7) % spread.length];
    const buyer = pick(company);
    const created = addDays(today, -10 - upTo(300));
    const open = stage?.outcome === 'open';
    const closed = addDays(created, 5 + upTo(120));
    // every seventh has something missing, as in life
    const flaw = index % 7 === 3 ? upTo(4) : -1;
    const values: Record<string, Value> = {
      client: buyer.values['name'] ?? null,
      account: buyer.id,
      amount: flaw === 0 ? null : (10 + upTo(590)) * 10_000 + (index % 9 === 0 ? 55 : 0),
      stage: stage?.key ?? null,
      sector: flaw === 1 ? null : (buyer.values['sector'] ?? null),
      product: pick(PRODUCTS),
      priority: pick(PRIORITIES),
      createdOn: created,
      dueOn: flaw === 2 ? null : open ? addDays(today, upTo(140) - 20) : closed,
      closedOn: open ? null : closed > today ? today : closed,
      owner: flaw === 3 && (stage?.probability ?? 0) < 7000 ? null : pick(user).id,
      reference: `D-${String(index + 1).padStart(4, '0')}`,
      tags: index % 5 === 0 ? ['vip', 'été'] : null,
      probability: open && index % 11 === 5 ? 5500 : null,
    };
    return made('deal', values, created);
  });
  const lead = LEADS.map(([name, brand], at) =>
    made('lead', { name, brand, status: 'new', createdOn: addDays(today, -at), owner: user[at]?.id ?? null }, today),
  );
  const task = TASKS.map(([title, due, owner, about, status = 'pending'], at) =>
    made(
      'task',
      {
        title,
        kind: 'todo',
        priority: 'medium',
        status,
        dueOn: due === null ? null : addDays(today, due),
        assignee: user[owner]?.id ?? null,
        lead: about === null ? null : (lead[about]?.id ?? null),
      },
      addDays(today, at - TASKS.length),
    ),
  );
  return { user, company, deal, lead, task };
};

const kept = (options: FixtureOptions): MemorySource => {
  const { today = FIXTURE_DAY, seed = 7 } = options;
  const at = `${today}T10:00:00.000Z`;
  let count = 0;
  return memorySource({
    model: fixtureModel(),
    records: fixtureRecords(options),
    moment: () => ({ today, zone: ZONE }),
    now: () => at,
    id: () => newId(Date.parse(at), () => [seed, 0xffff, (count += 1)]),
    actor: 'anna',
  });
};

/** A source in memory over the CRM: deals, twelve companies, four users. The same every time. */
export const fixtureSource = (options: FixtureOptions = {}): Source => {
  const { answers = 'now', writable = true } = options;
  const source: Source = { ...kept(options), writable };
  if (answers === 'now') return source;
  const instead = (): Promise<never> =>
    answers === 'never'
      ? new Promise<never>(() => {})
      : Promise.reject(
          new SourceError('offline', 'The data cannot be reached.', 'Check the connection and try again.'),
        );
  return { ...source, list: instead, get: instead, measure: instead, explain: instead, reckon: instead };
};

/** A session over fixtures: French zone, English language and the fixtures' day unless told otherwise. */
export const fixtureSession = ({ state = 'ready', ...options }: FixtureSessionOptions = {}): Session => {
  const { locale = 'en', timezone = ZONE, today = FIXTURE_DAY, currency = 'EUR', entity = '' } = options;
  const session = new Session({ locale, timezone, today, currency, entity }, () => `${today}T10:00:00.000Z`);
  if (state === 'ready') session.use(fixtureSource(options));
  else
    void session.open(() =>
      state === 'loading'
        ? new Promise<never>(() => {})
        : Promise.reject(
            new SourceError('offline', 'The data cannot be reached.', 'Check the connection and try again.'),
          ),
    );
  return session;
};

/** Where a template stands on the page. */
export interface MountOptions {
  /** `null`: nowhere yet, for stories. */
  readonly parent?: Element | null;
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly theme?: 'light' | 'dark';
}

/** A template on the page. */
export interface Mounted {
  /** What the template was rendered into. */
  readonly root: HTMLElement;
  /** The first element for a selector; throws when there is none. */
  find(selector: string): HTMLElement;
  /** The first element for a selector in the shadow of the template's first element. */
  inside(selector: string): HTMLElement;
  /** Waits until the elements have rendered what they asked for. */
  settled(): Promise<void>;
  remove(): void;
}

interface Updating extends Element {
  readonly updateComplete: Promise<unknown>;
}
const isUpdating = (element: Element | null): element is Updating => element !== null && 'updateComplete' in element;

/** Renders a template where its elements find a session, as inside an app. */
export const mountIn = (session: Session, template: TemplateResult, options: MountOptions = {}): Mounted => {
  const { parent = document.body, lang = session.locale, dir = 'ltr', theme } = options;
  const root = document.createElement('div');
  root.lang = lang;
  root.dir = dir;
  if (theme) root.style.colorScheme = theme;
  const provider = new ContextProvider(root, { context: sessionContext, initialValue: session });
  parent?.append(root);
  provider.hostConnected();
  render(template, root);
  const found = (where: ParentNode | null | undefined, selector: string): HTMLElement => {
    const element = where?.querySelector<HTMLElement>(selector);
    if (!element) throw new Error(`There is no ${selector}.`);
    return element;
  };
  return {
    root,
    find: (selector) => found(root, selector),
    inside: (selector) => found(root.firstElementChild?.shadowRoot, selector),
    settled: async () => {
      for (let round = 0; round < 4; round += 1) {
        for (const element of root.querySelectorAll('*')) if (isUpdating(element)) await element.updateComplete;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    remove: () => root.remove(),
  };
};

/** Where a story stands. */
export interface StageOptions extends MountOptions {
  /** CSS length. */
  readonly width?: string;
}

/** A template for a story, on the ground of its theme. */
export const onStage = (session: Session, template: TemplateResult, options: StageOptions = {}): HTMLElement => {
  const { width = '', ...mount } = options;
  const { root } = mountIn(session, template, { parent: null, ...mount });
  root.style.background = mount.theme === 'dark' ? '#12191b' : '';
  root.style.maxInlineSize = width;
  return root;
};

/** A story over fixtures. */
export const storyOf = (
  template: TemplateResult,
  options: FixtureSessionOptions = {},
  stage: StageOptions = {},
): { readonly render: () => HTMLElement } => ({ render: () => onStage(fixtureSession(options), template, stage) });

/** The values of a field in the fixtures' deals. */
export const fixtureValues = (field: string, options: FixtureOptions = {}): readonly Cell[] =>
  (fixtureRecords(options)['deal'] ?? []).map((record) => (record.values[field] ?? null) as Cell);
