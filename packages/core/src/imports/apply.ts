import { type Issue, issue } from '../issue.ts';
import type { Model } from '../model/index.ts';
import { type Change, linksOf, type Rec, type Write } from '../records/index.ts';
import type { Commit } from '../source/commit.ts';
import { batches } from './lookup.ts';
import { countsOf, type ImportPlan, type PlannedRow } from './outcome.ts';

/** A write that was not done, because the record is no longer what the plan was made on. */
export interface RefusedWrite {
  readonly entity: string;
  readonly id: string;
  readonly issue: Issue;
  /** The record as it is now; null when it is gone. */
  readonly stored: Rec | null;
}

/** Writes decided changes. */
export interface ImportPort {
  /**
   * Runs `work` as one whole: what it wrote counts once it has returned, nothing of it when it throws. `write` does a batch in order and
   * answers with those it left out: a change whose record has not the version before it, a creation where a record is.
   */
  atOnce<T>(work: (write: (batch: readonly Commit[]) => Promise<readonly RefusedWrite[]>) => Promise<T>): Promise<T>;
}

/** What an import tells while it writes. */
export interface Progress {
  readonly done: number;
  readonly of: number;
}

/** A way to stop: an `AbortSignal` is one. */
export interface Stop {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

export interface ApplyOptions {
  readonly model: Model;
  readonly progress?: (progress: Progress) => void;
  readonly signal?: Stop;
  /** Writes at a time; 1 000 when left out. */
  readonly batch?: number;
  /** When, by whom and why, when that is not as it was planned. */
  readonly stamp?: Partial<Pick<Change, 'at' | 'actor' | 'cause'>>;
}

/** What an import did: the plan with the rows as they came out. */
export interface ImportResult {
  readonly plan: ImportPlan;
  readonly written: number;
  readonly conflicts: readonly RefusedWrite[];
}

/** Stops where somebody asked for it. */
export const checkStop = (signal: Stop | undefined): void => {
  if (signal?.aborted !== true) return;
  throw signal.reason instanceof Error ? signal.reason : new Error('The import was stopped; nothing was written.');
};

/**
 * Writes what a plan says, all of it or nothing: when the port fails, or somebody stops it, this throws and nothing is left. A record
 * that was changed after the plan was made is not overwritten: its rows are rejected, the others are written.
 */
export const applyImport = async (plan: ImportPlan, port: ImportPort, options: ApplyOptions): Promise<ImportResult> => {
  const excluded = new Map<Write, RefusedWrite>();
  for (;;) {
    try {
      const conflicts = await attempt(plan, port, options, excluded);
      const cause = options.stamp?.cause ?? plan.cause;
      return { plan: cameOut(plan, conflicts, cause), written: plan.writes.length - conflicts.length, conflicts };
    } catch (error) {
      if (!(error instanceof Dangling)) throw error;
      for (const [write, refused] of error.found) excluded.set(write, refused);
    }
  }
};

/** Ends an attempt: these writes link to records that could not be made, and are left out of the next. */
class Dangling extends Error {
  readonly found: ReadonlyMap<Write, RefusedWrite>;
  constructor(found: ReadonlyMap<Write, RefusedWrite>) {
    super('writes link to records that were not made');
    this.found = found;
  }
}

/** Writes everything but what is excluded; gives what was not written. */
const attempt = (
  plan: ImportPlan,
  port: ImportPort,
  { model, progress, signal, batch: size, stamp = {} }: ApplyOptions,
  excluded: ReadonlyMap<Write, RefusedWrite>,
): Promise<readonly RefusedWrite[]> => {
  const conflicts = [...excluded.values()];
  const writes = plan.writes.filter((write) => !excluded.has(write));
  const creations = new Set(writes.filter(({ change }) => change.before === null).map(({ change }) => change.id));
  const lost = new Set(
    [...excluded.keys()].filter(({ change }) => change.before === null).map(({ record }) => record.id),
  );
  checkStop(signal);
  return port.atOnce(async (write) => {
    let done = excluded.size;
    for (const batch of batches(writes, size)) {
      checkStop(signal);
      for (const refused of await write(batch.map((one) => stamped(one, stamp)))) {
        conflicts.push(refused);
        if (creations.has(refused.id) || refused.stored === null) lost.add(refused.id);
      }
      done += batch.length;
      progress?.({ done, of: plan.writes.length });
    }
    const refusedIds = new Set(conflicts.map(({ entity, id }) => `${entity} ${id}`));
    const dangling = writes.flatMap((one): readonly (readonly [Write, RefusedWrite])[] => {
      const refused = refusedIds.has(`${one.change.entity} ${one.record.id}`) ? null : linkedTo(one, lost, model);
      return refused ? [[one, refused]] : [];
    });
    if (dangling.length > 0) throw new Dangling(new Map(dangling));
    checkStop(signal);
    return conflicts;
  });
};

const stamped = ({ record, change }: Write, stamp: NonNullable<ApplyOptions['stamp']>): Write => {
  const at = stamp.at ?? change.at;
  const createdAt = change.before === null ? at : record.createdAt;
  return { record: { ...record, createdAt, updatedAt: at }, change: { ...change, ...stamp } };
};

/** The refusal of a write that links to a record which could not be made. */
const linkedTo = (write: Write, lost: ReadonlySet<string>, model: Model): RefusedWrite | null => {
  if (lost.size === 0) return null;
  const { entity, id } = write.change;
  const found = model.find(entity);
  const link = found && linksOf(found, write.change.after ?? {}).find((one) => lost.has(one.id));
  return link ? { entity, id, issue: issue('not_linked', [entity], { received: link.id }), stored: null } : null;
};

/** A plan whose rows tell what was done. */
const cameOut = (plan: ImportPlan, conflicts: readonly RefusedWrite[], cause: string): ImportPlan => {
  const refused = new Map(conflicts.map((one) => [`${one.entity} ${one.id}`, one]));
  const rows = plan.rows.map((row): PlannedRow => {
    const conflict = row.fate === 'reject' ? undefined : refused.get(`${plan.entity} ${row.id}`);
    if (!conflict) return row;
    return { ...row, fate: 'reject', rule: { by: 'changed' }, issues: [...row.issues, conflict.issue] };
  });
  return {
    ...plan,
    cause,
    rows,
    counts: countsOf(rows),
    companions: plan.companions.map((one) => cameOut(one, conflicts, cause)),
  };
};
