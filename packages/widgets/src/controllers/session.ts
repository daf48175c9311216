import {
  type Cell,
  type Condition,
  dateInZone,
  type Entity,
  type Issue,
  isDate,
  isZone,
  type Model,
  type Moment,
  type Source,
} from '@sluice/core';
import { type Problem, problemOf, wordsArriving } from '../problem.ts';
import { pastSource } from './past-source.ts';

/** What a session tells its listeners: `data` is true when records changed, false when anything else did. */
export class SessionEvent extends Event {
  readonly data: boolean;
  constructor(data: boolean) {
    super('change');
    this.data = data;
  }
}

/** The entity that an app is about: the one it names, else the first that has a stage, else the first. */
export const mainEntityOf = (model: Model, named = ''): Entity | undefined =>
  (named === '' ? undefined : model.named(named)) ??
  model.entities.find((one) => one.stage !== undefined) ??
  model.entities[0];

/** What an app says about itself. What is left out, or blank, has a default. */
export interface SessionSettings {
  /** The language to speak. */
  readonly locale?: string;
  /** IANA zone; the reader's own by default. */
  readonly timezone?: string;
  /** `YYYY-MM-DD`; the day it is in the zone by default. */
  readonly today?: string;
  /** `YYYY-MM-DD`: everything as it stood at the end of that day. */
  readonly asOf?: string;
  /** ISO 4217, for amounts that name none. */
  readonly currency?: string;
  /** The entity whose fields the filters name; by default the first of the model that has a stage. */
  readonly entity?: string;
}

/** Which rows: what every query of an app has in common. */
export interface SharedSelection {
  readonly filters: readonly Condition[];
  readonly search: string;
}

const BLANK = new Set(['empty', 'filled']);
const asksNothing = ({ op, values }: Condition): boolean => values.length === 0 && !BLANK.has(op);
const key = (field: string, value: Cell): string => JSON.stringify([field, value]);
/** Values from an address are texts: `'12'` and `12` are one choice; a blank is no text. */
const alike = (a: Cell, b: Cell): boolean => a === b || (a !== null && b !== null && String(a) === String(b));
/** A dimension by its field: `dueOn:month` is about `dueOn`. */
const fieldOf = (dimension: string): string => dimension.split(':')[0] ?? dimension;
let zone: string | undefined;
/** The reader's own zone, asked once: the platform takes its time to say it. */
const ownZone = (): string => (zone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone);

/**
 * What the elements of an app share: the source, the language, the day, and which rows are looked at. It knows nothing of elements;
 * whoever subscribes is called after every change.
 */
export class Session extends EventTarget {
  #source: Source | null = null;
  #past: { readonly key: string; readonly of: Source; readonly source: Source } | null = null;
  #status: 'idle' | 'loading' | 'ready' | 'failed' = 'idle';
  #failure: unknown = null;
  #problem: Problem | null = null;
  #opening: (() => Promise<Source>) | null = null;
  #attempt = 0;
  #unwatch: (() => void) | null = null;
  #settings: SessionSettings;
  #filters: readonly Condition[] = [];
  #search = '';
  #revision = 0;
  readonly #shown = new Map<string, string>();
  readonly #now: () => string;

  /** `now` gives the ISO instant it is, for a fixed clock in tests. */
  constructor(settings: SessionSettings = {}, now: () => string = () => new Date().toISOString()) {
    super();
    this.#settings = settings;
    this.#now = now;
  }

