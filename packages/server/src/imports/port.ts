import {
  type Commit,
  type Entity,
  type Imports,
  issue,
  linksOf,
  type Rec,
  type RefusedWrite,
  SourceError,
} from '@sluice/core';
import type { Tx } from '../database/fence.ts';
import { load } from '../records/world.ts';
import { insertChanges, updateRecord, violation } from '../records/write.ts';
import { type LookupOptions, type Lookups, lookupsIn } from './lookups.ts';
import { deleteMany, insertMany, updateMany } from './statements.ts';

type Kind = 'create' | 'change' | 'remove';

const kindOf = ({ record, change }: Commit): Kind =>
  record === null ? 'remove' : change.before === null ? 'create' : 'change';

/** Writes of one kind to one entity that follow each other: they go together. */
const runsOf = (batch: readonly Commit[]): readonly (readonly Commit[])[] => {
  const runs: Commit[][] = [];
  for (const commit of batch) {
    const run = runs.at(-1);
    const last = run?.[0];
    const seen = run?.some(({ change }) => change.id === commit.change.id) === true && kindOf(commit) !== 'create';
    if (run && last && !seen && last.change.entity === commit.change.entity && kindOf(last) === kindOf(commit))
      run.push(commit);
    else runs.push([commit]);
  }
  return runs;
};

const REMEDY = 'Look at the record, and make the plan again.';
const refusedWrite = (
  { change: { entity, id } }: Commit,
  code: string,
  stored: Rec | null,
  said: { readonly received: string; readonly expected?: string },
): RefusedWrite => ({ entity, id, stored, issue: issue(code, [entity, id], { ...said, remedy: REMEDY }) });

const recordsOf = (commits: readonly Commit[]): readonly Rec[] => commits.flatMap(({ record }) => record ?? []);

/** What imports and undos ask and write, in one transaction of a tenant that the caller begins and ends. */
export interface ImportsIn
  extends Imports,
    Pick<Lookups, 'targets' | 'holdsMany' | 'keysOf' | 'hasMore' | 'changesBack'> {}

