import type { Checked, Issue, ListQuery, Page, Rec, Source } from '@sluice/core';
import type { ReactiveController } from 'lit';
import { SluiceElement } from '../element.ts';
import type { Problem } from '../problem.ts';
import { Inquiry } from './inquiry.ts';
import { narrowed } from './narrowed.ts';

/** What a list asks: the query, and which of its pages somebody looks at. */
interface Windowed {
  readonly query: ListQuery;
  readonly pages: readonly number[];
}

/** What is at hand of a list. */
interface Pages {
  readonly of: string;
  readonly items: ReadonlyMap<number, readonly Rec[]>;
  readonly total: number;
  readonly titles: Readonly<Record<string, string>>;
}

/** So many pages are kept; the others are asked for again. */
const KEPT = 8;

/** The options of a list. */
export interface ListOptions {
  /** The element's own dimension: filters on it do not limit the element itself. */
  readonly except?: () => string;
  /** Records of a page, 100 by default, at most 1 000. */
  readonly page?: number;
}

/**
 * The records of an element's list, by the window that is looked at, kept up to date like the answer of a `QueryController`. `ask`
 * gives the list without its place (`limit`, `offset`); `rows` fetches what is not at hand yet.
 */
export class ListController implements ReactiveController {
  readonly #inquiry: Inquiry<Windowed, Pages>;
  readonly #host: SluiceElement;
  readonly #size: number;
  #wanted: readonly number[] = [0];
  /** The list that the pages at hand belong to: other filters, other data or another source make them worthless. */
  #pages: (Pages & { readonly source: Source }) | null = null;
  #revision = 0;

  constructor(host: SluiceElement, ask: () => ListQuery | null, { except, page = 100 }: ListOptions = {}) {
    this.#host = host;
    this.#size = Math.min(Math.max(page, 1), 1000);
    this.#inquiry = new Inquiry<Windowed, Pages>(
      {
        session: () => SluiceElement.sessionOf(host),
        tongue: () => SluiceElement.tongueOf(host),
        question: (session) => {
          this.#revision = session.dataRevision;
          const query = narrowed(ask(), session, except?.());
          return query === null ? null : { query, pages: this.#wanted };
        },
        changed: () => host.requestUpdate(),
        homeless: () => customElements.get('sluice-app') !== undefined,
      },
      (source, windowed) => this.#fetch(source, windowed),
    );
    host.addController(this);
  }

  /** How many records there are, once known. */
  get total(): number {
    return this.#inquiry.answer?.total ?? 0;
  }
  /** Whether the first page is there. */
  get ready(): boolean {
    return this.#inquiry.answer !== null;
  }
  /** The list as it was asked, with the filters of the app. */
  get query(): ListQuery | null {
    return this.#inquiry.asked?.query ?? null;
  }
  /** Titles of the records that those at hand link to, by id. */
  get titles(): Readonly<Record<string, string>> {
    return this.#inquiry.answer?.titles ?? {};
  }
  /** What is doubtful about the list. */
  get issues(): readonly Issue[] {
    return this.#inquiry.issues;
  }
  /** Why there is no (new) list. */
  get problem(): Problem | null {
    return this.#inquiry.problem;
  }
  /** Whether records are under way. */
  get loading(): boolean {
    return this.#inquiry.loading;
  }

  /** The record in a place, from 0; undefined while it is not at hand. */
  row(index: number): Rec | undefined {
    return this.#inquiry.answer?.items.get(Math.floor(index / this.#size))?.[index % this.#size];
  }

  /** The records from one place up to (not including) another; those not at hand are undefined, and come. */
  rows(from: number, to: number): readonly (Rec | undefined)[] {
    const start = Math.max(0, Math.floor(from));
    const end = this.ready ? Math.min(Math.ceil(to), this.total) : Math.ceil(to);
    this.#look(start, Math.max(start + 1, end));
    return Array.from({ length: Math.max(0, end - start) }, (_, at) => this.row(start + at));
  }

  /** Asks again, after a problem. */
  retry(): void {
    this.#pages = null;
    this.#inquiry.retry();
  }

  hostUpdate(): void {
    this.#inquiry.look();
  }

  /** Notes which pages are looked at; asks for them before the next rendering. */
  #look(from: number, to: number): void {
    const first = Math.floor(from / this.#size);
    const last = Math.floor((to - 1) / this.#size);
    const wanted = Array.from({ length: Math.min(last - first + 1, KEPT) }, (_, at) => first + at);
    if (wanted.length === this.#wanted.length && wanted[0] === this.#wanted[0]) return;
    this.#wanted = wanted;
    if (wanted.every((page) => this.#inquiry.answer?.items.has(page))) return;
    queueMicrotask(() => this.#host.requestUpdate());
  }

  async #fetch(source: Source, { query, pages }: Windowed): Promise<Checked<Pages>> {
    const of = JSON.stringify([this.#revision, query]);
    const known = this.#pages?.of === of && this.#pages.source === source ? this.#pages : null;
    const items = new Map(known?.items);
    let total = known?.total ?? 0;
    const titles: Record<string, string> = { ...known?.titles };
    const issues: Issue[] = [];
    for (const page of pages) {
      if (items.has(page)) continue;
      const listed: Checked<Page> = await source.list({ ...query, limit: this.#size, offset: page * this.#size });
      if (!listed.ok) return listed;
      items.set(page, listed.value.items);
      ({ total } = listed.value);
      Object.assign(titles, listed.value.titles);
      issues.push(...listed.issues);
    }
    const middle = pages[0] ?? 0;
    const kept = [...items.keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle)).slice(0, KEPT * 2);
    const found: Pages = { of, items: new Map(kept.map((page) => [page, items.get(page) ?? []])), total, titles };
    this.#pages = { ...found, source };
    return { ok: true, value: found, issues };
  }
}
