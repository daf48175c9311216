import {
  bad,
  type Checked,
  type Entity,
  type Facts,
  factsOf,
  type ForecastCategory,
  categoryOf,
  type Issue,
  type ListQuery,
  type Model,
  type Moment,
  ownCategory,
  type Rec,
  type Source,
  stageOf,
} from '@sluice/core';
import type { ReactiveController } from 'lit';
import { SluiceElement } from '../element.ts';
import type { Problem } from '../problem.ts';
import { Inquiry } from './inquiry.ts';
import { narrowed } from './narrowed.ts';
import { turn } from './turns.ts';

/** So many deals are read at most: the forecast of a page is made in the page. */
export const MOST_DEALS = 20_000;
const PAGE = 1000;

/** A deal as forecasts take it: minor units, basis points, days `YYYY-MM-DD`. */
export interface DealRow extends Facts {
  /** How the record is called. */
  readonly title: string;
  /** Null where nobody knows it. */
  readonly probability: number | null;
  /** Somebody set the probability: it does not follow its stage. */
  readonly overridden: boolean;
  readonly category: ForecastCategory | null;
  /** The record as the source gave it. */
  readonly record: Rec;
}

/** The deals of a selection. */
export interface Deals {
  readonly entity: Entity;
  readonly rows: readonly DealRow[];
  /** How many there are; more than `rows` beyond 20 000. */
  readonly total: number;
  readonly moment: Moment;
  readonly model: Model;
  /** Whether these are all records there are: nothing was filtered or searched. */
  readonly whole: boolean;
  /** Where they were read, and how they were asked for. */
  readonly source: Source;
  readonly query: ListQuery;
}

/** What is read of a source, before it is anybody's. */
interface Read {
  readonly items: readonly Rec[];
  readonly total: number;
  readonly titles: Readonly<Record<string, string>>;
  readonly issues: readonly Issue[];
}

const isChecked = <T>(value: T | Checked<T>): value is Checked<T> =>
  typeof value === 'object' && value !== null && 'ok' in value && 'issues' in value;

/** What was computed, or why it could not be. */
const answered = <T>(value: T | Checked<T>, issues: readonly Issue[]): Checked<T> =>
  isChecked(value)
    ? value.ok
      ? { ...value, issues: [...issues, ...value.issues] }
      : value
    : { ok: true, value, issues };

/** Reads a list page by page, up to the bound. */
const readAll = async (source: Source, query: ListQuery): Promise<Checked<Read>> => {
  const items: Rec[] = [];
  const titles: Record<string, string> = {};
  const issues: Issue[] = [];
  let total = 0;
  let cursor: string | null = null;
  do {
    await turn();
    const limit = Math.min(PAGE, MOST_DEALS - items.length);
    const page: Awaited<ReturnType<Source['list']>> = await source.list({
      ...query,
      limit,
      ...(cursor === null ? {} : { cursor }),
    });
    if (!page.ok) return bad(page.issues);
    if (cursor === null) ({ total } = page.value);
    items.push(...page.value.items);
    Object.assign(titles, page.value.titles);
    issues.push(...page.issues);
    cursor = page.value.items.length === 0 ? null : page.value.next;
  } while (cursor !== null && items.length < MOST_DEALS);
  return { ok: true, value: { items, total: Math.max(total, items.length), titles, issues }, issues };
};

/** Readings under way or just made, by source: the elements of a page that ask the same read once. */
const shared = new WeakMap<Source, Map<string, Promise<Checked<Read>>>>();
const KEPT = 3;

/** What failed is read again when it is next asked for. */
const forgetFailed = async (reading: Promise<Checked<Read>>, forget: () => void): Promise<void> => {
  try {
    if (!(await reading).ok) forget();
  } catch {
    forget();
  }
};