  /** Where the records are; null until one is open. It stays while another opens. */
  get source(): Source | null {
    const { asOf } = this;
    const source = this.#source;
    if (source === null || asOf === '') return source;
    const key = `${asOf} ${this.timezone}`;
    if (this.#past?.key !== key || this.#past.of !== source)
      this.#past = { key, of: source, source: pastSource(source, asOf, this.timezone) };
    return this.#past.source;
  }
  /** The model of the source. */
  get model(): Model | null {
    return this.#source?.model ?? null;
  }
  /** How far the opening of the source is. */
  get status(): 'idle' | 'loading' | 'ready' | 'failed' {
    return this.#status;
  }
  /** Why the source could not be opened. */
  get problem(): Problem | null {
    return this.#problem;
  }
  /** What is doubtful about the data as a whole: findings of the file it was read from. */
  get issues(): readonly Issue[] {
    return this.#source?.freshness().issues ?? [];
  }
  /** Grows with each notice of the source, and with each new source. */
  get dataRevision(): number {
    return this.#revision;
  }
  /** The language to speak; English when nobody said. */
  get locale(): string {
    return this.#settings.locale || 'en';
  }
  /** IANA zone. */
  get timezone(): string {
    const asked = this.#settings.timezone ?? '';
    return isZone(asked) ? asked : ownZone();
  }
  /** The day that everything is said of, `YYYY-MM-DD`: a past one, or today. */
  get today(): string {
    return this.asOf || this.present.today;
  }
  /** The past day that everything is said of; blank for today. A day that is still to come is none. */
  get asOf(): string {
    const asked = this.#settings.asOf ?? '';
    return isDate(asked) && asked < this.present.today ? asked : '';
  }
  /** The day it is and the zone, whatever day is looked at. */
  get present(): Moment {
    const { timezone } = this;
    const asked = this.#settings.today ?? '';
    return { today: isDate(asked) ? asked : dateInZone(this.#now(), timezone), zone: timezone };
  }
  /** The ISO instant it is. */
  get now(): string {
    return this.#now();
  }
  /** The day and the zone, as expressions ask for them. */
  get moment(): Moment {
    return { today: this.today, zone: this.timezone };
  }
  /** ISO 4217. */
  get currency(): string {
    return this.#settings.currency || 'EUR';
  }
  /** The name of the entity whose fields the filters name; blank while there is no model. */
  get entity(): string {
    return this.mainEntity?.name ?? '';
  }
  /** The entity whose fields the filters name. */
  get mainEntity(): Entity | undefined {
    return this.model ? mainEntityOf(this.model, this.#settings.entity) : undefined;
  }

  /** Says (some of) what the app says about itself. */
  configure(settings: SessionSettings): void {
    const next = { ...this.#settings, ...settings };
    const same = (Object.keys(next) as (keyof SessionSettings)[]).every((name) => next[name] === this.#settings[name]);
    if (same) return;
    this.#settings = next;
    if (this.#failure !== null) this.#problem = problemOf(this.#failure, this.locale);
    this.#tell();
  }

  /**
   * Opens a source; of several openings the last wins. The former source stays in use until the new one is there. Never throws: what
   * goes wrong is the session's `problem`.
   */
  async open(opening: () => Promise<Source>): Promise<void> {
    this.#opening = opening;
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#status = 'loading';
    this.#failure = null;
    this.#problem = null;
    this.#tell();
    try {
      const source = await opening();
      if (attempt === this.#attempt) this.use(source);
    } catch (failure) {
      await wordsArriving(failure);
      if (attempt !== this.#attempt) return;
      this.#status = 'failed';
      this.#failure = failure;
      this.#problem = problemOf(failure, this.locale);
      this.#tell();
    }
  }

  /** Opens again what could not be opened. */
  async retry(): Promise<void> {
    if (this.#opening) await this.open(this.#opening);
  }

  /** Takes a source that is open already. Filters that name nothing of its model are let go. */
  use(source: Source): void {
    this.#attempt += 1;
    this.#unwatch?.();
    this.#source = source;
    this.#status = 'ready';
    this.#failure = null;
    this.#problem = null;
    this.#filters = this.#filters.filter(({ field }) => this.#names(field));
    this.#revision += 1;
    this.#unwatch = source.watch(() => {
      this.#revision += 1;
      this.#tell(true);
    });
    this.#tell(true);
  }

  /** Stops watching the source; nothing is told any more about it. */
  close(): void {
    this.#attempt += 1;
    this.#unwatch?.();
    this.#unwatch = null;
    this.#source = null;
    this.#opening = null;
    this.#status = 'idle';
    this.#tell();
  }

  /** All must hold. They name fields of the main entity; values are as on the wire. */
  get filters(): readonly Condition[] {
    return this.#filters;
  }
  /** Words searched in the records of the main entity. */
  get search(): string {
    return this.#search;
  }

  /** Puts these filters in place of all others. */
  setFilters(filters: readonly Condition[]): void {
    const next = filters.filter((one) => !asksNothing(one));
    if (JSON.stringify(next) === JSON.stringify(this.#filters)) return;
    this.#filters = next;
    this.#tell();
  }

  /** Sets a condition in place of the one on the same field with the same operator; without values it goes away. */
  setCondition(condition: Condition): void {
    const same = ({ field, op }: Condition): boolean => field === condition.field && op === condition.op;
    this.setFilters(
      this.#filters.some(same)
        ? this.#filters.map((one) => (same(one) ? condition : one))
        : [...this.#filters, condition],
    );
  }

  /** Lets every condition on a field go. */
  clearField(field: string): void {
    this.setFilters(this.#filters.filter((one) => one.field !== field));
  }

  /** Adds a value to the chosen ones of a field, or takes it out. `shown` is how it is called on the page: the title of a link. */
  toggle(field: string, value: Cell, shown?: string): void {
    if (shown !== undefined) this.#shown.set(key(field, value), shown);
    const chosen = this.#chosen(field);
    const others = chosen.filter((one) => !alike(one, value));
    const values = others.length < chosen.length ? others : [...chosen, value];
    this.setCondition({ field, op: 'in', values });
  }

  /** Whether a value of a field is among the chosen ones. */
  isChosen(field: string, value: Cell): boolean {
    return this.#chosen(field).some((one) => alike(one, value));
  }

  /** How a chosen value was called where it was chosen. */
  shownAs(field: string, value: Cell): string | undefined {
    return this.#shown.get(key(field, value));
  }

  /** Searches words; blank for none. */
  setSearch(text: string): void {
    const next = text.trim();
    if (next === this.#search) return;
    this.#search = next;
    this.#tell();
  }

  /** Lets all filters and the search go. */
  clear(): void {
    if (this.#filters.length === 0 && this.#search === '') return;
    this.#filters = [];
    this.#search = '';
    this.#tell();
  }

  /**
   * Which rows of an entity to ask for. `except` is the asker's own dimension: a funnel that filters by stage goes on showing all
   * stages. Only the main entity is filtered; the filters say nothing about others.
   */
  selectionFor(entity: string, except?: string): SharedSelection {
    if (this.model?.named(entity)?.name !== this.entity) return { filters: [], search: '' };
    const own = except ? fieldOf(except) : null;
    return { filters: this.#filters.filter(({ field }) => field !== own), search: this.#search };
  }

  /** Calls back after every change, and after every notice of the source; returns the way to stop. */
  subscribe(listener: (event: SessionEvent) => void): () => void {
    const hear = (event: Event): void => {
      if (event instanceof SessionEvent) listener(event);
    };
    this.addEventListener('change', hear);
    return () => this.removeEventListener('change', hear);
  }

  #chosen(field: string): readonly Cell[] {
    return this.#filters.find((one) => one.field === field && one.op === 'in')?.values ?? [];
  }

  #names(field: string): boolean {
    return this.mainEntity?.scope.resolve(field.split('.')) !== undefined;
  }

  #tell(data = false): void {
    this.dispatchEvent(new SessionEvent(data));
  }
}
