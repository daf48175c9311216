import { type Issue, issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity, Model } from '../model/index.ts';
import { type Change, checkLinks, linksOf, type Override, type Rec } from '../records/index.ts';
import type { Commit } from '../source/commit.ts';
import { type ApplyOptions, checkStop, type ImportPort, type RefusedWrite } from './apply.ts';
import { fieldsIn, type Net, netOf, noted, overridesIn } from './journal.ts';
import { batches } from './lookup.ts';
import { titleIn } from './outcome.ts';
import type { ImportContext } from './plan.ts';

/** A record that links to another. */
export interface LinkHere {
  readonly to: string;
  readonly entity: string;
  readonly id: string;
  readonly field: string;
}

/** What an undo asks of the records as they are now. */
export interface Current {
  byIds(entity: string, ids: readonly string[]): Promise<readonly Rec[]>;
  /** The records, of any entity, that link to these. */
  linksTo(entity: string, ids: readonly string[]): Promise<readonly LinkHere[]>;
}

/** What becomes of a record: taken out, put back, in part, left since it is in order already, or left because somebody edited it. */
export type UndoFate = 'remove' | 'restore' | 'part' | 'done' | 'conflict';

/** A cell of an undo. */
export interface UndoCell {
  readonly field: string;
  /** What it was before the cause, and would be again. */
  readonly before: Value;
  /** What the cause wrote. */
  readonly written: Value;
  readonly now: Value;
  /** Somebody changed it since. */
  readonly touched: boolean;
}

/** One record of an undo. */
export interface UndoRow {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  readonly fate: UndoFate;
  readonly cells: readonly UndoCell[];
  readonly issues: readonly Issue[];
}

/** Everything an undo would do, before it does anything. */
export interface UndoPlan {
  readonly cause: string;
  /** Each record of the cause that was asked for, once. */
  readonly rows: readonly UndoRow[];
  readonly counts: Readonly<Record<'records' | UndoFate, number>>;
  /** In the order of writing: cells put back, then records taken out. */
  readonly writes: readonly Commit[];
}

export interface UndoOptions {
  readonly model: Model;
  /** Who undoes, when, and the cause of the entries that the undo itself leaves. */
  readonly context: ImportContext;
  /** Only these records: a partial undo. */
  readonly only?: ReadonlySet<string> | readonly string[];
  /** Of records that somebody edited since, put back the cells that nobody touched. */
  readonly untouched?: boolean;
}

interface Draft {
  readonly net: Net;
  readonly entity: Entity;
  readonly stored: Rec | undefined;
  readonly cells: readonly UndoCell[];
  fate: UndoFate;
  issues: readonly Issue[];
}

const same = (a: Value, b: Value): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/**
 * Plans the exact inverse of all journal entries of one cause: what was made is taken out, cells that were changed get what they had. A
 * record that somebody edited since is a conflict, shown with what was written and what is there now; so is one that others link to.
 */
export const planUndo = async (
  changes: readonly Change[],
  current: Current,
  options: UndoOptions,
): Promise<UndoPlan> => {
  const { model, only, untouched = false } = options;
  const chosen = only === undefined ? null : new Set(only);
  const nets = netOf(changes).filter(({ id }) => chosen === null || chosen.has(id));
  const stored = await records(nets, current);
  const drafts = nets.flatMap((net): readonly Draft[] => {
    const entity = model.find(net.entity);
    return entity ? [draftOf(net, entity, stored.get(`${net.entity} ${net.id}`), untouched)] : [];
  });
  await refuseDangling(drafts, current, model);
  await refuseLinked(drafts, current);
  const rows = drafts.map(({ net, entity, stored: now, cells, fate, issues }): UndoRow => {
    const title = titleIn(now ?? { values: net.before ?? net.after ?? {} }, entity.title.name);
    return { entity: net.entity, id: net.id, title, fate, cells, issues };
  });
  const counts = { records: rows.length, remove: 0, restore: 0, part: 0, done: 0, conflict: 0 };
  for (const { fate } of rows) counts[fate] += 1;
  const back = drafts.flatMap((one) => restored(one, options) ?? []);
  const out = drafts.flatMap((one) => removed(one, options) ?? []).reverse();
  return { cause: options.context.cause, rows, counts, writes: [...back, ...out] };
};

