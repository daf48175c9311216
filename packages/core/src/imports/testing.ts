import fc from 'fast-check';
import type { IntakeOptions } from '../intake/outcome.ts';
import { bytes, crmModel, spoiled } from '../intake/testing.ts';
import { intake } from '../intake/intake.ts';
import { readTable } from '../intake/table.ts';
import { keysOf } from '../intake/world.ts';
import { hasErrors } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import { newId, type Rec } from '../records/index.ts';
import { type MemorySource, memorySource } from '../source/memory.ts';
import { applyImport, type ApplyOptions, type ImportResult } from './apply.ts';
import { type Imports, memoryImports } from './memory-imports.ts';
import { type ImportPlan, titleIn } from './outcome.ts';
import { type ImportContext, type ImportOptions, planImport } from './plan.ts';
import type { ImportRules } from './rules.ts';
import { applyUndo, planUndo, type UndoOptions, type UndoPlan, type UndoResult } from './undo.ts';

const AT = '2025-02-05T09:00:00.000Z';
const MOMENT = { today: '2025-02-05', zone: 'Europe/Paris' } as const;

/** How a test imports. */
export interface Wish extends Partial<Omit<IntakeOptions, 'model' | 'id'>> {
  readonly rules?: ImportRules;
  readonly cause?: string;
}

/** A memory source with its imports, on 5 February 2025. */
export interface Desk {
  readonly source: MemorySource;
  readonly imports: Imports;
  make(entity: string, values: Readonly<Record<string, Value>>): Promise<Rec>;
  edit(entity: string, id: string, patch: Readonly<Record<string, Value>>): Promise<Rec>;
  stored(entity: string): readonly Rec[];
  plan(file: string | Uint8Array, wish?: Wish): Promise<ImportPlan>;
  apply(plan: ImportPlan, options?: Partial<ApplyOptions>): Promise<ImportResult>;
  import(file: string | Uint8Array, wish?: Wish): Promise<ImportResult>;
  planUndo(cause: string, options?: Partial<UndoOptions>): Promise<UndoPlan>;
  undo(cause: string, options?: Partial<UndoOptions>): Promise<UndoResult>;
}

const kept = (written: Awaited<ReturnType<MemorySource['create']>>): Rec => {
  if (!written.ok) throw new Error(written.issues.map(({ message }) => message).join(' '));
  return written.record;
};

/** An empty desk over the model of every blueprint, or another. */
export function desk(model = crmModel()): Desk {
  let made = 0;
  let imported = 0;
  const id = (): string => newId(Date.parse(AT), () => [0, 0, (made += 1)]);
  const source = memorySource({ model, moment: () => MOMENT, now: () => AT, id, actor: 'anna', tenant: 'demo' });
  const imports = memoryImports(source);
  const context = (cause: string): ImportContext => ({
    tenant: 'demo',
    actor: 'importer',
    cause,
    at: '2025-02-05T10:00:00.000Z',
    moment: MOMENT,
  });

  const self: Desk = {
    source,
    imports,
    make: async (entity, values) => kept(await source.create(entity, values)),
    edit: async (entity, one, patch) => {
      const version = (await source.get(entity, one))?.version ?? 0;
      return kept(await source.change(entity, one, patch, { version }));
    },
    stored: (entity) => {
      const frame = source.frame(entity);
      return frame ? Array.from({ length: frame.length }, (_, row) => frame.record(row)) : [];
    },
    plan: async (file, { rules, cause = `import ${(imported += 1)}`, ...wish } = {}) => {
      const content = typeof file === 'string' ? bytes(file) : file;
      const entity = wish.entity ?? 'deal';
      const existing = Object.fromEntries(
        model.entities.map((one) => [
          one.name,
          self.stored(one.name).map((record) => ({
            id: record.id,
            title: titleIn(record, one.title.name),
            keys: keysOf(one, record.values),
          })),
        ]),
      );
      const read = intake(content, { model, today: MOMENT.today, id, existing, ...wish, entity });
      const files = Object.fromEntries([
        [entity, readTable(content)],
        ...Object.entries(wish.with ?? {}).map(([name, one]) => [name, 'header' in one ? one : readTable(one)]),
      ]) as ImportOptions['files'] & object;
      return planImport(read, {
        model,
        existing: imports,
        context: context(cause),
        files,
        ...(rules ? { rules } : {}),
      });
    },
    apply: (plan, options = {}) => applyImport(plan, imports, { model, ...options }),
    import: async (file, wish) => self.apply(await self.plan(file, wish)),
    planUndo: async (cause, options = {}) =>
      planUndo(await imports.changes(cause), imports, { model, context: context(`undo ${cause}`), ...options }),
    undo: async (cause, options) => applyUndo(await self.planUndo(cause, options), imports),
  };
  return self;
}