/** Imports over PostgreSQL, in a tenant's transaction: many writes in few statements, each guarded by the version it was planned on. */
export const importsIn = (tx: Tx, options: LookupOptions): ImportsIn => {
  const { model } = options;
  const lookups = lookupsIn(tx, options);

  const staging = (part: Tx) => {
    const written = new Set<string>();
    const removed = new Set<string>();
    /** Links to records that are not there, yet: of the same import, in a later batch. */
    const awaited = new Set<string>();
    const key = (entity: string, id: string): string => `${entity} ${id}`;

    /** Holds what new and changed records link to, so that it stays until the end. */
    const holdLinks = async (entity: Entity, records: readonly Rec[]): Promise<void> => {
      const wanted = new Map<string, Set<string>>();
      for (const record of records)
        for (const link of linksOf(entity, record.values))
          if (!written.has(key(link.entity, link.id)))
            wanted.set(link.entity, (wanted.get(link.entity) ?? new Set<string>()).add(link.id));
      for (const [name, ids] of wanted) {
        const target = model.find(name);
        const there = new Set(target ? (await load(part, target, [...ids], 'key share')).map(({ id }) => id) : []);
        for (const id of ids)
          if (there.has(id)) written.add(key(name, id));
          else awaited.add(key(name, id));
      }
    };

    const create = async (entity: Entity, run: readonly Commit[]): Promise<readonly RefusedWrite[]> => {
      const records = recordsOf(run);
      await holdLinks(entity, records);
      const added = await insertMany(part, entity, records);
      const left = run.filter(({ change }) => !added.has(change.id));
      for (const id of added) written.add(key(entity.name, id));
      await insertChanges(
        part,
        run.flatMap(({ change }) => (added.has(change.id) ? [change] : [])),
      );
      const ids = left.map(({ change }) => change.id);
      const there = new Map((await load(part, entity, ids, 'none')).map((one) => [one.id, one]));
      return left.map((commit) => {
        const stored = there.get(commit.change.id);
        if (!stored) return refusedWrite(commit, 'not_unique', null, { received: commit.change.id });
        return refusedWrite(commit, 'changed_meanwhile', stored, { expected: '0', received: String(stored.version) });
      });
    };

    /** The records of a run as they are, held; and those whose version is another, or that are gone. */
    const hold = async (entity: Entity, run: readonly Commit[]) => {
      const ids = run.map(({ change }) => change.id);
      const there = new Map((await load(part, entity, ids, 'update')).map((one) => [one.id, one]));
      const fits: Commit[] = [];
      const refused: RefusedWrite[] = [];
      for (const commit of run) {
        const stored = there.get(commit.change.id) ?? null;
        const expected = commit.change.version - 1;
        if (stored?.version === expected) fits.push(commit);
        else if (stored)
          refused.push(
            refusedWrite(commit, 'changed_meanwhile', stored, {
              expected: String(stored.version),
              received: String(expected),
            }),
          );
        else refused.push(refusedWrite(commit, 'no_such_record', null, { received: commit.change.id }));
      }
      return { fits, refused, there };
    };

    /** One by one, to find those whose value another record has. */
    const singly = async (entity: Entity, run: readonly Commit[], there: ReadonlyMap<string, Rec>) => {
      const refused: RefusedWrite[] = [];
      for (const commit of run) {
        const { record } = commit;
        if (!record) continue;
        try {
          await part.savepoint((one) => updateRecord(one, entity, record));
        } catch (error) {
          const found = violation(error, entity, record);
          if (!found) throw error;
          refused.push({ entity: entity.name, id: record.id, issue: found, stored: there.get(record.id) ?? null });
        }
      }
      return refused;
    };

    const change = async (entity: Entity, run: readonly Commit[]): Promise<readonly RefusedWrite[]> => {
      const { fits, refused, there } = await hold(entity, run);
      await holdLinks(entity, recordsOf(fits));
      let taken: readonly RefusedWrite[] = [];
      if (entity.stored.some((field) => field.unique)) {
        try {
          await part.savepoint((one) => updateMany(one, entity, recordsOf(fits)));
        } catch (error) {
          const [first] = recordsOf(fits);
          if (!first || !violation(error, entity, first)) throw error;
          taken = await singly(entity, fits, there);
        }
      } else await updateMany(part, entity, recordsOf(fits));
      const left = new Set(taken.map(({ id }) => id));
      await insertChanges(
        part,
        fits.flatMap((one) => (left.has(one.change.id) ? [] : [one.change])),
      );
      return [...refused, ...taken];
    };

    const remove = async (entity: Entity, run: readonly Commit[]): Promise<readonly RefusedWrite[]> => {
      const { fits, refused, there } = await hold(entity, run);
      const out = new Set(fits.map(({ change: { id } }) => id));
      // who links to them now that nobody can begin to; records of the same run go with them
      const links = await lookupsIn(part, options).linksTo(entity.name, [...out]);
      const holders = links.filter(
        (link) => !removed.has(key(link.entity, link.id)) && !(link.entity === entity.name && out.has(link.id)),
      );
      const kept = new Set(holders.map(({ to }) => to));
      for (let more = true; more; ) {
        const again = links.filter(({ entity: name, id, to }) => name === entity.name && kept.has(id) && !kept.has(to));
        for (const { to } of again) kept.add(to);
        more = again.length > 0;
      }
      const gone = fits.filter(({ change: { id } }) => !kept.has(id));
      await deleteMany(
        part,
        entity,
        gone.map(({ change: { id } }) => id),
      );
      for (const { change: one } of gone) removed.add(key(entity.name, one.id));
      await insertChanges(
        part,
        gone.map(({ change: one }) => one),
      );
      const still = fits.filter(({ change: { id } }) => kept.has(id));
      return [
        ...refused,
        ...still.map((one) =>
          refusedWrite(one, 'still_linked', there.get(one.change.id) ?? null, {
            expected: entity.name,
            received: '1',
          }),
        ),
      ];
    };

    const writers = { create, change, remove };
    return {
      write: async (batch: readonly Commit[]): Promise<readonly RefusedWrite[]> => {
        const refused: RefusedWrite[] = [];
        for (const run of runsOf(batch)) {
          const [first] = run;
          const entity = first && model.find(first.change.entity);
          if (!first || !entity) continue;
          refused.push(...(await writers[kindOf(first)](entity, run)));
        }
        return refused;
      },
      /** Everything that was linked to is there, in the end. */
      check: async (): Promise<void> => {
        const missing = [...awaited].some((one) => !written.has(one));
        if (missing)
          throw new SourceError(
            'changed_meanwhile',
            'A record that others link to was removed meanwhile; nothing was written.',
            'Make the plan again.',
          );
        // a plan that was kept from when the tables were small would look through all of them for each record
        await part.unsafe('discard plans');
        await part.unsafe('set local enable_seqscan = off');
        await part.unsafe('set constraints all immediate');
        await part.unsafe('set local enable_seqscan = on');
      },
    };
  };

  return {
    ...lookups,
    atOnce: (work) =>
      tx.savepoint(async (part) => {
        // records of one import may link to each other whichever comes first
        await part.unsafe('set constraints all deferred');
        const { write, check } = staging(part);
        const result = await work(write);
        await check();
        return result;
      }),
  };
};
