import { createHash } from 'node:crypto';
import { type ImportContext, issue, type Model, SourceError, type UndoPlan } from '@sluice/core';
import { asTenant, type TenantContext } from '../../database/as-tenant.ts';
import { sqlState } from '../../database/errors.ts';
import type { Tx } from '../../database/fence.ts';
import type { Pool } from '../../database/lease.ts';
import type { Once } from '../../idempotency/once.ts';
import type { Accepted, AcceptOptions, PlanOptions, Received, UndoWish } from '../outcomes.ts';
import { usable } from '../plan-file.ts';
import type { ImportsIn } from '../port.ts';
import * as store from '../store.ts';
import { patient } from '../turns.ts';
import { openPlan, type WireImport, wirePlan } from '../wire.ts';
import type { ImportWish } from '../wish.ts';
import { ChangedMeanwhile, mergeWrites } from './merge.ts';
import { dropPieces, pieceAt, piecesOf, putPiece, sized } from './pieces.ts';
import { type PlannedPieces, planPieces, WholeFile } from './plan-pieces.ts';
import { openScratch, type Scratch } from './scratch.ts';
import { MANY_ENTRIES, undoPieces } from './undo-pieces.ts';

/** What planning large files needs of the desk it belongs to. */
export interface LargeOptions {
  readonly pool: Pool;
  readonly model: Model;
  readonly seen: Model;
  readonly who: TenantContext;
  readonly now: () => string;
  readonly once: Once;
  readonly newImport: () => string;
  readonly portIn: (tx: Tx) => ImportsIn;
  readonly contextOf: (cause: string, at: string) => ImportContext;
  /** Plans a file that has to be held as a whole. */
  readonly whole: (bytes: Uint8Array, wish: ImportWish) => Promise<WireImport>;
  /** An undo of more entries than this is planned in pieces. */
  readonly manyEntries?: number | undefined;
}

/** The largest file that can be held as a whole, in bytes. */
export const LARGEST_WHOLE = 50_000_000;
/** So often it is planned again because records change while it is written. */
const AGAIN = 2;

/** The bytes of what comes, all of them. Throws `too_large` when there are more than can be held. */
export const wholeOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > LARGEST_WHOLE)
      throw new SourceError(
        'too_large',
        `A file that has to be held as a whole may have ${LARGEST_WHOLE.toLocaleString('en')} bytes: a workbook, or rows that link to each other.`,
        'Save a workbook as CSV; import first the rows that others link to.',
      );
    held.push(chunk);
  }
  return new Uint8Array(Buffer.concat(held));
};

/** Does work that plans and writes, again when records changed between the two. */
const again = async <T>(work: (times: number) => Promise<T>): Promise<T> => {
  for (let times = 0; ; times++) {
    try {
      return await work(times);
    } catch (error) {
      const changed = error instanceof ChangedMeanwhile || sqlState(error) === '23505';
      if (!changed) throw error;
      if (times < AGAIN) continue;
      throw new SourceError(
        'changed_meanwhile',
        'Others change records of this import all the while; nothing was written.',
        'Try again when they are done.',
      );
    }
  }
};

