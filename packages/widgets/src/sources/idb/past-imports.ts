import { applyUndo, type Imports, type Model, type Moment, planUndo, SourceError, type UndoPlan } from '@sluice/core';
import type { PastCause, Store } from './store.ts';

/** An import that was made. */
export type PastImport = PastCause;
/** What became of the records of an import that was undone. */
export type PastUndo = UndoPlan['counts'];

/** The causes of imports begin so: see import-local.ts. */
const IMPORT = 'import ';

/** The imports whose journal is kept, the latest first; `count` is how many entries each left. */
export const pastImports = (store: Store): Promise<readonly PastImport[]> => store.causes(IMPORT);

interface Place {
  readonly model: Model;
  readonly moment: () => Moment;
  readonly now: () => string;
}

/** Takes an import back, today's or that of last week; records that somebody edited since stay as they are. */
export const undoImport = async (cause: string, imports: Imports, { model, moment, now }: Place): Promise<PastUndo> => {
  const changes = await imports.changes(cause);
  if (changes.length === 0)
    throw new SourceError('nothing_planned', 'There is no such import.', 'Choose one of those that were made.');
  const plan = await planUndo(changes, imports, {
    model,
    context: { tenant: 'local', actor: 'local', cause: `undo ${cause}`, at: now(), moment: moment() },
  });
  const done = await applyUndo(plan, imports);
  return done.plan.counts;
};
