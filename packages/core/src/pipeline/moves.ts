import type { Moment } from '../expr/tree.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import type { Change, Rec } from '../records/index.ts';
import { dayOf } from './facts.ts';
import type { Reason } from './known.ts';
import { openStages, stageOf } from './stage.ts';

/** The entry into a stage: a local date (`YYYY-MM-DD`) or an ISO instant in UTC. */
export interface Move {
  readonly stage: string;
  readonly at: string;
  /** The stage or the day is a guess. */
  readonly assumed: boolean;
}

/** One line of an imported list of stage changes. */
export interface ListedMove {
  readonly id: string;
  readonly stage: string;
  /** A local date or an ISO instant in UTC. */
  readonly at: string;
  /** The stage that was left, where the list tells it. */
  readonly from?: string;
}

/** Where the stages of records are told; each alone is enough, together they complete one another. */
export interface HistorySources {
  /** The journal, in the order it was written; entries of other entities are passed over. */
  readonly changes?: Iterable<Change>;
  /** The records as they are kept on the day of the question. */
  readonly records?: Iterable<Rec>;
  readonly moves?: Iterable<ListedMove>;
}

/** What is told of one record. */
export interface Told {
  readonly moves: readonly Move[];
  /** Instant of the removal. */
  readonly removed: string | null;
  readonly reason: Reason | null;
}

interface Journal {
  /** The entry that made the record, when the journal goes back so far. */
  made: { readonly at: string; readonly stage: Value; readonly closed: Value } | null;
  /** The stage it had before the first move that is told, when nothing tells how it came there. */
  began: Value;
  readonly moves: Move[];
  created: Value;
  removed: string | null;
  /** Of its first entry. */
  readonly first: string;
}

/** The moves of each record in the journal. A record that is made anew after its removal begins anew. */
const journals = (entity: Entity, changes: Iterable<Change>): Map<string, Journal> => {
  const told = new Map<string, Journal>();
  const stage = entity.stage?.name ?? '';
  const { created = '', closed = '' } = entity.parts;
  for (const { entity: name, id, at, before, after } of changes) {
    if (name !== entity.name) continue;
    let journal = told.get(id);
    if (!journal || before === null) {
      const made = before === null ? { at, stage: after?.[stage] ?? null, closed: after?.[closed] ?? null } : null;
      journal = { made, began: null, moves: [], created: null, removed: null, first: at };
      told.set(id, journal);
    }
    if (after && created in after) journal.created = after[created] ?? null;
    else if (!after && before) journal.created = before[created] ?? journal.created;
    if (after === null) {
      journal.removed = at;
      if (!journal.made && journal.moves.length === 0) journal.began = before?.[stage] ?? null;
    } else if (before !== null && typeof after[stage] === 'string') {
      if (!journal.made && journal.moves.length === 0) journal.began = before[stage] ?? null;
      journal.moves.push({ stage: after[stage], at, assumed: false });
    }
  }
  return told;
};

interface Start {
  readonly stage: Value;
  /** Local day it was created, by its own field. */
  readonly created: string | null;
  readonly closed: string | null;
  /** When the journal says it was made; null: the journal does not go back so far. */
  readonly made: string | null;
}

/**
 * The first moves of a record. It entered on the day it was created, which may lie before the journal; the stage of an open one is then a
 * guess unless it is the first. A record that comes closed was in the first stage (a guess) until the day it was closed.
 */
const startOf = (entity: Entity, { stage, created, closed, made }: Start, moment: Moment): readonly Move[] | Reason => {
  if (typeof stage !== 'string') return 'no_stage';
  const entry = openStages(entity)[0]?.key;
  const madeOn = dayOf(made, moment.zone);
  const earlier = created !== null && (madeOn === null || created < madeOn);
  if ((stageOf(entity, stage)?.outcome ?? 'open') === 'open') {
    if (earlier) return [{ stage, at: created, assumed: stage !== entry }];
    return made === null ? 'no_created_date' : [{ stage, at: made, assumed: false }];
  }
  if (closed === null && made === null) return 'no_closed_date';
  if (created === null && made === null) return 'no_created_date';
  const assumed = closed === null;
  // A closed deal is closed, whatever day its field says: one that is still to come means today.
  const last = closed !== null && closed > moment.today ? moment.today : closed;
  const end: Move = { stage, at: last ?? made ?? moment.today, assumed };
  if (created === null || entry === undefined) return [end];
  if (created > (closed ?? madeOn ?? moment.today)) return 'closed_before_created';
  return [{ stage: entry, at: created, assumed: true }, end];
};

