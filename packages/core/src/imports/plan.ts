import { type Issue, hasErrors, issue } from '../issue.ts';
import type { Intake } from '../intake/outcome.ts';
import type { Entity, Model } from '../model/index.ts';
import { linksOf, present, type Rec, type Write, type WriteContext } from '../records/index.ts';
import { type Decided, decideRows, rejectedRow } from './decide-rows.ts';
import { type Asking, asking, type Existing } from './lookup.ts';
import { countsOf, type ImportPlan, type PlannedRow, type PlannedTarget, titleIn } from './outcome.ts';
import { type FileRow, type FileRows, rowsOf, type UnreadRow } from './rows.ts';
import { checkRules, entityIn, type ImportRules, rulingOf } from './rules.ts';

/** Who imports, when, and under which cause the journal keeps it. */
export type ImportContext = Omit<WriteContext, 'model' | 'titleOf' | 'follow'>;

/** What a plan is made from beside the intake. */
export interface ImportOptions {
  readonly model: Model;
  readonly existing: Existing;
  readonly context: ImportContext;
  readonly rules?: ImportRules;
  /** Rules of the companion files and of the records that links ask for, by entity. */
  readonly others?: Readonly<Record<string, ImportRules>>;
  /** The tables as they were read, by entity: exact lines, blank cells told from filled ones, rejected rows to hand back. */
  readonly files?: Readonly<Record<string, FileRows>>;
}

/** One file, or the links of all files that ask for records of one entity. */
interface Part {
  readonly entity: Entity;
  readonly rules: ImportRules;
  readonly read: readonly FileRow[];
  readonly unread: readonly UnreadRow[];
  /** Absent: records that links ask for. */
  readonly intake?: Intake;
}

/** How often links are looked at again after rows were found to be other records, or none. */
const ROUNDS = 6;

/**
 * Plans what an intake would do to the records that exist, and does nothing. Every row of the file has exactly one fate: `create`,
 * `update`, `unchanged`, `reject`. Records are found by identifier, unique fields, e-mail address, title, in this order.
 */
export const planImport = async (intake: Intake, options: ImportOptions): Promise<ImportPlan> => {
  const { model, existing, context } = options;
  if (!model.find(intake.entity)) return unusable(intake, context.cause);
  const parts = partsOf(intake, options);
  const known = asking(model, existing);
  for (const { entity, read } of parts) {
    const drafts = read.map(({ draft }) => draft);
    await known.ask(
      entity,
      drafts,
      read.some(({ ownId }) => ownId),
    );
  }
  for (const { entity, read } of parts)
    await known.askAround(
      entity,
      read.map(({ draft }) => draft),
    );
  let decided = settle(parts, known, options);
  let again = false;
  for (const [at, { entity }] of parts.entries()) {
    const titles = (decided[at]?.rows ?? []).filter(({ fate }) => fate === 'create').map(({ title }) => title);
    if (titles.length === 0 || !existing.titlesNear) continue;
    await known.askNear(entity, titles);
    again = true;
  }
  if (again) {
    decided = [];
    decided = settle(parts, known, options);
  }
  return gathered(intake, parts, decided, options);
};

const partsOf = (
  intake: Intake,
  { model, rules = {}, others = {}, files = {}, context }: ImportOptions,
): readonly Part[] => {
  const intakes = [...intake.companions, intake];
  const seen = { model, moment: context.moment };
  const asked = new Map<string, FileRow[]>();
  for (const one of intakes)
    for (const { entity: name, id } of one.created) {
      const draft = intake.related.get(name)?.find((record) => record.id === id);
      const entity = model.find(name);
      if (!draft || !entity) continue;
      const row = askedRow(entity, draft);
      asked.set(name, [...(asked.get(name) ?? []), row]);
    }
  return [
    ...[...asked].map(([name, read]): Part => {
      const entity = entityIn(model, name);
      return { entity, rules: { ...others[name], ...askedRules(read) }, read, unread: [] };
    }),
    ...intakes.map((one): Part => {
      const entity = entityIn(model, one.entity);
      const ruling = (one === intake ? rules : others[one.entity]) ?? {};
      const rows = rowsOf(one, entity, files[one.entity], seen);
      // a rule about a field that does not exist was meant for another: nothing is written until that is mended
      const broken = checkRules(entity, ruling).length > 0;
      const unread = [...rows.unread, ...rows.read.map(({ line, source }) => ({ line, source, why: null }))];
      return { entity, rules: ruling, intake: one, ...(broken ? { read: [], unread } : rows) };
    }),
  ];
};

/** The row of a record that a link asks for: it bears a name, and perhaps an address. */
export const askedRow = (entity: Entity, draft: Rec): FileRow => {
  const said = entity.stored.flatMap((field) => {
    const value = draft.values[field.name] ?? null;
    return value === null || (field !== entity.title && field.kind !== 'email') ? [] : [{ field, value, exact: false }];
  });
  return { line: 0, draft, ownId: false, said, blanks: [], source: [] };
};

/** What records that links ask for do to those that exist: they fill blanks. */
export const askedRules = (read: readonly FileRow[]): Pick<ImportRules, 'columns'> => ({
  columns: Object.fromEntries(read[0]?.said.map(({ field }) => [field.name, 'fill' as const]) ?? []),
});

/** The record that a link leads to, where it is known. */
type FollowIn = (entity: string, id: string) => Rec | undefined;

