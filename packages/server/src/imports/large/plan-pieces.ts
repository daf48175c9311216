import {
  checkRules,
  checkStop,
  decideBatch,
  type FileInPieces,
  type FileRow,
  finisher,
  type ImportContext,
  type ImportPlan,
  linksOf,
  matchKeys,
  type Model,
  newWorld,
  type PlannedRow,
  type Progress,
  readPieces,
  rejectedWriter,
  rowsOfPiece,
  SourceError,
  surveyPieces,
  takenBefore,
  tieOfId,
  tiesOf,
  unreadRow,
  type Write,
} from '@sluice/core';
import { askedIn, asksForSome, unaskedOf, withoutLinks } from '../answers.ts';
import { identifiers, openMark, type PlannedFile } from '../plan-file.ts';
import type { ImportsIn } from '../port.ts';
import { rowOf } from '../statements.ts';
import { SHOWN } from '../wire.ts';
import type { ImportWish, Stop } from '../wish.ts';
import { existingFor } from './existing.ts';
import { numberOf } from './keys.ts';
import { kinIn } from './kin.ts';
import { askedRecords, linkable } from './links.ts';
import { packRow, unpackRow } from './pack.ts';
import { readable } from './read.ts';
import type { Scratch } from './scratch.ts';
import { openRows } from './shown.ts';

/** An import of a file in pieces. */
export interface PiecePlanning {
  /** UUID of the import. */
  readonly id: string;
  /** Milliseconds since 1970 when it was first planned. */
  readonly made: number;
  readonly wish: ImportWish;
  /** What whoever plans it sees; everything when left out. */
  readonly seen?: Model | undefined;
  /** The file; asked for several times. */
  readonly pieces: () => AsyncIterable<Uint8Array>;
  readonly scratch: Scratch;
  /** Keep the writes in the scratch. */
  readonly writes: boolean;
  /** Look for records that are nearly so called as the new ones that are shown. */
  readonly near: boolean;
  readonly progress?: (progress: Progress) => void;
  readonly signal?: Stop;
}

/** A plan of a file in pieces: its rows are those that are shown, its writes are in the scratch. */
export interface PlannedPieces extends PlannedFile {
  /** Entity → how many records would be written. */
  readonly written: ReadonlyMap<string, number>;
}

/** Rows that are decided together, and how many characters of them. */
const BATCH = 2000;
const LETTERS = 2_000_000;
/** More rows than this that may all be one record are not told apart. */
const MOST_ALIKE = 20_000;
/** Ways through the rows: understanding, drafting, deciding. */
const WAYS = 3;
const tooAlike = ({ line }: FileRow): SourceError =>
  new SourceError(
    'too_large',
    `More than ${MOST_ALIKE.toLocaleString('en')} rows may be one record, row ${line} among them; nothing was written.`,
    'Give them identifiers or numbers, or leave out the column that is the same in all of them.',
  );

/** A file that has to be read as a whole: its rows link to each other. */
export class WholeFile extends Error {}

const linksToItself = ({ entity, columns }: FileInPieces): boolean =>
  columns.some(({ field }) => entity.field(field)?.to === entity.name);

