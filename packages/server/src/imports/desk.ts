import { createHash, randomUUID } from 'node:crypto';
import {
  applyImport,
  applyUndo,
  type ImportContext,
  type ImportPlan,
  issue,
  type Model,
  type Moment,
  type Overlay,
  planUndo,
  type Rights,
  SourceError,
  type UndoPlan,
} from '@sluice/core';
import { asTenant } from '../database/as-tenant.ts';
import { sqlState } from '../database/errors.ts';
import type { Tx } from '../database/fence.ts';
import type { Pool } from '../database/lease.ts';
import { always, type Once } from '../idempotency/once.ts';
import type { Notices } from '../records/notices.ts';
import { awayDesk, type AwayOptions } from './away.ts';
import { type Jobs, jobsOf } from './jobs.ts';
import { largeDesk, wholeOf } from './large/large-desk.ts';
import { opened } from './large/opened.ts';
import { piecesOf } from './large/pieces.ts';
import { planFile, type PlannedFile, type Planning, rejectedFile, usable } from './plan-file.ts';
import type { Accepted, AcceptOptions, ImportRefusal, PlainDesk, Undone, UndoWish, WholeDesk } from './outcomes.ts';
import { type ImportsIn, importsIn } from './port.ts';
import * as store from './store.ts';
import { alone, patient, tenantTurns } from './turns.ts';
import { type WirePlan, wirePlan, wireUndo } from './wire.ts';

export type { Accepted, AcceptOptions, ImportRefusal, PlainDesk, Undone, UndoWish } from './outcomes.ts';

/** A notice names no more records than this. */
const MANY = 100;

/** Imports of one tenant by one person. */
export interface ImportDesk extends PlainDesk, Jobs {}

/** What a desk needs of its surroundings. */
export interface DeskOptions {
  readonly pool: Pool;
  readonly model: Model;
  /** What whoever sends a file sees; everything when left out. */
  readonly seen?: Model | undefined;
  /** What they may do; everything when left out. */
  readonly rights?: Rights | undefined;
  /** UUID */
  readonly tenant: string;
  readonly actor: string;
  readonly role?: string;
  readonly moment: () => Moment;
  /** The ISO instant of a write. */
  readonly now: () => string;
  readonly notices?: Notices;
  /** How often a plan, an acceptance, an undo may happen. */
  readonly once?: Once;
  /** A new import's UUID. */
  readonly newImport?: () => string;
  /** An undo of more entries than this is done in pieces. */
  readonly manyEntries?: number;
  /** Where what takes long is done; here when left out. */
  readonly away?: Pick<AwayOptions, 'threads'> & { readonly overlays: readonly Overlay[] };
}

/** A report with the records that were offered when the plan was shown. */
const asSeen = (report: WirePlan, seen: WirePlan): WirePlan => {
  const offered = new Map(seen.rows.map(({ line, candidates }) => [line, candidates]));
  const rows = report.rows.map((row) => ({ ...row, candidates: offered.get(row.line) ?? row.candidates }));
  return { ...report, rows };
};

const missing = { ok: false, why: 'missing' } as const;

