import {
  decideAsked,
  type Entity,
  type Existing,
  type FileInPieces,
  type ImportContext,
  type Mapping,
  type Model,
  type PlannedRow,
  type PlannedTarget,
  type Rec,
  SourceError,
  type Write,
} from '@sluice/core';
import type { Target } from '../lookups.ts';
import { namesIn } from '../plan-file.ts';
import type { ImportsIn } from '../port.ts';
import type { Readable } from './read.ts';

/** Names of other records that are held while a file is read, and records that are made because a link asks for them. */
export const MOST_NAMES = 50_000;
export const MOST_MADE = 20_000;
const BATCH = 1000;

const tooMany = (most: number, what: string): SourceError =>
  new SourceError(
    'too_large',
    `The file links to more than ${most.toLocaleString('en')} ${what}; nothing was written.`,
    'Import those first, and the file in parts of which each names fewer.',
  );

/** The columns that link, by the entity they link to. */
const linkColumns = (entity: Entity, { columns }: Mapping): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, number[]>();
  for (const { field: name, column, otherwise = [] } of columns) {
    const to = entity.field(name)?.to;
    if (to !== undefined) found.set(to, [...(found.get(to) ?? []), column, ...otherwise]);
  }
  return found;
};

/** The records that the links of a file may lead to, by entity. Throws `too_large` when there are too many to be held. */
export const linkable = async (
  port: ImportsIn,
  model: Model,
  { entity, mapping }: FileInPieces,
  { batches }: Readable,
): Promise<Readonly<Record<string, readonly Target[]>>> => {
  const found: Record<string, readonly Target[]> = {};
  const many = new Map<string, { readonly columns: readonly number[]; readonly names: Set<string> }>();
  for (const [name, columns] of linkColumns(entity, mapping)) {
    const target = model.find(name);
    if (!target) continue;
    if (await port.holdsMany(target)) many.set(name, { columns, names: new Set() });
    else found[name] = await port.targets(target, []);
  }
  if (many.size === 0) return found;
  for await (const { rows } of batches())
    for (const { columns, names } of many.values()) {
      for (const name of namesIn({ rows }, columns)) names.add(name);
      if (names.size > MOST_NAMES) throw tooMany(MOST_NAMES, 'other records');
    }
  for (const [name, { names }] of many) {
    const target = model.find(name);
    if (target) found[name] = await port.targets(target, names);
  }
  return found;
};

/** Records that links ask for, decided: what they are or will be. */
export interface Asked {
  readonly planned: (entity: string, id: string) => Rec | undefined;
  readonly found: (entity: string, id: string) => string | null | undefined;
  /** Notes what a write of the file links to. */
  readonly linked: (ids: Iterable<string>) => void;
  /** The writes of those that something links to, and what is told of all. */
  readonly result: () => { readonly writes: readonly Write[]; readonly targets: readonly PlannedTarget[] };
}

/** Decides about the records that links of a file ask for. Throws `too_large` when there are too many to be held. */
export const askedRecords = async (
  created: readonly { readonly entity: string; readonly id: string }[],
  related: ReadonlyMap<string, readonly Rec[]>,
  { model, context, existing }: { readonly model: Model; readonly context: ImportContext; readonly existing: Existing },
): Promise<Asked> => {
  if (created.length > MOST_MADE) throw tooMany(MOST_MADE, 'new records');
  const key = (entity: string, id: string): string => `${entity} ${id}`;
  const planned = new Map<string, Rec>();
  const found = new Map<string, string | null>();
  const writes = new Map<string, Write>();
  const rows: { readonly entity: string; readonly row: PlannedRow }[] = [];
  for (const name of new Set(created.map(({ entity }) => entity))) {
    const entity = model.find(name);
    if (!entity) continue;
    const drafts = new Map((related.get(name) ?? []).map((one) => [one.id, one]));
    const asked = created.flatMap((one) => (one.entity === name ? (drafts.get(one.id) ?? []) : []));
    for (const draft of asked) planned.set(key(name, draft.id), draft);
    for (let at = 0; at < asked.length; at += BATCH) {
      const some = asked.slice(at, at + BATCH);
      const decided = await decideAsked(some, { model, entity, rules: {}, context, existing });
      const others: string[] = [];
      for (const [id, to] of decided.ids) {
        found.set(key(name, id), to);
        if (to !== null) others.push(to);
      }
      for (const record of await existing.byIds(name, others)) planned.set(key(name, record.id), record);
      for (const write of decided.writes) {
        planned.set(key(name, write.record.id), write.record);
        writes.set(write.record.id, write);
      }
      for (const row of decided.rows) rows.push({ entity: name, row });
    }
  }
  const wanted = new Set<string>();
  return {
    planned: (entity, id) => planned.get(key(entity, id)),
    found: (entity, id) => found.get(key(entity, id)),
    linked: (ids) => {
      for (const id of ids) if (writes.has(id)) wanted.add(id);
    },
    result: () => ({
      writes: [...writes.values()].filter(({ record }) => wanted.has(record.id)),
      targets: rows.flatMap(({ entity, row: { id, title, fate, issues } }) => {
        if (id === null || fate === 'reject' || (fate === 'create' && !wanted.has(id))) return [];
        return [{ entity, id, title, create: fate === 'create', issues }];
      }),
    }),
  };
};
