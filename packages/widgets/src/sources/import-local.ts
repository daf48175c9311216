import {
  applyImport,
  applyUndo,
  type Entity,
  hasErrors,
  type ImportContext,
  type ImportPlan,
  type ImportPort,
  type ImportResult,
  type Imports,
  type Intake,
  type IntakeOptions,
  keysOf,
  linksOf,
  type MemorySource,
  memoryImports,
  planImport,
  planUndo,
  rejectedLines,
  SourceError,
  type UndoPlan,
  type Value,
} from '@sluice/core';
import { type FileReader, fileReader, type Looking } from '../worker/look-in-worker.ts';
import { pageId } from '../worker/page-id.ts';
import type { Content } from './content.ts';
import type { IdbSource } from './idb/idb-source.ts';
import { columnsOf, type ImportFile, questionsOf, sheetsOf } from './import-reading.ts';
import {
  type Answers,
  type ImportPlace,
  type ImportSession,
  type ImportWish,
  LEAVE,
  MAKE,
  type Outlook,
  type Question,
  type UndoOutlook,
  withAnswers,
} from './import-session.ts';
import { putBack } from './put-back.ts';

/** A source whose records are in the page: for as long as it is open, or kept by the browser. */
type PageSource = MemorySource | IdbSource;

/** Records written before the window gets a breath. */
const AT_A_TIME = 200;

const breath = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

/** A port that lets the window live between batches, so that progress is seen and a click on Cancel is heard. */
const breathing = (port: ImportPort): ImportPort => ({
  atOnce: (work) =>
    port.atOnce((write) =>
      work(async (batch) => {
        await breath();
        return write(batch);
      }),
    ),
});

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

type Existing = NonNullable<IntakeOptions['existing']>;

/** The records that links of an entity may lead to, each also by the names that a person said are its own. */
const targetsOf = (source: PageSource, entity: Entity, answers: Answers): Existing => {
  const names = new Map<string, string[]>();
  for (const field of entity.stored)
    for (const [text, id] of Object.entries((field.kind === 'link' && answers[field.name]) || {}))
      if (id !== LEAVE && id !== MAKE) names.set(id, [...(names.get(id) ?? []), text]);
  const wanted = new Set(entity.stored.flatMap(({ to }) => to ?? []));
  return Object.fromEntries(
    [...wanted].flatMap((name) => {
      const target = source.model.find(name);
      const frame = source.frame(name);
      if (!target || !frame) return [];
      const records = Array.from({ length: frame.length }, (_, row) => {
        const { id, values } = frame.record(row);
        const keys = [...keysOf(target, values), ...(names.get(id) ?? [])];
        return { id, title: textOf(values[target.title.name]), keys };
      });
      return [[name, records] as const];
    }),
  );
};

/** What becomes of a name that nothing bears: said, or else as the wish has it; one that is nearly borne is not made unasked. */
const isMade = ({ field, text, likely }: Question, { answers, links }: ImportWish): boolean =>
  (answers[field]?.[text] ?? (links === 'create' && likely.length === 0 ? MAKE : LEAVE)) === MAKE;

/**
 * The questions of a file, those of rows that are out for an unknown word too: names are looked for as if every word meant the first
 * option.
 */
const allQuestions = async (
  reader: FileReader,
  found: { readonly file: ImportFile; readonly read: Intake },
  looking: Looking,
  entity: Entity,
): Promise<readonly Question[]> => {
  const questions = questionsOf(found.read, found.file.table, entity);
  const words = questions.filter(({ about, required }) => about === 'word' && required);
  if (words.length === 0) return questions;
  const answers = withAnswers(
    looking.wish.answers,
    words.map(({ field, text }) => ({ field, text, answer: entity.field(field)?.options[0]?.key ?? LEAVE })),
  );
  const { read, file } = await reader.read({ ...looking, wish: { ...looking.wish, answers } });
  const names = questionsOf(read, file.table, entity);
  return [...questions.filter(({ about }) => about === 'word'), ...names.filter(({ about }) => about === 'name')];
};

/** An intake without the links to records that nobody wants made. */
const withoutUnwanted = (read: Intake, questions: readonly Question[], wish: ImportWish): Intake => {
  const unwanted = new Set(
    questions
      .filter((one) => one.about === 'name' && one.makeable && !isMade(one, wish))
      .map(({ field, text }) => JSON.stringify([field, text])),
  );
  const ids = new Map<string, Set<string>>();
  for (const { field, title, id } of read.created)
    if (unwanted.has(JSON.stringify([field, title]))) ids.set(field, (ids.get(field) ?? new Set()).add(id));
  if (ids.size === 0) return read;
  const left = (field: string, value: Value): Value => {
    const gone = ids.get(field);
    if (!gone || value === null) return value;
    if (typeof value === 'string') return gone.has(value) ? null : value;
    const list: readonly Value[] | null = Array.isArray(value) ? value : null;
    return list?.filter((id) => !gone.has(textOf(id))) ?? value;
  };
  return {
    ...read,
    records: read.records.map((record) => ({
      ...record,
      values: Object.fromEntries(Object.entries(record.values).map(([name, value]) => [name, left(name, value)])),
    })),
  };
};