/** The fates of a plan, by line. */
export const fates = ({ rows }: ImportPlan): readonly (readonly [number, string, string])[] =>
  rows.map(({ line, fate, rule }) => [line, fate, rule.by]);

const sorted = (side: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    Object.entries(side)
      .filter(([, value]) => value !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Whether two records are the same but for their version and when they were written: what an undo promises. */
export const sameRecord = (a: Rec, b: Rec): boolean =>
  a.id === b.id &&
  a.createdAt === b.createdAt &&
  sorted(a.overrides) === sorted(b.overrides) &&
  sorted(a.values) === sorted(b.values);

const HEAD = 'client,amount,stage,due on,reference';
const BASES = [
  `${HEAD}\nNord,12,won,2025-01-03,R-1\nSud,13,lost,2025-01-04,R-2\nEst,14,prospect,2025-06-05,R-3\n`,
  'sep=;\r\nclient;montant;statut;échéance\r\n"Nord; Est";1 234,56 €;gagné;03/01/2025\r\nSud;7,5;perdu;14/01/2025\r\n',
  'Export\n\nclient\tamount\tstage\nNord\t12\twon\n"a ""b"" c"\t1\tlost\nTotal\t13\t\n',
  'Клиент,Сумма,Этап\nРомашка,"1 200,00",выиграна\n',
];
const PIECES = [
  '"',
  "'",
  ',',
  ';',
  '\n',
  '\r',
  '\0',
  '\ufeff',
  '\\',
  '""',
  '\u2028',
  ' ',
  '\t',
  'sep=',
  '|',
  '__proto__',
  '=1+1',
  '9'.repeat(30),
];

/**
 * Spoils good files and imports each into a desk with one record: every row has one fate, what was planned is written, and what was
 * written is taken back without a trace. Answers with how many were written.
 */
export const planSpoiled = async ({
  runs,
  seed,
}: {
  readonly runs: number;
  readonly seed?: number;
}): Promise<number> => {
  let written = 0;
  await fc.assert(
    fc.asyncProperty(spoiled(BASES, PIECES), async (file) => {
      const one = desk();
      await one.make('deal', { client: 'Nord', amount: 1200, stage: 'prospect' });
      const before = one.stored('deal');
      const plan = await one.plan(file, { cause: 'import spoiled', links: 'create' });
      const { create, update, unchanged, reject, rows } = plan.counts;
      const fail = (why: string): never => {
        throw new Error(`${why}: ${JSON.stringify(plan.counts)}`);
      };
      if (create + update + unchanged + reject !== rows || plan.rows.length !== rows) fail('the counts do not add up');
      const silent = plan.rows.some(
        (row) => row.fate === 'reject' && row.rule.by === 'unreadable' && row.issues.length === 0,
      );
      if (silent) fail('a row is rejected without a reason');
      if (hasErrors(plan.issues)) return;
      await one.apply(plan);
      written += 1;
      if (one.stored('deal').length !== 1 + create) fail('not what was planned is written');
      const again = await one.plan(file, { links: 'create' });
      if (again.counts.update > 0) fail('a repeat changes something');
      await one.undo('import spoiled');
      const after = one.stored('deal');
      const same =
        after.length === before.length && after.every((record, at) => sameRecord(record, before[at] ?? record));
      if (!same) fail('something is left of it');
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  );
  return written;
};