/** The imports of a tenant, all done here. Everything runs as the tenant; an acceptance and an undo are one transaction each. */
export const wholeDesk = (options: DeskOptions): WholeDesk => {
  const {
    pool,
    model,
    tenant,
    actor,
    role,
    moment,
    now,
    notices,
    once = always,
    newImport = randomUUID,
    seen = model,
    manyEntries,
  } = options;
  const who = { tenant, actor, ...(role === undefined ? {} : { role }) };
  const portIn = (tx: Tx): ImportsIn => importsIn(tx, { model, tenant, moment: moment() });
  const contextOf = (cause: string, at: string): ImportContext => ({ tenant, actor, cause, at, moment: moment() });
  const reading = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    asTenant(pool, { ...who, readOnly: true }, async (tx) => {
      await patient(tx);
      return work(tx);
    });

  /** One import or undo at a time. What others did to the same records at the same moment is told as a change. */
  const writing = <T>(cause: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    tenantTurns(tenant, async () => {
      try {
        return await asTenant(pool, { ...who, cause }, async (tx) => {
          await alone(tx, tenant);
          return work(tx);
        });
      } catch (error) {
        if (sqlState(error) !== '23503') throw error;
        const message = 'A record that others link to was removed meanwhile; nothing was written.';
        throw new SourceError('changed_meanwhile', message, 'Try again.');
      }
    });

  const announce = (writes: Writes): void => {
    if (writes instanceof Map) {
      for (const entity of writes.keys()) notices?.announce(tenant, { entity });
      return;
    }
    const changed = new Map<string, string[]>();
    for (const { change } of writes) {
      const ids = changed.get(change.entity) ?? [];
      if (ids.length <= MANY) ids.push(change.id);
      changed.set(change.entity, ids);
    }
    for (const [entity, ids] of changed) notices?.announce(tenant, ids.length > MANY ? { entity } : { entity, ids });
  };

  /** Writes once, whatever is refused may be asked for again, and tells who watches what was written. */
  const settled = async <T extends { readonly ok: boolean }>(
    cause: string,
    work: (tx: Tx) => Promise<{ readonly answer: T; readonly writes: Writes }>,
  ): Promise<T> => {
    let writes: Writes = [];
    const doing = async (tx: Tx): Promise<T> => {
      const done = await work(tx);
      ({ writes } = done);
      return done.answer;
    };
    const answer = await writing(cause, (tx) =>
      once(
        tx,
        () => doing(tx),
        ({ ok }) => ok,
      ),
    );
    announce(writes);
    return answer;
  };

  const planned = (
    tx: Tx,
    { id, at, cause, wish }: Pick<store.KeptImport, 'id' | 'at' | 'cause' | 'wish'>,
    { now: when, ...file }: Pick<Planning, 'bytes' | 'companions' | 'near'> & { readonly now: string },
  ): Promise<PlannedFile> =>
    planFile(portIn(tx), model, contextOf(cause, when), { id, made: Date.parse(at), wish, seen, ...file });

  const plan: ImportDesk['plan'] = async (bytes, said, companions = {}) => {
    const at = now();
    const id = newImport();
    const entity = model.named(said.entity)?.name ?? said.entity;
    const fingerprint = createHash('sha256').update(bytes).digest('hex');
    const { about, file, before } = await reading(async (tx) => {
      // kept with the wish, so that what is planned again is planned the same way
      const remembered = said.remembered ?? (await store.rememberedOf(tx, entity));
      const wish = Object.keys(remembered).length > 0 ? { ...said, remembered } : said;
      const its = { id, at, cause: `import:${id}`, wish };
      return {
        about: its,
        file: await planned(tx, its, { bytes, companions, now: at, near: true }),
        before: await store.importedBefore(tx, fingerprint, entity),
      };
    });
    const known = issue('imported_before', ['file'], {
      severity: 'warning',
      message: 'The same file was imported already, on {received}.',
      received: before ?? '',
    });
    const report = wirePlan(model, file);
    const made: store.NewImport = {
      ...about,
      actor,
      status: usable(file) ? 'planned' : 'failed',
      digest: file.digest,
      report: before === null ? report : { ...report, issues: [...report.issues, known] },
      bytes,
      companions,
      fingerprint,
      rejected: rejectedFile(model, file),
    };
    return asTenant(pool, who, (tx) =>
      once(tx, async () => {
        await store.tidy(tx, at, actor);
        await store.keep(tx, made);
        return store.wireImport(made);
      }),
    );
  };

  const large = largeDesk({
    pool,
    model,
    seen,
    who,
    now,
    once,
    newImport,
    portIn,
    contextOf,
    whole: (bytes, wish) => plan(bytes, wish),
    manyEntries,
  });

  /** Writes a plan that is still what was shown. */
  const written = async (
    tx: Tx,
    kept: store.KeptImport,
    file: PlannedFile,
    { progress, signal }: AcceptOptions,
  ): Promise<store.KeptImport> => {
    const port = portIn(tx);
    const result = await applyImport(file.plan, port, {
      model,
      ...(progress ? { progress } : {}),
      ...(signal ? { signal } : {}),
    });
    const came = { ...file, plan: result.plan };
    const report = asSeen(wirePlan(model, came), kept.report);
    const done: store.KeptImport = { ...kept, status: 'accepted', report, job: null };
    await store.note(tx, done, rejectedFile(model, came));
    return done;
  };

  const accept: ImportDesk['accept'] = async (id, how = {}) => {
    const { digest } = how;
    return settled(`import:${id}`, async (tx): Promise<Acceptance> => {
      // nothing is locked before a large file is planned again: that would delay whoever follows the journal
      const found = await store.find(tx, id);
      if (found?.status === 'planned' && typeof found.pieces === 'number') {
        const { answer, written: counts } = await large.accept(tx, found, how);
        return { answer, writes: new Map(counts) };
      }
      const kept = await store.held(tx, id);
      if (!kept) return { answer: missing, writes: [] };
      if (kept.status === 'planning') return { answer: { ok: false, why: 'planning' }, writes: [] };
      if (kept.status === 'failed')
        return { answer: { ok: false, why: 'unusable', import: store.wireImport(kept) }, writes: [] };
      if (kept.status !== 'planned') return { answer: { ok: true, import: store.wireImport(kept) }, writes: [] };
      const sent = await store.fileOf(tx, id);
      if (!sent) return { answer: { ok: false, why: 'expired' }, writes: [] };
      const when = now();
      let file = await planned(tx, kept, { ...sent, now: when, near: false });
      if (file.digest !== kept.digest || (digest !== undefined && digest !== file.digest)) {
        file = await planned(tx, kept, { ...sent, now: when, near: true });
        const report = wirePlan(model, file);
        const next: store.KeptImport = { ...kept, digest: file.digest, report, job: null };
        await store.note(tx, next, rejectedFile(model, file));
        return { answer: { ok: false, why: 'changed', import: store.wireImport(next) }, writes: [] };
      }
      const done = await written(tx, kept, file, how);
      return { answer: { ok: true, import: store.wireImport(done) }, writes: file.plan.writes };
    });
  };

  const undoing = async (tx: Tx, kept: store.KeptImport, { rows, untouched = false }: UndoWish): Promise<UndoPlan> => {
    const port = portIn(tx);
    return planUndo(await port.changes(kept.cause), port, {
      model,
      context: contextOf(`undo:${kept.id}`, now()),
      untouched,
      ...(rows === undefined ? {} : { only: rows }),
    });
  };
  const undoable = (kept: store.KeptImport | null): ImportRefusal | null => {
    if (!kept) return missing;
    return kept.status === 'accepted' || kept.status === 'undone' ? null : { ok: false, why: 'not_accepted' };
  };

  const inside: WholeDesk = {
    model,
    plan,
    receive: large.receive,
    expect: large.expect,
    release: large.release,
    planReceived: large.plan,
    inPieces: (id) => reading(async (tx) => typeof (await store.find(tx, id))?.pieces === 'number'),
    planStream: async (chunks, wish, how) => {
      const { stream, small } = await opened(chunks);
      return small ? plan(await wholeOf(stream), wish) : large.plan(await large.receive(stream), wish, how);
    },
    rejectedStream: async (id) => {
      const pieces = await large.rejected(id);
      const text = pieces ? null : await inside.rejected(id);
      return pieces ?? (text === null ? null : one(new TextEncoder().encode(text)));
    },
    accept,
    list: () => reading(store.list),
    get: async (id) => {
      const kept = await reading((tx) => store.find(tx, id));
      return kept && store.wireImport(kept);
    },
    rejected: (id) =>
      reading(async (tx) => {
        const kept = await store.find(tx, id);
        if (!kept) return null;
        if (typeof kept.pieces !== 'number') return (await store.rejectedOf(tx, id)) ?? '';
        return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await wholeOf(piecesOf(tx, id, 'rejected')));
      }),
    planUndo: (id, wish = {}) =>
      reading(async (tx): Promise<Undone> => {
        const kept = await store.find(tx, id);
        const refused = undoable(kept);
        if (refused || !kept) return refused ?? missing;
        const many = await large.planUndo(tx, kept, wish);
        return { ok: true, undo: wireUndo(model, kept, many ?? (await undoing(tx, kept, wish))) };
      }),
    undo: (id, wish = {}) =>
      settled(`undo:${id}`, async (tx): Promise<Undoing> => {
        const kept = await store.find(tx, id);
        const refused = undoable(kept);
        if (refused || !kept) return { answer: refused ?? missing, writes: [] };
        const many = await large.undo(tx, kept, wish);
        if (!many) await store.held(tx, id);
        const asked = many ? null : await undoing(tx, kept, wish);
        const done = many?.plan ?? (asked && (await applyUndo(asked, portIn(tx))).plan);
        if (!done) return { answer: missing, writes: [] };
        const whole = wish.rows === undefined && done.counts.conflict === 0;
        const status = whole ? 'undone' : kept.status;
        if (status !== kept.status) await store.noteStatus(tx, id, status);
        const writes = many ? new Map(many.written) : (asked?.writes ?? []);
        return { answer: { ok: true, undo: wireUndo(model, { id, status }, done) }, writes };
      }),
  };
  return inside;
};