/** The titles of the records that values of an entity link to. */
const titlesIn = (
  source: PageSource,
  values: readonly { readonly entity: string; readonly field: string; readonly value: Value }[],
  made: ImportPlan['targets'] = [],
): Readonly<Record<string, string>> => {
  const titles = new Map(made.map(({ id, title }) => [id, title]));
  for (const { entity: name, field, value } of values) {
    const entity = source.model.find(name);
    if (entity?.field(field)?.kind !== 'link') continue;
    for (const { entity: to, id } of linksOf(entity, { [field]: value })) {
      const frame = source.frame(to);
      const row = frame?.rowOf(id) ?? -1;
      const title = frame?.entity.title.name ?? '';
      if (frame && row >= 0 && !titles.has(id)) titles.set(id, textOf(frame.record(row).values[title]));
    }
  }
  return Object.fromEntries(titles);
};

/** Imports a file into a source in the page. */
export const localImport = (content: Content, place: ImportPlace<PageSource>): ImportSession => {
  const { source, entity, moment, now } = place;
  const { model } = source;
  const imports: Imports = 'imports' in source ? source.imports() : memoryImports(source);
  const cause = `import ${pageId()}`;
  const reader = fileReader(content, entity, model);
  let planned: { readonly plan: ImportPlan; readonly read: Intake } | null = null;
  let done: ImportResult | null = null;
  const context = (why: string): ImportContext => ({
    tenant: 'local',
    actor: 'local',
    cause: why,
    at: now(),
    moment: moment(),
  });
  const nothing = (): SourceError =>
    new SourceError('nothing_planned', 'There is no import to speak of.', 'Choose a file first.');

  const undoing = async (wish: { readonly only?: readonly string[] } = {}): Promise<UndoPlan> => {
    if (!done) throw nothing();
    const changes = await imports.changes(done.plan.cause);
    return planUndo(changes, imports, { model, context: context(`undo ${cause}`), ...wish });
  };

  return {
    plan: async (wish) => {
      // the window shows that something is going on before a large file takes its time
      await breath();
      const looking = { wish, moment: moment(), at: now(), existing: targetsOf(source, entity, wish.answers) };
      const found = await reader.read(looking);
      const { file } = found;
      const questions = await allQuestions(reader, found, looking, entity);
      const read = withoutUnwanted(found.read, questions, wish);
      const plan = await planImport(read, {
        model,
        existing: imports,
        context: context(cause),
        rules: wish.rules,
        files: file.tables,
      });
      planned = { plan, read };
      const cells = plan.rows.flatMap((row) => row.cells.map((cell) => ({ ...cell, entity: plan.entity })));
      const made = plan.targets.filter(({ create }) => create);
      const outlook: Outlook = {
        file: plan.file,
        sheets: sheetsOf(file),
        rows: read.rows,
        columns: columnsOf(read, file.table),
        issues: plan.issues,
        questions,
        counts: hasErrors(plan.issues) ? { ...plan.counts, create: 0, update: 0 } : plan.counts,
        plan: plan.rows,
        targets: { count: made.length, titles: made.map(({ title }) => title) },
        titles: titlesIn(
          source,
          cells.flatMap(({ entity: name, field, old, new: next }) => [
            { entity: name, field, value: old },
            { entity: name, field, value: next },
          ]),
          plan.targets,
        ),
      };
      return outlook;
    },
    apply: async (progress, signal) => {
      if (!planned) throw nothing();
      done = await applyImport(planned.plan, breathing(imports), { model, progress, signal, batch: AT_A_TIME });
      return { counts: done.plan.counts, plan: done.plan.rows };
    },
    rejected: async () => {
      const plan = done?.plan ?? planned?.plan;
      if (!plan || !planned) throw nothing();
      return [...rejectedLines(plan, entity, { columns: planned.read.columns })].join('');
    },
    undoPlan: async (): Promise<UndoOutlook> => {
      const { rows, counts } = await undoing();
      const values = rows.flatMap(({ entity: name, cells }) =>
        cells.flatMap(({ field, before, now: value }) => [
          { entity: name, field, value: before },
          { entity: name, field, value },
        ]),
      );
      return { rows, counts, titles: titlesIn(source, values) };
    },
    undo: async ({ only, putBack: wanted = [] } = {}) => {
      const plan = await undoing(only ? { only } : {});
      const result = await applyUndo(plan, breathing(imports), { batch: AT_A_TIME });
      const counts = { ...result.plan.counts };
      for (const row of result.plan.rows) {
        if (row.fate !== 'conflict' || !wanted.includes(row.id)) continue;
        if (!(await putBack(source, row))) continue;
        counts.conflict -= 1;
        counts.restore += 1;
      }
      return counts;
    },
    end: () => reader.end(),
  };
};
