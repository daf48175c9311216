import { hash } from 'node:crypto';
import {
  type Entity,
  idSequence,
  type ImportContext,
  type ImportPlan,
  type Intake,
  intake,
  isId,
  mapColumns,
  type Model,
  planImport,
  type PlannedRow,
  rejectedLines,
  type Table,
  type Write,
} from '@sluice/core';
import { tableOf } from '../excel/excel.ts';
import { answeredTable, asksForSome, withoutUnasked } from './answers.ts';
import type { ImportsIn } from './port.ts';
import type { Companions, ImportWish } from './wish.ts';
import type { Target } from './lookups.ts';

/** An import that is planned: which one, since when, from what. */
export interface Planning {
  /** UUID of the import: its new records get identifiers that follow from it, so that planning again gives them again. */
  readonly id: string;
  /** Milliseconds since 1970 when it was first planned. */
  readonly made: number;
  readonly bytes: Uint8Array;
  readonly companions?: Companions;
  readonly wish: ImportWish;
  /** What whoever plans it sees: columns are taken for these fields alone; everything when left out. */
  readonly seen?: Model | undefined;
  /** Whether somebody will look at the records that are nearly so called; they decide nothing, and take their time. */
  readonly near: boolean;
}

/** A file, read and planned. */
export interface PlannedFile {
  /** How it was read; not its rows, which a large file has many of. */
  readonly intake: Pick<Intake, 'mapping' | 'columns'>;
  readonly plan: ImportPlan;
  /** The same for plans that do the same. */
  readonly digest: string;
  /** What a record is called that is linked to; null when that is not known. */
  readonly titleOf: (id: string) => string | null;
}

/** Identifiers of an import's new records: each time the same, to be foreseen by nobody who does not know the import's. */
export const identifiers = ({ id, made }: Pick<Planning, 'id' | 'made'>, word: '' | 'target ' = ''): (() => string) => {
  let count = 0;
  return idSequence(
    () => made,
    () => {
      const bytes = hash('sha256', `${id} ${word}${(count += 1)}`, 'buffer');
      return [bytes.readUInt32BE(0), bytes.readUInt32BE(4), bytes.readUInt32BE(8)];
    },
  );
};

/** The names in the columns that link to an entity, whole and cut at what separates names. */
export function* namesIn(table: Pick<Table, 'rows'>, columns: readonly number[]): Generator<string> {
  for (const row of table.rows)
    for (const column of columns) {
      const cell = (row[column] ?? '').trim();
      if (cell === '') continue;
      yield isId(cell.toLowerCase()) ? cell.toLowerCase() : cell;
      for (const part of cell.split(/[|;,\n]/)) if (part.trim() !== '') yield part.trim();
    }
}

/** A table of an entity's rows, and how its columns are said to be taken. */
interface Part extends Pick<ImportWish, 'map' | 'remembered'> {
  readonly entity: Entity;
  readonly table: Table;
}

/** The records that links of some files may lead to, by entity. */
const linkable = async (
  port: ImportsIn,
  model: Model,
  parts: readonly Part[],
): Promise<Readonly<Record<string, readonly Target[]>>> => {
  const columns = new Map<string, Map<Table, number[]>>();
  for (const { entity, table, map, remembered = {} } of parts)
    for (const { field: name, column, otherwise = [] } of mapColumns(table, entity, { map, remembered }).columns) {
      const to = entity.field(name)?.to;
      if (to === undefined) continue;
      const tables = columns.get(to) ?? new Map<Table, number[]>();
      columns.set(to, tables.set(table, [...(tables.get(table) ?? []), column, ...otherwise]));
    }
  const found: Record<string, readonly Target[]> = {};
  for (const [name, tables] of columns) {
    const target = model.find(name);
    const names = function* (): Generator<string> {
      for (const [table, places] of tables) yield* namesIn(table, places);
    };
    if (target) found[name] = await port.targets(target, names());
  }
  return found;
};

/** What a plan does, in few letters: rows and writes in any order, but not when they are written. */
export const openMark = () => {
  const sums = new Uint32Array(4);
  const add = (said: readonly unknown[]): void => {
    const bytes = hash('sha256', JSON.stringify(said), 'buffer');
    for (const at of sums.keys()) sums[at] = (sums[at] ?? 0) + bytes.readUInt32BE(at * 4);
  };
  return {
    row: ({ line, fate, rule, id, version, cells }: PlannedRow): void => add([line, fate, rule, id, version, cells]),
    write: ({ record, change }: Write): void => add([change.entity, record.id, record.version, record.values]),
    text: (): string => [...sums].map((sum) => sum.toString(16).padStart(8, '0')).join(''),
  };
};

const digestOf = (plan: ImportPlan): string => {
  const mark = openMark();
  for (const row of plan.rows) mark.row(row);
  for (const write of plan.writes) mark.write(write);
  return mark.text();
};

/** Reads a file and plans what it would do to the records that a port shows. Writes nothing. */
export const planFile = async (
  port: ImportsIn,
  model: Model,
  context: ImportContext,
  planning: Planning,
): Promise<PlannedFile> => {
  const { bytes, companions = {}, wish, near, seen = model } = planning;
  const { name, map, remembered = {}, links, order, sheet, rules } = wish;
  const { today, zone } = context.moment;
  const entity = seen.named(wish.entity);
  const table = answeredTable(await tableOf(bytes, { name, ...(sheet === undefined ? {} : { sheet }) }), entity, wish);
  const beside: Record<string, Table> = {};
  for (const [word, one] of Object.entries(companions))
    beside[seen.named(word)?.name ?? word] = await tableOf(one, { name: word });
  const others = Object.entries(beside).flatMap(([word, one]): readonly Part[] => {
    const about = seen.find(word);
    return about ? [{ entity: about, table: one, map: {}, remembered }] : [];
  });
  const existing = entity ? await linkable(port, model, [...others, { entity, table, map, remembered }]) : {};
  const some = links === 'match' && asksForSome(wish);
  const taken = intake(table, {
    model: seen,
    entity: wish.entity,
    name,
    map,
    remembered,
    ...(others.length > 0 ? { with: beside } : {}),
    links: some ? 'create' : links,
    existing,
    today,
    zone,
    at: context.at,
    ...(order === undefined ? {} : { order }),
    id: identifiers(planning),
    targetId: identifiers(planning, 'target '),
  });
  const read = some ? withoutUnasked(taken, entity, wish) : taken;
  const plan = await planImport(read, {
    model,
    existing: near
      ? port
      : {
          byIds: (name, ids) => port.byIds(name, ids),
          byValues: (name, field, texts) => port.byValues(name, field, texts),
        },
    context,
    rules,
    files: { ...beside, [read.entity]: table },
  });
  const titles = new Map(Object.values(existing).flatMap((targets) => targets.map(({ id, title }) => [id, title])));
  for (const { id, title } of plan.targets) titles.set(id, title);
  const { mapping, columns } = read;
  return { intake: { mapping, columns }, plan, digest: digestOf(plan), titleOf: (id) => titles.get(id) ?? null };
};

/** Whether a file could be used at all. */
export const usable = ({ plan }: PlannedFile): boolean => !plan.issues.some(({ severity }) => severity === 'error');

/** The rows of a plan that are not imported, as a file with the reasons. */
export const rejectedFile = (model: Model, { plan, intake: read }: PlannedFile): string | null => {
  const entity = model.find(plan.entity);
  if (!entity || plan.counts.reject === 0) return null;
  return `\ufeff${[...rejectedLines(plan, entity, { columns: read.columns })].join('')}`;
};
