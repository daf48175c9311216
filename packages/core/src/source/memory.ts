import { type Expr, type Moment } from '../expr/index.ts';
import { buildFrame, type Frame } from '../frame/index.ts';
import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import { explain } from '../metrics/explain.ts';
import { registry } from '../metrics/registry.ts';
import type { Entity, Model } from '../model/index.ts';
import { pastMoment } from '../query/as-of.ts';
import { plan, planList } from '../query/plan.ts';
import type { Answer, ListQuery, Query } from '../query/query.ts';
import { type Change, type Rec, remove, type Write, type WriteContext } from '../records/index.ts';
import { type Commit, commitTo } from './commit.ts';
import { decideChange, decideCreate } from './decide.ts';
import { pastOf } from './past-kept.ts';
import { type Reading, readingOf } from './reading.ts';
import type { Notice, Operation, Source, Written } from './source.ts';
import { together } from './together.ts';

type Values = Readonly<Record<string, Value>>;

export interface MemoryOptions {
  readonly model: Model;
  /** Records by entity; the entities left out are empty. */
  readonly records?: Readonly<Record<string, Iterable<Rec>>>;
  /** Frames that are built already, by entity; they win over `records`. The source edits them. */
  readonly frames?: (related: (entity: string) => Frame | undefined) => Readonly<Record<string, Frame>>;
  readonly moment: () => Moment;
  /** The ISO instant of a write. */
  readonly now: () => string;
  /** A new identifier (UUIDv7, see `newId`). */
  readonly id: () => string;
  readonly actor?: string;
  readonly tenant?: string;
  /** What led to the writes, in the journal. */
  readonly cause?: string;
  /** The whole journal, where more is kept than what this source wrote itself. */
  readonly changes?: () => Promise<readonly Change[]>;
}

/** A source that keeps everything in frames, with the journal of what was written to it. */
export interface MemorySource extends Source {
  readonly bulk: NonNullable<Source['bulk']>;
  readonly journal: () => readonly Change[];
  readonly frame: (entity: string) => Frame | undefined;
  /** Keeps many decided writes with their journal entries: all, or none (throws). Who watches hears of it once per entity. */
  readonly commit: (writes: readonly Commit[]) => void;
}

/** The fields that tell records from each other together; one alone is told by being unique. */
const keysOf = ({ key }: Entity): readonly (readonly string[])[] => (key.length > 1 ? [key] : []);

/** How many records of which entity still link to one. */
const linkedBy = (target: Entity, id: string, tables: (entity: string) => Frame | undefined, moment: Moment) =>
  target.inverse.flatMap(({ entity, field, many }) => {
    const frame = tables(entity);
    const column = frame?.entity.field(field);
    if (!frame || !column) return [];
    const link: Expr = { op: 'column', type: column.type, links: [], name: field };
    const value: Expr = { op: 'value', type: { unit: 'link' }, value: id };
    const test: Expr = { op: 'call', type: { unit: 'flag' }, name: many ? 'has' : 'eq', args: [link, value] };
    const count = frame.select(test, moment).length;
    return count === 0 ? [] : [{ entity: frame.entity, count }];
  });

/**
 * The source of pages without a server, of tests and of scripts: records in frames. Writes are decided as everywhere (decide.ts), take
 * effect at once and leave a journal entry each; nothing is kept beyond the page.
 */