/** How rows are judged that are to be written: by which records, when, and under which titles links are shown. */
export const writeContext = (model: Model, context: ImportContext, follow: FollowIn): WriteContext => {
  const { moment } = context;
  const titleOf = (name: string, id: string): string | null => {
    const entity = model.find(name);
    const record = entity && follow(name, id);
    if (!entity || !record) return null;
    return titleIn(
      entity.title.formula ? present(model, entity, record, { moment, follow }) : record,
      entity.title.name,
    );
  };
  return { ...context, model, follow, titleOf };
};

/** Decides about all parts, again until every link leads to what its row has become. */
const settle = (parts: readonly Part[], known: Asking, { model, context }: ImportOptions): readonly Decided[] => {
  const planned = new Map<string, Rec>();
  const key = (entity: string, id: string): string => `${entity} ${id}`;
  for (const { entity, read } of parts)
    for (const { draft } of read) if (!known.get(entity.name, draft.id)) planned.set(key(entity.name, draft.id), draft);
  let found = new Map<string, string | null>();
  let decided: readonly Decided[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const follow = (entity: string, id: string): Rec | undefined =>
      planned.get(key(entity, id)) ?? known.get(entity, id);
    const linkTo = (entity: string, id: string): string | null => {
      const to = found.get(key(entity, id));
      if (to !== undefined) return to;
      return follow(entity, id) ? id : null;
    };
    const write = writeContext(model, context, follow);
    // the rows of the round before are let go of first: of a large file they are many
    decided = [];
    decided = parts.map(({ entity, rules, read }) =>
      decideRows({ entity, ruling: rulingOf(entity, rules), known, rows: read, write, linkTo }),
    );
    const next = new Map<string, string | null>();
    for (const [at, { entity }] of parts.entries()) {
      for (const [id, to] of decided[at]?.ids ?? []) next.set(key(entity.name, id), to);
      for (const { record } of decided[at]?.writes ?? []) planned.set(key(entity.name, record.id), record);
    }
    const stable = next.size === found.size && [...next].every(([id, to]) => found.get(id) === to);
    found = next;
    if (stable) break;
  }
  return decided;
};

/** The writes without records that links asked for and that nothing links to in the end. */
const wanted = (parts: readonly Part[], decided: readonly Decided[]): readonly (readonly Write[])[] => {
  const linked = new Set<string>();
  for (const [at, { entity }] of parts.entries())
    for (const { record } of decided[at]?.writes ?? [])
      for (const { id } of linksOf(entity, record.values)) linked.add(id);
  return parts.map(({ intake }, at) =>
    (decided[at]?.writes ?? []).filter(({ record }) => intake !== undefined || linked.has(record.id)),
  );
};

const gathered = (
  intake: Intake,
  parts: readonly Part[],
  decided: readonly Decided[],
  { context }: ImportOptions,
): ImportPlan => {
  const writes = wanted(parts, decided);
  const targets = parts.flatMap(({ entity, intake: file }, at): readonly PlannedTarget[] => {
    if (file) return [];
    const made = new Set((writes[at] ?? []).map(({ record }) => record.id));
    return (decided[at]?.rows ?? []).flatMap(({ id, title, fate, issues }) => {
      if (id === null || fate === 'reject' || (fate === 'create' && !made.has(id))) return [];
      return [{ entity: entity.name, id, title, create: fate === 'create', issues }];
    });
  });
  const planOf = (part: Part, at: number, file: Intake): ImportPlan => {
    const { entity, rules, unread } = part;
    const ruling = rulingOf(entity, rules);
    const faults = [...file.issues.filter(({ severity }) => severity === 'error'), ...checkRules(entity, rules)];
    const rows = [...(decided[at]?.rows ?? []), ...unread.map((row) => unreadRow(row, file, faults))];
    rows.sort((a, b) => a.line - b.line);
    const main = file === intake;
    return {
      entity: entity.name,
      file: file.file,
      cause: context.cause,
      rows,
      counts: countsOf(rows),
      columns: file.columns.map(({ header, field }) => ({ header, field, collision: ruling.collision(field) })),
      targets: main ? targets : [],
      companions: main
        ? parts.flatMap((one, place) => (one.intake && one.intake !== intake ? [planOf(one, place, one.intake)] : []))
        : [],
      offers: file.offers,
      issues: [...file.issues, ...checkRules(entity, rules)],
      writes: main ? writes.flat() : [],
    };
  };
  const at = parts.findIndex((part) => part.intake === intake);
  const part = parts[at];
  if (!part) throw new RangeError('the intake has no part');
  return planOf(part, at, intake);
};

/** The plan of a file that was said to be of an entity which does not exist. */
const unusable = ({ entity, file, issues }: Intake, cause: string): ImportPlan => ({
  entity,
  file,
  cause,
  rows: [],
  counts: countsOf([]),
  columns: [],
  targets: [],
  companions: [],
  offers: [],
  issues,
  writes: [],
});

/** The plan of a row that could not be read; `faults`: what is wrong with the file as a whole. */
export const unreadRow = (row: UnreadRow, file: Pick<Intake, 'columns'>, faults: readonly Issue[]): PlannedRow => {
  const { why } = row;
  if (why === null) {
    const unknown = hasErrors(faults) ? faults : [issue('not_a_table', ['rows', row.line])];
    return rejectedRow(row, { by: 'file' }, unknown);
  }
  const twice = why.issues.find(({ code }) => code === 'not_unique');
  const first = Number(twice?.remedy?.match(/^Row (\d+)/)?.[1] ?? Number.NaN);
  if (twice && !Number.isNaN(first)) return rejectedRow(row, { by: 'duplicate', line: first }, why.issues);
  const header = file.columns.find(({ header: one }) => one === why.column)?.header ?? why.column;
  return rejectedRow(row, { by: 'unreadable', column: header }, why.issues);
};