/** The same, with what takes long in a thread where there are threads, and acceptances that nobody waits for. */
export const importDesk = (options: DeskOptions): ImportDesk => {
  const { pool, tenant, actor, role, moment, notices, once = always, away, rights } = options;
  const who = { tenant, actor, ...(role === undefined ? {} : { role }) };
  const inside = wholeDesk(options);
  const desk: WholeDesk = away
    ? awayDesk(inside, {
        threads: away.threads,
        place: () => ({ ...who, overlays: away.overlays, ...(rights ? { rights } : {}), moment: moment() }),
        announce: (what) => notices?.announce(tenant, what),
        once: (work, kept) =>
          once === always
            ? work()
            : asTenant(pool, who, async (tx) => {
                await patient(tx);
                return once(tx, work, kept);
              }),
      })
    : inside;
  if (once === always) return { ...desk, ...jobsOf(desk, pool, who) };
  const { begin, beginPlan, cancel } = importDesk({ ...options, once: always });
  return { ...desk, begin, beginPlan, cancel };
};

/** What was written: one by one, or how many of each entity. */
type Writes = ImportPlan['writes'] | UndoPlan['writes'] | Map<string, number>;

interface Acceptance {
  readonly answer: Accepted;
  readonly writes: Writes;
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes.length > 0) yield bytes;
}

interface Undoing {
  readonly answer: Undone;
  readonly writes: Writes;
}