/** Plans a file as `planFile` does, in memory that does not grow with its rows. Throws `too_large` for what cannot be told apart so, `WholeFile` for what cannot be read so. */
export const planPieces = async (
  port: ImportsIn,
  model: Model,
  context: ImportContext,
  planning: PiecePlanning,
): Promise<PlannedPieces> => {
  const { wish, scratch, progress, signal, seen = model } = planning;
  const { name, map, remembered = {}, links, order, rules } = wish;
  const { today, zone } = context.moment;
  const some = links === 'match' && asksForSome(wish);
  const making = some || links === 'create';
  const source = await readable(planning.pieces, seen.named(wish.entity), wish);
  const options = () => ({
    model: seen,
    entity: wish.entity,
    name,
    map,
    remembered,
    links: making ? ('create' as const) : links,
    today,
    zone,
    at: context.at,
    ...(order === undefined ? {} : { order }),
    id: identifiers(planning),
    targetId: identifiers(planning, 'target '),
  });
  let way = 0;
  let total = 0;
  const tell = (done: number): void => {
    checkStop(signal);
    // the first way finds out how many there are
    progress?.(total === 0 ? { done, of: 0 } : { done: way * total + done, of: WAYS * total });
  };
  const surveyed = await surveyPieces(source.batches(), options(), tell);
  const rowsSeen = openRows();
  const mark = openMark();
  const collision = (field: string) => rules.columns?.[field] ?? 'overwrite';
  const columnsOf = (columns: FileInPieces['columns']): ImportPlan['columns'] =>
    columns.map(({ header, field }) => ({ header, field, collision: collision(field) }));

  if (!surveyed.ok) {
    const { outcome } = surveyed;
    const faults = outcome.issues.filter(({ severity }) => severity === 'error');
    const entity = model.find(outcome.entity);
    const writer = entity && rejectedWriter({ file: outcome.file, columns: [] }, entity, { columns: [] });
    if (writer) scratch.head(writer.heading);
    if (outcome.rows > 0)
      for await (const { rows, lines } of source.batches()) {
        checkStop(signal);
        for (const [at, cells] of rows.entries()) {
          const row = unreadRow({ line: lines[at] ?? 0, source: cells, why: null }, outcome, faults);
          rowsSeen.add(row);
          mark.row(row);
          if (writer) scratch.reject(row.line, writer.lineOf(row));
        }
      }
    const plan: ImportPlan = {
      entity: outcome.entity,
      file: outcome.file,
      cause: context.cause,
      rows: rowsSeen.rows(),
      counts: rowsSeen.counts(),
      columns: [],
      targets: [],
      companions: [],
      offers: [],
      issues: outcome.issues,
      writes: [],
    };
    const { mapping, columns } = outcome;
    return { intake: { mapping, columns }, plan, digest: mark.text(), titleOf: () => null, written: new Map() };
  }

  const { file } = surveyed;
  const { columns, head } = file;
  const entity = model.find(file.entity.name) ?? file.entity;
  if (linksToItself(file)) throw new WholeFile();
  total = Math.max(1, file.rows);
  const existing = await linkable(port, model, file, source);
  const world = newWorld({ ...options(), existing });
  const uniques = file.entity.stored.filter((field) => field.unique);
  const uniqueAt = new Map(uniques.map((field, at) => [field.name, at]));
  const header = new Map(columns.map((column) => [column.field, column.header]));
  let twice = false;
  const finishing = finisher({
    entity: file.entity,
    columns,
    world,
    alone: true,
    unique: (line) =>
      (twice ? scratch.twiceOf(line) : []).map(({ field, text, first }) => {
        const column = uniques[field]?.name ?? '';
        return takenBefore(line, header.get(column) ?? column, text, first);
      }),
  });

  // second way: what rows are found by, and what their links ask for
  way = 1;
  const drafting = readPieces(file, options());
  const byId = columns.some(({ field }) => field === 'id');
  // a key may hold a link: which record it leads to is part of what the row is found by
  const byLinks = matchKeys(entity).some(({ field, others }) => [field, ...others].some(({ to }) => to !== undefined));
  const wanted = new Set<string>();
  let at = 0;
  for await (const { rows, lines } of source.batches()) {
    tell(at);
    const { drafts, rejected } = drafting.add(rows, lines);
    const linked = making || byLinks ? finishing.link(drafts) : null;
    const refused = new Set(rejected.map(({ row }) => row));
    let next = 0;
    for (const line of lines) {
      const values = linked?.[next];
      const draft = refused.has(line) ? undefined : drafts[next++];
      if (draft) {
        if (draft.id !== undefined) scratch.tie(numberOf(tieOfId(draft.recordId)), at);
        for (const tie of tiesOf(entity, values ? { values } : draft)) scratch.tie(numberOf(tie), at);
        for (const [name_, place] of uniqueAt) {
          const value = draft.values[name_] ?? null;
          if (value !== null) scratch.take(place, typeof value === 'string' ? value : JSON.stringify(value), line);
        }
      }
      at += 1;
    }
    if (making) for (const values of linked ?? []) for (const id of askedIn(values, file.entity, wish)) wanted.add(id);
  }
  scratch.tied();
  twice = scratch.hasTwice();
  for await (const records of port.keysOf(entity)) {
    checkStop(signal);
    for (const record of records) {
      if (byId) scratch.pair(numberOf(tieOfId(record.id)), record.id);
      for (const tie of tiesOf(entity, record)) scratch.pair(numberOf(tie), record.id);
    }
  }
  scratch.paired();
  const kin = kinIn(scratch, file.rows);
  const paired = scratch.hasPairs();
  const pairsOf = (place: number): readonly string[] => (paired ? scratch.pairsOf(place) : []);
  const { created } = finishing.result();
  const gone = some ? unaskedOf(created, wanted, file, wish) : new Map<string, string>();
  const { clean, issues: unlinked } = withoutLinks(gone, file);
  const kept = created.filter(({ id }) => !gone.has(id));
  const asked = await askedRecords(kept, world.related, {
    model,
    context,
    existing: {
      byIds: (name_, ids) => port.byIds(name_, ids),
      byValues: (name_, field, texts) => port.byValues(name_, field, texts),
    },
  });

  // third way: what becomes of them
  way = 2;
  const written = new Map<string, number>();
  const stage = (part: number, { record, change }: Write): void => {
    const about = model.find(change.entity);
    written.set(change.entity, (written.get(change.entity) ?? 0) + 1);
    mark.write({ record, change });
    if (!planning.writes || !about) return;
    scratch.write(part, {
      entity: change.entity,
      id: record.id,
      fresh: change.before === null,
      version: record.version,
      row: JSON.stringify(rowOf(about, record)),
      before: change.before && JSON.stringify(change.before),
      after: change.after && JSON.stringify(change.after),
    });
  };
  const writer = rejectedWriter({ file: head, columns: columnsOf(columns) }, entity, { columns });
  scratch.head(writer.heading);
  const put = (row: PlannedRow): void => {
    rowsSeen.add(row);
    mark.row(row);
    if (row.fate === 'reject') scratch.reject(row.line, writer.lineOf(row));
  };
  const about = existingFor(port, entity, planning.near);
  const decide = async (rows: readonly FileRow[], records: Iterable<string>, near: boolean): Promise<void> => {
    if (rows.length === 0) return;
    await about.take([...new Set(records)]);
    const decided = await decideBatch(rows, {
      model,
      entity,
      rules,
      context,
      existing: about.existing,
      planned: asked.planned,
      found: asked.found,
      near: near && planning.near,
    });
    for (const row of decided.rows) put(row);
    for (const write of decided.writes) {
      asked.linked(linksOf(entity, write.record.values).map(({ id }) => id));
      stage(1, write);
    }
  };
  const drafter = readPieces(file, options());
  at = 0;
  for await (const { rows, lines } of source.batches()) {
    tell(at);
    const { drafts, rejected } = drafter.add(rows, lines);
    const made = finishing.add(drafts);
    const drawn = gone.size > 0 ? made.records.map(clean) : made.records;
    const piece = { rows, lines, records: drawn, rejected: [...rejected, ...made.rejected] };
    const { read, unread } = rowsOfPiece({ entity, columns }, piece, { model, rules, context });
    for (const row of unread) put(row);
    const places = new Map(lines.map((line, place) => [line, at + place]));
    const near = at < SHOWN;
    const alone: FileRow[] = [];
    const first: FileRow[] = [];
    const records: string[] = [];
    const firstRecords: string[] = [];
    for (const row of read) {
      const place = places.get(row.line) ?? 0;
      if (!kin.alone(place)) scratch.wait({ kin: kin.first(place), at: place, row: packRow(row) });
      else if (place < SHOWN) {
        first.push(row);
        for (const id of pairsOf(place)) firstRecords.push(id);
      } else {
        alone.push(row);
        for (const id of pairsOf(place)) records.push(id);
      }
    }
    if (near) await decide(first, firstRecords, true);
    await decide(alone, records, false);
    at += rows.length;
  }
  let together: FileRow[] = [];
  let records: string[] = [];
  let before = -1;
  let alike = 0;
  let letters = 0;
  let near = false;
  for (const { kin: group, at: place, row } of scratch.waiting()) {
    alike = group === before ? alike + 1 : 1;
    if (alike > MOST_ALIKE) throw tooAlike(unpackRow(row, entity));
    if (group !== before && (together.length >= BATCH || letters > LETTERS)) {
      checkStop(signal);
      await decide(together, records, near);
      together = [];
      records = [];
      letters = 0;
      near = false;
    }
    before = group;
    near ||= place < SHOWN;
    letters += row.length;
    together.push(unpackRow(row, entity));
    for (const id of pairsOf(place)) records.push(id);
  }
  await decide(together, records, near);
  const { writes, targets } = asked.result();
  for (const write of writes) stage(0, write);
  const { offers, issues } = finishing.result();
  const plan: ImportPlan = {
    entity: entity.name,
    file: head,
    cause: context.cause,
    rows: rowsSeen.rows(),
    counts: rowsSeen.counts(),
    columns: columnsOf(columns),
    targets,
    companions: [],
    offers,
    issues: [...file.issues, ...drafter.warnings(), ...issues, ...unlinked(), ...checkRules(entity, rules)],
    writes: [],
  };
  const titles = new Map(Object.values(existing).flatMap((all) => all.map(({ id, title }) => [id, title] as const)));
  for (const { id, title } of targets) titles.set(id, title);
  progress?.({ done: WAYS * total, of: WAYS * total });
  return {
    intake: { mapping: file.mapping, columns },
    plan,
    digest: mark.text(),
    titleOf: (id) => titles.get(id) ?? null,
    written,
  };
};
