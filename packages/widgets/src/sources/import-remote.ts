import {
  type Counts,
  type Entity,
  hasErrors,
  type ImportPlan,
  type Issue,
  type Json,
  type PlannedCell,
  type Rule,
  SourceError,
  type UndoCell,
  type UndoPlan,
  type UndoRow,
  type Value,
  XLSX,
} from '@sluice/core';
import { fileReader } from '../worker/look-in-worker.ts';
import type { Content } from './content.ts';
import { isObject, unreadableError } from './failure.ts';
import { type Accepting, carryThrough, type Pause } from './import-job.ts';
import { columnsOf, type ImportFile, questionsOf, sheetsOf, textOf } from './import-reading.ts';
import {
  type FileColumn,
  type ImportPlace,
  type ImportSession,
  type ImportWish,
  LEFT,
  type Question,
  type RowOutlook,
  type UndoOutlook,
} from './import-session.ts';
import { forgetUnderWay, noteUnderWay, type UnderWay } from './import-under-way.ts';
import { putBack } from './put-back.ts';
import type { RemoteSource } from './remote.ts';

type OnTheWire<T, K extends keyof T> = Omit<T, K> & { readonly [key in K]: Json };

/** A row of an import on the wire: amounts in major units, the rule in English words and, from a server that says so, in parts. */
type WireRow = Omit<RowOutlook, 'cells' | 'rule'> & {
  readonly rule: string;
  readonly because?: Rule;
  readonly cells: readonly OnTheWire<PlannedCell, 'old' | 'new'>[];
};

/** What a server says an import would do, or did. */
export interface WireImport {
  readonly id: string;
  /** The mark of the plan: what is accepted is what was shown. */
  readonly digest: string;
  readonly counts: Counts;
  readonly targets: readonly { readonly create: number; readonly titles: readonly string[] }[];
  readonly offers: ImportPlan['offers'];
  readonly issues: readonly Issue[];
  /** The first rows, and the first that are not imported. */
  readonly rows: readonly WireRow[];
  readonly rejected: readonly WireRow[];
}

/** What a server says about an undo. */
export interface WireUndo {
  readonly counts: UndoPlan['counts'];
  readonly conflicts: readonly (Omit<UndoRow, 'cells'> & {
    readonly cells: readonly OnTheWire<UndoCell, 'before' | 'written' | 'now'>[];
  })[];
}

/** Longer addresses are refused by servers and what stands before them: then everything goes as a form. */
const LONGEST = 4000;

const wordsOf = (
  entity: string,
  { map, links, rules, answers }: ImportWish,
  { name, sheet }: Pick<Content, 'name' | 'sheet'>,
  columns: readonly FileColumn[],
): URLSearchParams => {
  const words = new URLSearchParams({ entity, links });
  if (name !== '') words.set('name', name);
  if (sheet !== undefined) words.set('sheet', sheet);
  for (const [column, field] of Object.entries(map)) words.set(`map[${column}]`, field);
  for (const [field, collision] of Object.entries(rules.columns ?? {})) words.set(`column[${field}]`, collision);
  for (const { field, header } of columns)
    for (const [text, answer] of Object.entries((field !== null && answers[field]) || {}))
      words.set(`value[${header}][${text}]`, answer);
  return words;
};

/** What a server is told of a wish, as an address below its base. */
export const importAddress = (
  entity: string,
  wish: ImportWish,
  content: Pick<Content, 'name' | 'sheet'>,
  columns: readonly FileColumn[] = [],
): string => `imports?${wordsOf(entity, wish, content, columns).toString()}`;

interface Sending {
  readonly path: string;
  readonly body: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string };
}

/** How a file is sent: as it is, with everything said in the address; as a form when it brings others or that is too much. */
const sending = async (
  entity: string,
  file: Pick<ImportFile, 'bytes' | 'with'>,
  wish: ImportWish,
  content: Content,
  columns: readonly FileColumn[],
): Promise<Sending> => {
  const path = importAddress(entity, wish, content, columns);
  const others = Object.entries(file.with);
  const bytes = new Uint8Array(file.bytes);
  const type = content.table === undefined ? 'text/csv' : XLSX;
  if (others.length === 0 && path.length <= LONGEST) return { path, body: { bytes, type } };
  const form = new FormData();
  for (const [word, said] of wordsOf(entity, wish, content, columns)) form.append(word, said);
  form.set('file', new Blob([bytes], { type }), content.name);
  for (const [word, one] of others)
    form.set(`with.${word}`, new Blob([textOf(one)], { type: 'text/csv' }), `${word}.csv`);
  const packed = new Response(form);
  const said = packed.headers.get('content-type') ?? '';
  return { path: 'imports', body: { bytes: new Uint8Array(await packed.arrayBuffer()), type: said } };
};

const nothingPlanned = (): SourceError =>
  new SourceError('nothing_planned', 'There is no import to speak of.', 'Choose a file first.');

const isCounts = (json: unknown, names: readonly string[]): boolean =>
  isObject(json) && names.every((name) => typeof json[name] === 'number');

const importIn = (json: unknown): WireImport => {
  const lists = ['rows', 'rejected', 'issues', 'targets', 'offers'];
  if (
    isObject(json) &&
    typeof json['id'] === 'string' &&
    isCounts(json['counts'], ['rows', 'create', 'update', 'unchanged', 'reject']) &&
    lists.every((name) => Array.isArray(json[name]))
  )
    return json as unknown as WireImport;
  throw unreadableError('What came back is not the plan of an import.');
};

