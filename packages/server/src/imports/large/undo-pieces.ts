import {
  checkStop,
  type Commit,
  type Current,
  type ImportContext,
  linksOf,
  type LinkHere,
  type Model,
  planUndo,
  type Progress,
  type UndoPlan,
  type UndoRow,
} from '@sluice/core';
import type { ImportsIn } from '../port.ts';
import { rowOf } from '../statements.ts';
import { SHOWN, SHOWN_REJECTED } from '../wire.ts';
import type { Stop } from '../wish.ts';
import type { Scratch } from './scratch.ts';

/** An undo of more entries than this is planned in pieces. */
export const MANY_ENTRIES = 20_000;

/** An undo in pieces. */
export interface PieceUndo {
  readonly cause: string;
  readonly context: ImportContext;
  readonly only?: readonly string[];
  readonly untouched: boolean;
  /** Its writes are kept there, in the order of writing. */
  readonly scratch: Scratch;
  readonly progress?: (progress: Progress) => void;
  readonly signal?: Stop;
}

const keyOf = ({ entity, id }: Pick<LinkHere, 'entity' | 'id'>): string => `${entity} ${id}`;

/**
 * Plans an undo as `planUndo` does, in memory that does not grow with its entries: from the last to the first, so that what was written
 * later, and may link to what was written before, is settled when its turn comes. Rows are those that are shown; writes are in the scratch.
 */
export const undoPieces = async (
  port: ImportsIn,
  model: Model,
  { cause, context, only, untouched, scratch, progress, signal }: PieceUndo,
): Promise<{ readonly plan: UndoPlan; readonly written: ReadonlyMap<string, number> }> => {
  /** Records that are taken out, or no longer link there, let what they linked to go. */
  const letsGo = (link: LinkHere): boolean => {
    const undone = scratch.undone(keyOf(link));
    if (!undone) return false;
    const again = undone.links[link.field];
    return undone.fate === 'remove' || (again !== undefined && !again.includes(link.to));
  };
  const current: Current = {
    byIds: (entity, ids) => port.byIds(entity, ids),
    linksTo: async (entity, ids) => (await port.linksTo(entity, ids)).filter((link) => !letsGo(link)),
  };
  const counts = { records: 0, remove: 0, restore: 0, part: 0, done: 0, conflict: 0 };
  const written = new Map<string, number>();
  let shown: readonly UndoRow[] = [];
  let conflicts: readonly UndoRow[] = [];

  const settle = ({ entity, id, fate, cells }: UndoRow): void => {
    const about = model.find(entity);
    const links: Record<string, readonly string[]> = {};
    if (about && (fate === 'restore' || fate === 'part'))
      for (const { field, before, touched } of cells)
        if (about.field(field)?.to !== undefined && (fate === 'restore' || !touched))
          links[field] = linksOf(about, { [field]: before }).map((link) => link.id);
    scratch.undo(keyOf({ entity, id }), fate, links);
  };
  const stage = ({ record, change }: Commit): void => {
    const about = model.find(change.entity);
    if (!about) return;
    written.set(change.entity, (written.get(change.entity) ?? 0) + 1);
    scratch.write(record === null ? 1 : 0, {
      entity: change.entity,
      id: change.id,
      fresh: false,
      version: change.version,
      row: record && JSON.stringify(rowOf(about, record)),
      before: change.before && JSON.stringify(change.before),
      after: change.after && JSON.stringify(change.after),
    });
  };

  const chosen = only === undefined ? null : new Set(only);
  for await (const all of port.changesBack(cause)) {
    checkStop(signal);
    const changes = chosen ? all.filter(({ id }) => chosen.has(id)) : all;
    const plan = await planUndo(changes, current, { model, context, untouched });
    for (const row of plan.rows) settle(row);
    for (const write of plan.writes) stage(write);
    for (const fate of ['records', 'remove', 'restore', 'part', 'done', 'conflict'] as const)
      counts[fate] += plan.counts[fate];
    shown = [...plan.rows, ...shown].slice(0, SHOWN);
    conflicts = [...plan.rows.filter(({ fate }) => fate === 'conflict'), ...conflicts].slice(0, SHOWN_REJECTED);
    progress?.({ done: counts.records, of: 0 });
  }
  const rows = [...new Set([...shown, ...conflicts])];
  return { plan: { cause: context.cause, rows, counts, writes: [] }, written };
};