const records = async (nets: readonly Net[], current: Current): Promise<ReadonlyMap<string, Rec>> => {
  const found = new Map<string, Rec>();
  for (const entity of new Set(nets.map((net) => net.entity)))
    for (const batch of batches(nets.filter((net) => net.entity === entity)))
      for (const record of await current.byIds(
        entity,
        batch.map(({ id }) => id),
      ))
        found.set(`${entity} ${record.id}`, record);
  return found;
};

const editedSince = (net: Net, now: Rec): Issue =>
  issue('edited_since', [net.entity, net.id], {
    expected: String(net.version),
    received: String(now.version),
    remedy: 'Look at both values; put back the cells that nobody touched, or leave it.',
  });

const draftOf = (net: Net, entity: Entity, now: Rec | undefined, untouched: boolean): Draft => {
  const before = fieldsIn(entity, net.before ?? {});
  const after = fieldsIn(entity, net.after ?? {});
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const cells = names.flatMap((field): readonly UndoCell[] => {
    const [old, written] = [before[field] ?? null, after[field] ?? null];
    const value = now?.values[field] ?? null;
    return same(old, written) ? [] : [{ field, before: old, written, now: value, touched: !same(written, value) }];
  });
  const draft = (fate: UndoFate, issues: readonly Issue[] = []): Draft => ({
    net,
    entity,
    stored: now,
    cells,
    fate,
    issues,
  });
  if (net.after === null) {
    const gone = issue('cannot_return', [net.entity, net.id], {});
    return now || net.before === null ? draft('done') : draft('conflict', [gone]);
  }
  if (!now) {
    const gone = issue('no_such_record', [net.entity, net.id], { received: net.id });
    return net.before === null ? draft('done') : draft('conflict', [gone]);
  }
  const edited = now.version !== net.version || net.interrupted;
  if (net.before === null) return edited ? draft('conflict', [editedSince(net, now)]) : draft('remove');
  if (!edited) return draft('restore');
  if (cells.length > 0 && cells.every((cell) => same(cell.before, cell.now))) return draft('done');
  const open = cells.some((cell) => !cell.touched);
  return untouched && open ? draft('part', [editedSince(net, now)]) : draft('conflict', [editedSince(net, now)]);
};

/** Cells that would link again to records which are gone. */
const refuseDangling = async (drafts: readonly Draft[], current: Current, model: Model): Promise<void> => {
  const wanted = new Map<string, Set<string>>();
  const valuesOf = ({ cells }: Draft): Readonly<Record<string, Value>> =>
    Object.fromEntries(cells.map(({ field, before }) => [field, before]));
  const back = drafts.filter(({ fate }) => fate === 'restore' || fate === 'part');
  for (const draft of back)
    for (const { entity, id } of linksOf(draft.entity, valuesOf(draft)))
      wanted.set(entity, (wanted.get(entity) ?? new Set<string>()).add(id));
  const there = new Set<string>();
  for (const [entity, ids] of wanted)
    for (const batch of batches(ids))
      for (const { id } of await current.byIds(entity, batch)) there.add(`${entity} ${id}`);
  const titleOf = (entity: string, id: string): string | null =>
    model.find(entity) && there.has(`${entity} ${id}`) ? '' : null;
  for (const draft of back) {
    const issues = checkLinks(draft.entity, valuesOf(draft), titleOf);
    if (issues.length === 0) continue;
    draft.fate = 'conflict';
    draft.issues = [...draft.issues, ...issues];
  }
};

/** Records that would be taken out although others, which stay, link to them. One that stays keeps what it links to. */
const refuseLinked = async (drafts: readonly Draft[], current: Current): Promise<void> => {
  const links: LinkHere[] = [];
  for (const entity of new Set(drafts.map(({ net }) => net.entity))) {
    const ids = drafts.filter(({ fate, net }) => fate === 'remove' && net.entity === entity).map(({ net }) => net.id);
    for (const batch of batches(ids)) links.push(...(await current.linksTo(entity, batch)));
  }
  const byRecord = new Map(drafts.map((draft) => [`${draft.net.entity} ${draft.net.id}`, draft]));
  const lets = ({ entity, id, field, to }: LinkHere): boolean => {
    const draft = byRecord.get(`${entity} ${id}`);
    if (!draft) return false;
    if (draft.fate === 'remove') return true;
    const cell = draft.cells.find((one) => one.field === field);
    const back = draft.fate === 'restore' || (draft.fate === 'part' && cell?.touched === false);
    return back && cell !== undefined && !(Array.isArray(cell.before) ? cell.before : [cell.before]).includes(to);
  };
  const removals = new Map(drafts.filter(({ fate }) => fate === 'remove').map((draft) => [draft.net.id, draft]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const link of links) {
      const draft = removals.get(link.to);
      if (!draft || draft.fate !== 'remove' || lets(link)) continue;
      draft.fate = 'conflict';
      draft.issues = [
        issue('still_linked', [link.entity], {
          received: '1',
          params: { entity: link.entity, id: link.id, field: link.field },
          remedy: 'Link it to another record first, or leave this one.',
        }),
      ];
      changed = true;
    }
  }
};