export const memorySource = (options: MemoryOptions): MemorySource => {
  const { model, moment, now, id: nextId, actor = 'local', tenant = 'local', cause = 'edit' } = options;
  const frames = new Map<string, Frame>();
  const frame = (entity: string): Frame | undefined => frames.get(entity);
  for (const [name, built] of Object.entries(options.frames?.(frame) ?? {})) frames.set(name, built);
  for (const entity of model.entities)
    if (!frames.has(entity.name))
      frames.set(entity.name, buildFrame(entity, options.records?.[entity.name] ?? [], { related: frame }));

  const journal: Change[] = [];
  const listeners = new Set<(notice: Notice) => void>();
  const opened = now();

  const present = (): Reading => readingOf(model, frame, moment());
  const past = pastOf(model, frame, options.changes ?? (async () => journal), () => journal.length);
  /** What the day that a question is about is read from. */
  const standing = async (asOf: string | null): Promise<Checked<Reading>> => {
    const day = pastMoment(asOf, moment());
    if (!day.ok) return day;
    return good(day.value === null ? present() : await past(day.value));
  };
  const follow = (entity: string, id: string): Rec | undefined => present().follow(entity, id);
  const shown = (entity: Entity, record: Rec): Rec => present().shown(entity, record);
  let why = cause;
  const context = (): WriteContext => ({
    model,
    tenant,
    actor,
    cause: why,
    at: now(),
    moment: moment(),
    titleOf: present().titleOf,
    follow,
  });

  /** The records that have these values in these fields; none where one of them is blank. */
  const having = (entity: Entity, names: readonly string[], values: Values): readonly string[] => {
    const there = frame(entity.name);
    const tests = names.flatMap((name): Expr[] => {
      const value = values[name] ?? null;
      const field = entity.field(name);
      if (!field || value === null) return [];
      const args: readonly Expr[] = [
        { op: 'column', type: field.type, links: [], name },
        { op: 'value', type: field.type, value },
      ];
      return [{ op: 'call', type: { unit: 'flag' }, name: 'eq', args }];
    });
    const [first] = tests;
    if (first === undefined || tests.length < names.length) return [];
    const test: Expr = tests.length === 1 ? first : { op: 'call', type: { unit: 'flag' }, name: 'and', args: tests };
    return Array.from(there?.select(test, moment()) ?? [], (row) => there?.idAt(row) ?? '');
  };
  const duplicates = (entity: Entity, record: Rec): readonly Issue[] =>
    [...entity.stored.filter((field) => field.unique).map((field) => [field.name]), ...keysOf(entity)]
      .filter((names) => having(entity, names, record.values).some((id) => id !== record.id))
      .map((names) => {
        const said = names.map((name) => record.values[name] ?? null);
        const received = said.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ');
        return issue('not_unique', [names[0] ?? 'id'], { received });
      });

  /** Notices that wait for the end of several writes; null: they are told at once. */
  let waiting: Notice[] | null = null;
  const announce = (entity: string, id: string): void => {
    if (waiting) waiting.push({ entity, ids: [id] });
    else for (const listener of listeners) listener({ entity, ids: [id] });
  };
  const kept = (entity: Entity, write: Write, issues: readonly Issue[]): Written => {
    const taken = duplicates(entity, write.record);
    if (taken.length > 0) return { ok: false, issues: taken };
    const there = frame(entity.name);
    if (write.change.before === null) there?.insert(write.record);
    else there?.replace(write.record);
    journal.push(write.change);
    announce(entity.name, write.record.id);
    return { ok: true, record: shown(entity, write.record), issues };
  };
  const unknown = (entity: string): Written => ({
    ok: false,
    issues: [
      issue('no_such_entity', ['entity'], {
        received: entity,
        expected: model.entities.map((one) => one.name).join(', '),
      }),
    ],
  });
  const absent = (id: string): Written => ({
    ok: false,
    missing: true,
    issues: [issue('no_such_record', ['id'], { received: id })],
  });
  const changedMeanwhile = (entity: Entity, stored: Rec, asked: Values, version: number): Written => ({
    ok: false,
    issues: [
      issue('changed_meanwhile', ['version'], {
        expected: String(stored.version),
        received: String(version),
        remedy: 'Look at both values and save again.',
      }),
    ],
    conflict: { stored: shown(entity, stored), asked },
  });

  const make = (name: string, draft: Values, id = nextId()): Written => {
    const entity = model.find(name);
    if (!entity) return unknown(name);
    const write = decideCreate(entity, draft, id, context());
    return write.ok ? kept(entity, write.value, write.issues) : { ok: false, issues: write.issues };
  };
  const edit = (name: string, id: string, patch: Values, version: number): Written => {
    const entity = model.find(name);
    if (!entity) return unknown(name);
    const stored = follow(name, id);
    if (!stored) return absent(id);
    if (stored.version !== version) return changedMeanwhile(entity, stored, patch, version);
    const write = decideChange(entity, stored, patch, context());
    if (!write.ok) return { ok: false, issues: write.issues };
    return write.value === null
      ? { ok: true, record: shown(entity, stored), issues: write.issues }
      : kept(entity, write.value, write.issues);
  };
  const takeOut = (name: string, id: string, version: number): Written => {
    const entity = model.find(name);
    if (!entity) return unknown(name);
    const stored = follow(name, id);
    if (!stored) return absent(id);
    if (stored.version !== version) return changedMeanwhile(entity, stored, {}, version);
    const linked = linkedBy(entity, id, frame, moment());
    if (linked.length > 0)
      return {
        ok: false,
        issues: linked.map(({ entity: { name: other }, count }) =>
          issue('still_linked', [other], {
            received: String(count),
            params: { entity: other, count },
            remedy: 'Link them to another record first, or leave this one.',
          }),
        ),
      };
    const record = shown(entity, stored);
    const entry = remove(entity, stored, context());
    frame(name)?.remove(id);
    journal.push(entry);
    announce(name, id);
    return { ok: true, record, issues: [] };
  };
  const keyed = ({ entity: name, values }: Extract<Operation, { readonly op: 'put' }>): Rec | undefined => {
    const entity = model.find(name);
    const [id] = entity ? having(entity, entity.key, values) : [];
    return id === undefined ? undefined : follow(name, id);
  };
  const write = (operation: Exclude<Operation, { readonly op: 'put' }>): Written => {
    if (operation.op === 'create') return make(operation.entity, operation.values, operation.id);
    const { entity, id, version } = operation;
    return operation.op === 'change' ? edit(entity, id, operation.values, version) : takeOut(entity, id, version);
  };

  return {
    model,
    writable: true,
    journal: () => journal,
    frame,
    commit: (writes) => {
      commitTo(frame, writes);
      for (const write of writes) journal.push(write.change);
      for (const entity of new Set(writes.map((write) => write.change.entity)))
        for (const listener of listeners) listener({ entity });
    },
    list: async (query) => {
      const planned = planList(query, model);
      if (!planned.ok) return planned;
      const read = await standing(planned.value.asOf);
      if (!read.ok) return read;
      const page = read.value.page(planned.value);
      return page.ok ? good(page.value, planned.issues) : page;
    },
    get: async (name, id, { asOf = null } = {}) => {
      const read = await standing(asOf);
      return read.ok ? read.value.get(name, id) : null;
    },
    create: async (name, draft) => make(name, draft),
    change: async (name, id, patch, { version }) => edit(name, id, patch, version),
    remove: async (name, id, { version }) => takeOut(name, id, version),
    bulk: async (operations, { cause: said = cause } = {}) => {
      const heard: Notice[] = [];
      waiting = heard;
      why = said;
      try {
        const done = together(operations, { frame, journal, keyed, write });
        if (!done.ok) heard.length = 0;
        return done;
      } finally {
        waiting = null;
        why = cause;
        for (const notice of heard) for (const listener of listeners) listener(notice);
      }
    },
    titles: async (name, limit) => {
      const there = frame(name);
      const { titleOf } = present();
      return Array.from({ length: Math.min(limit, there?.length ?? 0) }, (_, row) => {
        const id = there?.idAt(row) ?? '';
        return [id, titleOf(name, id) ?? ''] as const;
      });
    },
    measure: async (query): Promise<Checked<Answer>> => {
      const planned = plan(query, model, registry);
      if (!planned.ok) return bad(planned.issues);
      const read = await standing(planned.value.asOf);
      return read.ok ? good(read.value.answer(planned.value), planned.issues) : read;
    },
    explain: async (query, measure) => {
      const read = await standing(query.asOf ?? null);
      return read.ok ? explain(query, measure, model, read.value.answer) : read;
    },
    async reckon(query) {
      const { reckon } = await import('./reckon.ts');
      const changes = async ({ name }: Entity): Promise<readonly Change[]> =>
        (await (options.changes ?? (async () => journal))()).filter((one) => one.entity === name);
      const list = (one: ListQuery) => this.list(one);
      const measure = (one: Query) => this.measure(one);
      return reckon(query, { model, moment: moment(), list, measure, changes });
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    freshness: () => ({ state: 'ready', at: journal.at(-1)?.at ?? opened, issues: [] }),
  };
};