const undoIn = (json: unknown): WireUndo => {
  const counts = ['remove', 'restore', 'part', 'conflict'];
  if (isObject(json) && isCounts(json['counts'], counts) && Array.isArray(json['conflicts']))
    return json as unknown as WireUndo;
  throw unreadableError('What came back is not the plan of an undo.');
};

/** A value of the wire in memory units; null for what cannot be read. */
const valueIn = (entity: Entity | undefined, name: string, json: Json): Value => {
  const field = entity?.field(name);
  if (json === null || !field) return json;
  const value = field.rules.decode(json, field, [name]);
  return value.ok ? value.value : null;
};

/** Names that the server knows something like. */
const offered = ({ offers }: WireImport, columns: readonly FileColumn[], { links }: ImportWish): readonly Question[] =>
  offers.map(({ field, name, candidates }) => ({
    about: 'name',
    field,
    header: columns.find((one) => one.field === field)?.header ?? field,
    text: name,
    count: 1,
    likely: candidates.map(({ id, title }) => ({ key: id, title })),
    makeable: links === 'create',
    required: false,
  }));

/**
 * Imports a file on the server: it is looked into here, planned, written and undone there. In place of a file, an import that was under
 * way when its page went: it is followed by `apply`, and cannot be planned again.
 */
export const remoteImport = (
  content: Content | UnderWay,
  place: ImportPlace<RemoteSource>,
  waiting?: Pause,
): ImportSession => {
  const { source, entity, moment, now } = place;
  const { request, model } = source;
  const tenant = source.about.tenant.name;
  const reader = 'bytes' in content ? fileReader(content, entity, model) : null;
  let planned: Accepting | null = 'bytes' in content ? null : { ...content, told: true };
  const at = (rest: string): string => {
    if (planned) return `imports/${encodeURIComponent(planned.id)}${rest}`;
    throw nothingPlanned();
  };
  const rowsOf = ({ rows, rejected }: WireImport): readonly RowOutlook[] =>
    [...rows.filter(({ fate }) => fate !== 'reject'), ...rejected].map((row) => ({
      ...row,
      rule: row.because ?? row.rule,
      cells: row.cells.map((cell) => ({
        ...cell,
        old: valueIn(entity, cell.field, cell.old),
        new: valueIn(entity, cell.field, cell.new),
      })),
    }));
  const undoOf = ({ counts, conflicts }: WireUndo): UndoOutlook => ({
    counts,
    rows: conflicts.map((row) => {
      const about = model.find(row.entity);
      const cells = row.cells.map((cell) => ({
        ...cell,
        before: valueIn(about, cell.field, cell.before),
        written: valueIn(about, cell.field, cell.written),
        now: valueIn(about, cell.field, cell.now),
      }));
      return { ...row, cells };
    }),
    titles: {},
  });

  return {
    plan: async (wish) => {
      if (!('bytes' in content) || !reader) throw nothingPlanned();
      const { file, read } = await reader.read({ wish, moment: moment(), at: now() });
      const columns = columnsOf(read, file.table);
      const words = questionsOf(read, file.table, entity).filter(({ about }) => about === 'word');
      const looked = { file: read.file, sheets: sheetsOf(file), rows: read.rows, columns };
      if (hasErrors(read.issues)) {
        const counts = { rows: read.rows, create: 0, update: 0, unchanged: 0, reject: read.rows };
        const targets = { count: 0, titles: [] };
        return { ...looked, issues: read.issues, questions: words, counts, plan: [], targets, titles: {} };
      }
      const { path, body } = await sending(entity.name, file, wish, content, columns);
      const { json } = await request.ask('post', path, { body });
      const plan = importIn(json);
      planned = plan;
      return {
        ...looked,
        issues: plan.issues,
        questions: [...words, ...offered(plan, columns, wish)],
        counts: plan.counts,
        plan: rowsOf(plan),
        targets: {
          count: plan.targets.reduce((sum, { create }) => sum + create, 0),
          titles: plan.targets.flatMap(({ titles }) => titles),
        },
        titles: {},
      };
    },
    apply: async (progress, signal) => {
      if (!planned) throw nothingPlanned();
      const { name } = content;
      noteUnderWay(tenant, entity.name, { ...planned, name });
      let report: WireImport;
      try {
        report = importIn(await carryThrough(request, planned, progress, signal, waiting));
      } catch (failure) {
        if (signal.reason !== LEFT) forgetUnderWay(tenant, entity.name);
        throw failure;
      }
      forgetUnderWay(tenant, entity.name);
      source.announce(entity.name);
      return { counts: report.counts, plan: rowsOf(report) };
    },
    rejected: async () => {
      const { json } = await request.ask('get', at('/rejected.csv'), { text: true });
      return typeof json === 'string' ? json : '';
    },
    undoPlan: async () => {
      const { json } = await request.ask('get', at('/undo'));
      return undoOf(undoIn(json));
    },
    undo: async ({ only, putBack: wanted = [] } = {}) => {
      const { json } = await request.ask('post', at('/undo'), { json: only ? { rows: only } : {}, patient: true });
      const { counts: said, rows } = undoOf(undoIn(json));
      const counts = { ...said };
      for (const row of rows.filter(({ id }) => wanted.includes(id))) {
        if (!(await putBack(source, row))) continue;
        counts.conflict -= 1;
        counts.restore += 1;
      }
      source.announce(entity.name);
      return counts;
    },
    end: () => reader?.end(),
  };
};