const entry = (net: Net, version: number, { context }: UndoOptions): Omit<Change, 'before' | 'after'> => ({
  tenant: context.tenant,
  at: context.at,
  actor: context.actor,
  cause: context.cause,
  entity: net.entity,
  id: net.id,
  version,
});

/** The overrides of a record once cells are put back: as the journal tells, else the cause is who said so. */
const overridesBack = ({ net, entity, stored, cells }: Draft, now: Rec, part: boolean): Rec['overrides'] => {
  const known = overridesIn(net.before ?? {});
  if (known && !part) return known;
  const overrides: Record<string, Override> = { ...stored?.overrides };
  for (const { field, before, touched } of cells) {
    if (!entity.field(field)?.follows || (part && touched)) continue;
    delete overrides[field];
    const was = known?.[field];
    if (was) overrides[field] = was;
    else if (before !== null && known === undefined)
      overrides[field] = now.overrides[field] ?? { by: '', at: now.updatedAt };
  }
  return overrides;
};

const restored = (draft: Draft, options: UndoOptions): Commit | null => {
  const { net, stored, cells, fate } = draft;
  if (!stored || (fate !== 'restore' && fate !== 'part')) return null;
  const back = cells.filter((cell) => fate === 'restore' || !cell.touched);
  const version = stored.version + 1;
  const values = { ...stored.values, ...Object.fromEntries(back.map(({ field, before }) => [field, before])) };
  const overrides = overridesBack(draft, stored, fate === 'part');
  const record: Rec = { ...stored, version, updatedAt: options.context.at, values, overrides };
  const before = Object.fromEntries(back.map(({ field, now }) => [field, now]));
  const after = Object.fromEntries(back.map((cell) => [cell.field, cell.before]));
  return noted({ record, change: { ...entry(net, version, options), before, after } }, stored);
};

const removed = ({ net, stored, fate }: Draft, options: UndoOptions): Commit | null => {
  if (!stored || fate !== 'remove') return null;
  const before = Object.fromEntries(Object.entries(stored.values).filter(([, value]) => value !== null));
  return { record: null, change: { ...entry(net, stored.version + 1, options), before, after: null } };
};

/** What an undo did. */
export interface UndoResult {
  readonly plan: UndoPlan;
  readonly written: number;
  /** Records that were edited after the undo was planned: left as they are. */
  readonly conflicts: readonly RefusedWrite[];
}

/** Does what an undo plans, all of it or nothing; a record that was edited after the plan was made is left as it is. */
export const applyUndo = async (
  plan: UndoPlan,
  port: ImportPort,
  { progress, signal, batch: size }: Omit<ApplyOptions, 'model' | 'stamp'> = {},
): Promise<UndoResult> => {
  const conflicts: RefusedWrite[] = [];
  checkStop(signal);
  await port.atOnce(async (write) => {
    let done = 0;
    for (const batch of batches(plan.writes, size)) {
      checkStop(signal);
      conflicts.push(...(await write(batch)));
      done += batch.length;
      progress?.({ done, of: plan.writes.length });
    }
    checkStop(signal);
  });
  const refused = new Map(conflicts.map((one) => [`${one.entity} ${one.id}`, one.issue]));
  const rows = plan.rows.map((row): UndoRow => {
    const found = refused.get(`${row.entity} ${row.id}`);
    return found ? { ...row, fate: 'conflict', issues: [...row.issues, found] } : row;
  });
  const counts = { ...plan.counts, conflict: plan.counts.conflict + conflicts.length };
  for (const { fate, entity, id } of plan.rows) if (refused.has(`${entity} ${id}`)) counts[fate] -= 1;
  return { plan: { ...plan, rows, counts }, written: plan.writes.length - conflicts.length, conflicts };
};