/** In order of time; what carries only a date comes before what carries a time of that day, equal ones stay as they are. */
const inOrder = (moves: readonly Move[], zone: string): readonly Move[] =>
  moves
    .map((move) => ({ move, day: dayOf(move.at, zone) ?? '', at: move.at.length > 10 ? Date.parse(move.at) : 0 }))
    .sort((a, b) => (a.day === b.day ? a.at - b.at : a.day < b.day ? -1 : 1))
    .map(({ move }) => move);

const listedMoves = (entity: Entity, lines: readonly ListedMove[], created: string | null, zone: string) => {
  const plain = lines.map(({ stage, at }) => ({ stage, at, assumed: false }));
  const moves = inOrder(plain, zone);
  const [first] = moves;
  const from = lines.find(({ stage, at }) => stage === first?.stage && at === first.at)?.from;
  const entry = from ?? openStages(entity)[0]?.key;
  const day = first && dayOf(first.at, zone);
  if (created === null || entry === undefined || !day || created >= day) return moves;
  return [{ stage: entry, at: created, assumed: from === undefined }, ...moves];
};

/** What the sources tell of the stages of every record they name; a record that is told of only by its own days is told of by those. */
export const movesOf = (entity: Entity, sources: HistorySources, moment: Moment): ReadonlyMap<string, Told> => {
  const told = new Map<string, Told>();
  if (!entity.stage) return told;
  const { zone } = moment;
  const stage = entity.stage.name;
  const { created, closed } = entity.parts;
  const journal = journals(entity, sources.changes ?? []);
  const records = new Map<string, Rec>();
  for (const record of sources.records ?? []) records.set(record.id, record);
  const lists = Map.groupBy(sources.moves ?? [], ({ id }) => id);
  for (const id of new Set([...records.keys(), ...journal.keys(), ...lists.keys()])) {
    const record = records.get(id);
    const kept = journal.get(id);
    const listed = lists.get(id) ?? [];
    const valueOf = (name: string | undefined): Value => (name === undefined ? null : (record?.values[name] ?? null));
    const createdOn = dayOf(created === undefined ? record?.createdAt : (valueOf(created) ?? kept?.created), zone);
    const removed = kept?.removed ?? null;
    const later = kept?.moves ?? [];
    if (listed.length > 0) {
      const made = kept?.made;
      const entered =
        made && typeof made.stage === 'string' ? [{ stage: made.stage, at: made.at, assumed: false }] : [];
      const moves = inOrder([...listedMoves(entity, listed, createdOn, zone), ...entered, ...later], zone);
      told.set(id, { moves: caughtUp(entity, moves, record, zone), removed, reason: null });
      continue;
    }
    const began = kept?.began ?? null;
    const start = kept?.made
      ? { stage: kept.made.stage, created: createdOn, closed: dayOf(kept.made.closed, zone), made: kept.made.at }
      : {
          stage: later.length > 0 ? null : valueOf(stage),
          created: createdOn,
          closed: dayOf(valueOf(closed), zone),
          made: null,
        };
    const first =
      typeof began !== 'string'
        ? startOf(entity, start, moment)
        : [{ stage: began, at: createdOn ?? record?.createdAt ?? kept?.first ?? moment.today, assumed: true }];
    if (first === 'no_stage' && later.length > 0) told.set(id, { moves: later, removed, reason: null });
    else if (typeof first === 'string') told.set(id, { moves: [], removed, reason: first });
    else told.set(id, { moves: [...first, ...later], removed, reason: null });
  }
  return told;
};

/** A list may be older than its record: the stage the record stands in now is entered when it was closed or last written. */
const caughtUp = (entity: Entity, moves: readonly Move[], record: Rec | undefined, zone: string): readonly Move[] => {
  const stage = record && entity.stage ? record.values[entity.stage.name] : null;
  if (!record || typeof stage !== 'string' || moves.at(-1)?.stage === stage) return moves;
  const open = (stageOf(entity, stage)?.outcome ?? 'open') === 'open';
  const closed = entity.parts.closed === undefined ? null : dayOf(record.values[entity.parts.closed], zone);
  return [...moves, { stage, at: open ? record.updatedAt : (closed ?? record.updatedAt), assumed: true }];
};
