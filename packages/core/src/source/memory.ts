import { type Expr, type Moment } from '../expr/index.ts';
import { buildFrame, type Frame } from '../frame/index.ts';
import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import { explain } from '../metrics/explain.ts';
import { registry } from '../metrics/registry.ts';
import type { Entity, Model } from '../model/index.ts';
import { runList } from '../query/list.ts';
import { plan, planList } from '../query/plan.ts';
import { run } from '../query/run.ts';
import { type Change, linksOf, present, type Rec, remove, type Write, type WriteContext } from '../records/index.ts';
import { type Commit, commitTo } from './commit.ts';
import { decideChange, decideCreate } from './decide.ts';
import type { Notice, Source, Written } from './source.ts';

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
}

/** A source that keeps everything in frames, with the journal of what was written to it. */
export interface MemorySource extends Source {
  readonly journal: () => readonly Change[];
  readonly frame: (entity: string) => Frame | undefined;
  /** Keeps many decided writes with their journal entries: all, or none (throws). Who watches hears of it once per entity. */
  readonly commit: (writes: readonly Commit[]) => void;
}

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

  const follow = (entity: string, id: string): Rec | undefined => {
    const there = frame(entity);
    const row = there?.rowOf(id) ?? -1;
    return row < 0 ? undefined : there?.record(row);
  };
  const shown = (entity: Entity, record: Rec): Rec => present(model, entity, record, { moment: moment(), follow });
  const titleOf = (name: string, id: string): string | null => {
    const entity = model.find(name);
    const record = follow(name, id);
    if (!entity || !record) return null;
    const title = entity.title.formula
      ? shown(entity, record).values[entity.title.name]
      : record.values[entity.title.name];
    return typeof title === 'string' ? title : '';
  };
  const context = (): WriteContext => ({
    model,
    tenant,
    actor,
    cause,
    at: now(),
    moment: moment(),
    titleOf,
    follow,
  });

  const duplicates = (entity: Entity, record: Rec): readonly Issue[] =>
    entity.stored
      .filter((field) => field.unique && (record.values[field.name] ?? null) !== null)
      .flatMap((field) => {
        const value = record.values[field.name] ?? null;
        const args: readonly Expr[] = [
          { op: 'column', type: field.type, links: [], name: field.name },
          { op: 'value', type: field.type, value },
        ];
        const there = frame(entity.name);
        const same = there?.select({ op: 'call', type: { unit: 'flag' }, name: 'eq', args }, moment()) ?? [];
        const taken = [...same].some((row) => there?.idAt(row) !== record.id);
        return taken
          ? [issue('not_unique', [field.name], { received: typeof value === 'string' ? value : JSON.stringify(value) })]
          : [];
      });

  const announce = (entity: string, id: string): void => {
    for (const listener of listeners) listener({ entity, ids: [id] });
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

  const titlesFor = (entity: Entity, items: readonly Rec[]): Readonly<Record<string, string>> => {
    const titles: Record<string, string> = {};
    for (const item of items)
      for (const link of linksOf(entity, item.values)) {
        const title = titles[link.id] === undefined ? titleOf(link.entity, link.id) : null;
        if (title !== null) titles[link.id] = title;
      }
    return titles;
  };
  const tables = { frame };

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
      const { entity } = planned.value;
      const { rows, total, next } = runList(planned.value, tables, moment());
      const there = frame(entity.name);
      const items = there ? Array.from(rows, (row) => shown(entity, there.record(row))) : [];
      return good({ items, total, next, titles: titlesFor(entity, items) }, planned.issues);
    },
    get: async (name, id) => {
      const entity = model.find(name);
      const record = follow(name, id);
      return entity && record ? shown(entity, record) : null;
    },
    create: async (name, draft) => {
      const entity = model.find(name);
      if (!entity) return unknown(name);
      const write = decideCreate(entity, draft, nextId(), context());
      return write.ok ? kept(entity, write.value, write.issues) : { ok: false, issues: write.issues };
    },
    change: async (name, id, patch, { version }) => {
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
    },
    remove: async (name, id, { version }) => {
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
    },
    measure: async (query): Promise<Checked<ReturnType<typeof run>>> => {
      const planned = plan(query, model, registry);
      return planned.ok ? good(run(planned.value, tables, moment()), planned.issues) : bad(planned.issues);
    },
    explain: (query, measure) => explain(query, measure, model, (planned) => run(planned, tables, moment())),
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    freshness: () => ({ state: 'ready', at: journal.at(-1)?.at ?? opened, issues: [] }),
  };
};