const readOnce = (source: Source, query: ListQuery, revision: string): Promise<Checked<Read>> => {
  const known = shared.get(source) ?? new Map<string, Promise<Checked<Read>>>();
  shared.set(source, known);
  const key = `${revision} ${JSON.stringify(query)}`;
  const before = known.get(key);
  if (before) return before;
  const reading = readAll(source, query);
  known.set(key, reading);
  void forgetFailed(reading, () => {
    if (known.get(key) === reading) known.delete(key);
  });
  for (const old of [...known.keys()].slice(0, -KEPT)) known.delete(old);
  return reading;
};

/** A record as forecasts take it. */
export const dealOf = (
  entity: Entity,
  record: Rec,
  zone: string,
  titles: Readonly<Record<string, string>> = {},
): DealRow => {
  const facts = factsOf(entity, record, zone);
  const field = entity.parts.probability;
  const stage = stageOf(entity, facts.stage);
  const said = field === undefined ? null : record.values[field];
  const name = record.values[entity.title.name];
  return {
    ...facts,
    title: typeof name === 'string' ? (entity.title.unit === 'link' ? (titles[name] ?? name) : name) : '',
    probability: typeof said === 'number' ? said : (stage?.probability ?? null),
    overridden: field !== undefined && record.overrides[field] !== undefined,
    category: categoryOf(stage, ownCategory(entity, record)),
    record,
  };
};

/** What a controller asks: which deals, and what else its answer depends on. */
interface Asked<W> {
  readonly query: ListQuery;
  readonly wish: W;
  readonly moment: Moment;
  readonly revision: string;
}

/** How deals become an answer. */
export interface DealsOptions<W, T> {
  /** The entity and the element's own condition; null while nobody can be asked. */
  readonly ask: () => ListQuery | null;
  /** What the answer depends on besides the deals; plain JSON. */
  readonly wish: () => W;
  /** Makes the answer; called in a turn of its own. */
  readonly compute: (deals: Deals, wish: W) => T | Promise<T | Checked<T>>;
  /** The element's own dimension: filters on it do not limit the element itself. */
  readonly except?: () => string;
}

/**
 * All deals of a selection and what is computed of them, kept up to date with the data, the filters of the app and the wishes of the
 * element. At most 20 000 are read, once for all elements that ask the same; the last answer stays while the next one is under way.
 */
export class DealsController<W, T> implements ReactiveController {
  readonly #inquiry: Inquiry<Asked<W>, T>;

  constructor(host: SluiceElement, { ask, wish, compute, except }: DealsOptions<W, T>) {
    this.#inquiry = new Inquiry<Asked<W>, T>(
      {
        session: () => SluiceElement.sessionOf(host),
        tongue: () => SluiceElement.tongueOf(host),
        question: (session) => {
          const query = narrowed(ask(), session, except?.());
          if (query === null) return null;
          const { moment, dataRevision } = session;
          return { query, wish: wish(), moment, revision: `${dataRevision} ${moment.today} ${moment.zone}` };
        },
        changed: () => host.requestUpdate(),
        homeless: () => customElements.get('sluice-app') !== undefined,
      },
      async (source, { query, wish: wanted, moment, revision }) => {
        const read = await readOnce(source, query, revision);
        if (!read.ok) return read;
        const entity = source.model.named(query.entity);
        if (!entity) return bad([]);
        const { items, titles, total } = read.value;
        const rows = items.map((item) => dealOf(entity, item, moment.zone, titles));
        await turn();
        const whole = query.filters === undefined && query.search === undefined && query.where === undefined;
        const { model } = source;
        const found = { entity, rows, total, moment, model, whole, source, query };
        return answered(await compute(found, wanted), read.issues);
      },
    );
    host.addController(this);
  }

  /** What was computed last; it stays while the next one is under way. */
  get answer(): T | null {
    return this.#inquiry.answer;
  }
  /** Why there is no (new) answer. */
  get problem(): Problem | null {
    return this.#inquiry.problem;
  }
  /** Whether an answer is under way. */
  get loading(): boolean {
    return this.#inquiry.loading;
  }

  /** Asks again, after a problem. */
  retry(): void {
    this.#inquiry.retry();
  }

  hostUpdate(): void {
    this.#inquiry.look();
  }
}