/** Imports of files that are too large to be held: kept in pieces, planned and merged in small memory. */
export const largeDesk = (options: LargeOptions) => {
  const { pool, model, seen, who, now, once, newImport, portIn, contextOf, whole } = options;
  const noting = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asTenant(pool, who, work);
  const drop = async (id: string): Promise<void> => noting((tx) => dropPieces(tx, id, 'file'));

  /** Keeps a file as it comes: each piece in a transaction of its own, none is open while a sender is slow. */
  const receive = async (chunks: AsyncIterable<Uint8Array>): Promise<Received> => {
    const id = newImport();
    const digest = createHash('sha256');
    const at = now();
    let pieces = 0;
    let size = 0;
    try {
      for await (const piece of sized(chunks)) {
        digest.update(piece);
        const place = pieces;
        await noting((tx) => putPiece(tx, id, 'file', place, piece, at));
        pieces += 1;
        size += piece.byteLength;
      }
    } catch (error) {
      if (pieces > 0) await drop(id).catch(() => undefined);
      throw error;
    }
    return { id, pieces, size, fingerprint: digest.digest('hex') };
  };

  const planned = (
    tx: Tx,
    { id, at, cause, wish }: Pick<store.KeptImport, 'id' | 'at' | 'cause' | 'wish'>,
    how: {
      readonly now: string;
      readonly scratch: Scratch;
      readonly near: boolean;
      readonly writes: boolean;
    } & PlanOptions,
  ): Promise<PlannedPieces> => {
    const { now: when, ...rest } = how;
    const pieces = () => piecesOf(tx, id, 'file');
    return planPieces(portIn(tx), model, contextOf(cause, when), {
      id,
      made: Date.parse(at),
      wish,
      seen,
      pieces,
      ...rest,
    });
  };

  /** Keeps the rejected rows as a file, in pieces. */
  const keepRejected = async (
    tx: Tx,
    id: string,
    { plan }: PlannedPieces,
    scratch: Scratch,
    at: string,
  ): Promise<void> => {
    await dropPieces(tx, id, 'rejected');
    if (plan.counts.reject === 0) return;
    const heading = scratch.heading();
    async function* texts(): AsyncGenerator<Uint8Array, void, undefined> {
      const encoder = new TextEncoder();
      yield encoder.encode(`\ufeff${heading}`);
      for (const { text } of scratch.rejected()) yield encoder.encode(text);
    }
    let place = 0;
    for await (const piece of sized(texts())) {
      await putPiece(tx, id, 'rejected', place, piece, at);
      place += 1;
    }
  };

  const plan = async (file: Received, said: ImportWish, how: PlanOptions = {}): Promise<WireImport> => {
    const at = now();
    const { id, pieces, fingerprint } = file;
    const entity = model.named(said.entity)?.name ?? said.entity;
    const scratch = openScratch();
    try {
      const { about, made, before } = await asTenant(pool, { ...who, readOnly: true }, async (tx) => {
        await patient(tx);
        const remembered = said.remembered ?? (await store.rememberedOf(tx, entity));
        const wish = Object.keys(remembered).length > 0 ? { ...said, remembered } : said;
        const its = { id, at, cause: `import:${id}`, wish };
        return {
          about: its,
          made: await planned(tx, its, { now: at, scratch, near: true, writes: false, ...how }),
          before: await store.importedBefore(tx, fingerprint, entity),
        };
      });
      const known = issue('imported_before', ['file'], {
        severity: 'warning',
        message: 'The same file was imported already, on {received}.',
        received: before ?? '',
      });
      const report = wirePlan(model, made);
      const kept: store.NewImport = {
        ...about,
        actor: who.actor,
        status: usable(made) ? 'planned' : 'failed',
        digest: made.digest,
        report: before === null ? report : { ...report, issues: [...report.issues, known] },
        bytes: new Uint8Array(),
        companions: {},
        fingerprint,
        rejected: null,
        pieces,
      };
      const answer = await noting((tx) =>
        once(tx, async () => {
          await store.tidy(tx, at, who.actor);
          await store.remove(tx, id);
          await store.keep(tx, kept);
          await keepRejected(tx, id, made, scratch, at);
          return store.wireImport(kept);
        }),
      );
      // a request that is repeated is answered with the import that came of the first
      if (answer.id !== id || kept.status === 'failed') await drop(id);
      return answer;
    } catch (error) {
      if (error instanceof WholeFile) {
        const bytes = await asTenant(pool, { ...who, readOnly: true }, (tx) => wholeOf(piecesOf(tx, id, 'file')));
        await drop(id);
        return whole(bytes, said);
      }
      await drop(id).catch(() => undefined);
      throw error;
    } finally {
      scratch.close();
    }
  };

  /** Plans again what is kept and merges it, or says what it would do now; in the transaction of an acceptance. */
  const accept = async (
    tx: Tx,
    kept: store.KeptImport,
    { digest, progress, signal }: AcceptOptions,
  ): Promise<{ readonly answer: Accepted; readonly written: ReadonlyMap<string, number> }> => {
    const none = new Map<string, number>();
    if (!(await pieceAt(tx, kept.id, 'file', 0))) return { answer: { ok: false, why: 'expired' }, written: none };
    return again(async (times) => {
      const scratch = openScratch();
      try {
        const when = now();
        const stop = signal ? { signal } : {};
        const made = await planned(tx, kept, { now: when, scratch, near: times > 0, writes: true, ...stop });
        if (made.digest !== kept.digest || (digest !== undefined && digest !== made.digest)) {
          const next: store.KeptImport = { ...kept, digest: made.digest, report: wirePlan(model, made), job: null };
          await store.note(tx, next, null);
          await keepRejected(tx, kept.id, made, scratch, when);
          return { answer: { ok: false, why: 'changed', import: store.wireImport(next) }, written: none };
        }
        const stamp = { at: when, actor: who.actor, cause: kept.cause };
        const how = { ...stop, ...(progress ? { progress } : {}) };
        await tx.savepoint((part) => mergeWrites(part, model, scratch, stamp, how));
        const done: store.KeptImport = { ...kept, status: 'accepted', job: null };
        await store.note(tx, done, null);
        await dropPieces(tx, kept.id, 'file');
        return { answer: { ok: true, import: store.wireImport(done) }, written: made.written };
      } finally {
        scratch.close();
      }
    });
  };

  /** The rejected rows of an import as a file, piece by piece; null when they are not kept in pieces. */
  const rejected = async (id: string): Promise<AsyncGenerator<Uint8Array, void, undefined> | null> => {
    const at = (place: number) =>
      asTenant(pool, { ...who, readOnly: true }, (tx) => pieceAt(tx, id, 'rejected', place));
    const first = await at(0);
    if (!first) return null;
    async function* rest(): AsyncGenerator<Uint8Array, void, undefined> {
      for (let place = 0, piece = first; piece; piece = await at((place += 1))) yield piece;
    }
    return rest();
  };

  const expect = async ({ id, pieces, fingerprint }: Received, wish: ImportWish): Promise<void> => {
    const entity = model.named(wish.entity)?.name ?? wish.entity;
    const about = {
      id,
      status: 'planning',
      at: now(),
      actor: who.actor,
      cause: `import:${id}`,
      digest: '',
      wish,
    } as const;
    const nothing = { bytes: new Uint8Array(), companions: {}, rejected: null };
    await noting((tx) =>
      store.keep(tx, { ...about, ...nothing, report: openPlan(entity, wish.name), fingerprint, pieces }),
    );
  };

  const undoing = (
    tx: Tx,
    { id, cause }: store.KeptImport,
    { rows, untouched = false, signal }: UndoWish,
    { scratch, at }: { readonly scratch: Scratch; readonly at: string },
  ) =>
    undoPieces(portIn(tx), model, {
      cause,
      context: contextOf(`undo:${id}`, at),
      untouched,
      scratch,
      ...(rows === undefined ? {} : { only: rows }),
      ...(signal === undefined ? {} : { signal }),
    });
  const isMany = (tx: Tx, { cause }: store.KeptImport): Promise<boolean> =>
    portIn(tx).hasMore(cause, options.manyEntries ?? MANY_ENTRIES);

  /** What an undo would do; null when it is small. */
  const planUndo = async (tx: Tx, kept: store.KeptImport, wish: UndoWish): Promise<UndoPlan | null> => {
    if (!(await isMany(tx, kept))) return null;
    const scratch = openScratch();
    try {
      return (await undoing(tx, kept, wish, { scratch, at: now() })).plan;
    } finally {
      scratch.close();
    }
  };

  /** Undoes an import; null when it is small, and nothing was done. */
  const undo = async (
    tx: Tx,
    kept: store.KeptImport,
    wish: UndoWish,
  ): Promise<{ readonly plan: UndoPlan; readonly written: ReadonlyMap<string, number> } | null> => {
    if (!(await isMany(tx, kept))) return null;
    return again(async () => {
      const scratch = openScratch();
      try {
        const at = now();
        const done = await undoing(tx, kept, wish, { scratch, at });
        const stamp = { at, actor: who.actor, cause: `undo:${kept.id}` };
        const how = wish.signal ? { signal: wish.signal } : {};
        await tx.savepoint((part) => mergeWrites(part, model, scratch, stamp, how));
        return done;
      } finally {
        scratch.close();
      }
    });
  };

  return { receive, expect, plan, accept, planUndo, undo, rejected, release: ({ id }: Received) => drop(id) };
};
