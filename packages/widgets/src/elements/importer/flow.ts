import type { Collision, Counts, Issue } from '@sluice/core';
import {
  type FileColumn,
  type ImportDone,
  type ImportProgress,
  type ImportWish,
  LEAVE,
  MAKE,
  type Outlook,
  type Question,
  type UndoOutlook,
  withAnswers,
} from '../../sources/import-session.ts';

/** What a reader sees of an import. */
export type Step =
  | 'drop'
  | 'understand'
  | 'mapping'
  | 'settle'
  | 'plan'
  | 'write'
  | 'result'
  | 'undo'
  | 'undone'
  | 'failed';

/** Where an import stands. Plain data: everything that is shown follows from it. */
export interface Flow {
  readonly step: Step;
  /** Something is being read, planned or undone. */
  readonly busy: boolean;
  readonly name: string;
  readonly wish: ImportWish;
  readonly outlook: Outlook | null;
  /** Everything that was asked about the columns as they are mapped, answered or not. */
  readonly questions: readonly Question[];
  readonly progress: ImportProgress;
  readonly done: ImportDone | null;
  readonly undo: UndoOutlook | null;
  /** Records that were edited since and are put back all the same. */
  readonly putBack: readonly string[];
  readonly undone: UndoOutlook['counts'] | null;
  /** Somebody stopped the import. */
  readonly stopped: boolean;
  /** Stopping it was asked for. */
  readonly stopping: boolean;
  /** Records changed while the plan was looked at: it is another now. */
  readonly outdated: boolean;
  readonly failure: unknown;
}

/** What happens to an import. */
export type Event =
  | { readonly is: 'chosen'; readonly name: string; readonly links: 'create' | 'match' }
  | { readonly is: 'sheet' }
  | { readonly is: 'planning' }
  | { readonly is: 'planned'; readonly outlook: Outlook }
  | { readonly is: 'went'; readonly to: 'understand' | 'mapping' | 'settle' | 'plan' | 'result' }
  | { readonly is: 'mapped'; readonly header: string; readonly field: string }
  | { readonly is: 'answered'; readonly questions: readonly Question[]; readonly answer: string }
  | { readonly is: 'ruled'; readonly field: string; readonly collision: Collision }
  | { readonly is: 'began' }
  | { readonly is: 'resumed'; readonly name: string }
  | { readonly is: 'returned'; readonly name: string; readonly done: ImportDone }
  | { readonly is: 'stopping' }
  | { readonly is: 'outdated' }
  | { readonly is: 'progressed'; readonly progress: ImportProgress }
  | { readonly is: 'stopped' }
  | { readonly is: 'written'; readonly done: ImportDone }
  | { readonly is: 'undoing' }
  | { readonly is: 'undoPlanned'; readonly undo: UndoOutlook }
  | { readonly is: 'decided'; readonly id: string; readonly putBack: boolean }
  | { readonly is: 'undone'; readonly counts: UndoOutlook['counts'] }
  | { readonly is: 'failed'; readonly failure: unknown }
  | { readonly is: 'began again' };

/** An import of nothing yet. */
export const START: Flow = {
  step: 'drop',
  busy: false,
  name: '',
  wish: { map: {}, answers: {}, links: 'match', rules: {} },
  outlook: null,
  questions: [],
  progress: { done: 0, of: 0 },
  done: null,
  undo: null,
  putBack: [],
  undone: null,
  stopped: false,
  stopping: false,
  outdated: false,
  failure: null,
};

const UNTROUBLED = { stopped: false, stopping: false, outdated: false, failure: null };

/** Surer than this, a column needs nobody's look. */
const SURE = 0.8;

const isError = ({ severity }: Issue): boolean => severity === 'error';
/** What is wrong with the columns, not with the file: a person can mend it in the mapping. */
const MENDABLE = new Set(['nothing_mapped', 'unmapped_required', 'mapped_twice', 'no_such_column', 'no_such_field']);

/** Whether the file as a whole cannot be used. */
export const isUnusable = ({ issues }: Outlook): boolean =>
  issues.some((one) => isError(one) && !MENDABLE.has(one.code));
/** Whether the columns have to be mapped before anything can be planned. */
export const needsMapping = ({ issues }: Outlook): boolean =>
  issues.some((one) => isError(one) && MENDABLE.has(one.code));
/** Columns that feed nothing, and nobody said so. */
export const unmatched = ({ outlook, wish }: Flow): readonly FileColumn[] =>
  (outlook?.columns ?? []).filter(({ header, field }) => field === null && wish.map[header] !== '-');
/** Columns whose field is a guess. */
export const guessed = ({ outlook }: Flow): readonly FileColumn[] =>
  (outlook?.columns ?? []).filter(({ field, confidence }) => field !== null && confidence < SURE);

/** The columns as they are shown: those that feed nothing first, then the guesses, otherwise in the order of the file. */
export const columnsInOrder = ({ outlook }: Flow): readonly FileColumn[] => {
  const rank = ({ field, confidence }: FileColumn): number => (field === null ? 0 : confidence < SURE ? 1 : 2);
  return (outlook?.columns ?? []).toSorted((a, b) => rank(a) - rank(b));
};

/** What was answered to a question; undefined while nothing was. */
export const answerTo = ({ wish }: Flow, { field, text }: Question): string | undefined => wish.answers[field]?.[text];

/** What an unanswered question comes to. */
export const standing = ({ wish }: Flow, { about, likely, makeable }: Question): typeof MAKE | typeof LEAVE =>
  about === 'name' && makeable && wish.links === 'create' && likely.length === 0 ? MAKE : LEAVE;

/** Questions that a person should see: names that are made without asking are none. */
export const asked = (flow: Flow): readonly Question[] =>
  flow.questions.filter((one) => answerTo(flow, one) !== undefined || standing(flow, one) === LEAVE);
/** Questions that nobody answered. */
export const open = (flow: Flow): readonly Question[] => asked(flow).filter((one) => answerTo(flow, one) === undefined);

/** How many records an import would write. */
export const written = ({ create, update }: Counts): number => create + update;

/** What stands between a file and its import; the first is what the reader is led to. */
export const obstacle = (flow: Flow): 'mapping' | 'settle' | 'plan' | null => {
  const { outlook } = flow;
  if (!outlook) return null;
  if (needsMapping(outlook) || unmatched(flow).length > 0 || guessed(flow).length > 0) return 'mapping';
  if (open(flow).length > 0) return 'settle';
  return outlook.counts.reject > 0 ? 'plan' : null;
};

/** Where the reader goes from a step. */
export const after = (flow: Flow): 'settle' | 'plan' =>
  flow.step === 'settle' || asked(flow).length === 0 ? 'plan' : 'settle';

/** Where the reader goes back to from a step. */
export const before = (flow: Flow): 'understand' | 'mapping' | 'settle' =>
  flow.step === 'mapping' ? 'understand' : flow.step === 'plan' && asked(flow).length > 0 ? 'settle' : 'mapping';

const same = (a: Question, b: Question): boolean => a.field === b.field && a.text === b.text && a.about === b.about;

/** Questions stay where they are once they were asked, as long as their column feeds their field. */
const kept = (questions: readonly Question[], { columns, questions: found }: Outlook): readonly Question[] => [
  ...questions.filter(({ header, field }) => columns.some((one) => one.header === header && one.field === field)),
  ...found.filter((one) => !questions.some((other) => same(one, other))),
];

/** A column feeds a field; another that fed it feeds nothing. */
const mapped = ({ wish, outlook }: Flow, header: string, field: string): ImportWish['map'] => {
  const others = (outlook?.columns ?? [])
    .filter((one) => field !== '-' && one.field === field && one.header !== header)
    .map((one) => [one.header, '-'] as const);
  return Object.fromEntries([...Object.entries({ ...wish.map, [header]: field }), ...others]);
};

/** What an import becomes by what happens to it. */
export const flow = (now: Flow, event: Event): Flow => {
  const { wish } = now;
  switch (event.is) {
    case 'chosen':
      return { ...START, busy: true, name: event.name, wish: { ...START.wish, links: event.links } };
    case 'sheet':
      // what was understood of the other sheet stands until this one is read
      return { ...now, step: 'understand', busy: true, questions: [], wish: { ...START.wish, links: wish.links } };
    case 'planning':
      return { ...now, busy: true };
    case 'planned': {
      const { outlook } = event;
      const next = { ...now, busy: false, outlook, questions: kept(now.questions, outlook), failure: null };
      if (isUnusable(outlook)) return { ...next, step: 'failed', failure: outlook.issues };
      return now.step === 'drop' ? { ...next, step: 'understand' } : next;
    }
    case 'went':
      return { ...now, step: event.to, stopped: false, outdated: false };
    case 'mapped':
      return { ...now, wish: { ...wish, map: mapped(now, event.header, event.field) } };
    case 'answered': {
      const said = event.questions.map(({ field, text }) => ({ field, text, answer: event.answer }));
      return { ...now, wish: { ...wish, answers: withAnswers(wish.answers, said) } };
    }
    case 'ruled': {
      const columns = { ...wish.rules.columns, [event.field]: event.collision };
      return { ...now, wish: { ...wish, rules: { ...wish.rules, columns } } };
    }
    case 'began':
      return { ...now, step: 'write', progress: { done: 0, of: 0 }, ...UNTROUBLED };
    case 'resumed':
      return { ...START, step: 'write', name: event.name };
    case 'returned':
      return { ...START, step: 'result', name: event.name, done: event.done };
    case 'stopping':
      return { ...now, stopping: true };
    case 'outdated':
      return { ...now, step: 'plan', outdated: true };
    case 'progressed':
      return now.step === 'write' ? { ...now, progress: event.progress } : now;
    case 'stopped':
      return { ...now, step: now.outlook ? 'plan' : 'drop', busy: false, stopped: true, stopping: false };
    case 'written':
      return { ...now, step: 'result', done: event.done };
    case 'undoing':
      return { ...now, busy: true };
    case 'undoPlanned':
      return { ...now, step: 'undo', busy: false, undo: event.undo, putBack: [] };
    case 'decided': {
      const others = now.putBack.filter((id) => id !== event.id);
      return { ...now, putBack: event.putBack ? [...others, event.id] : others };
    }
    case 'undone':
      return { ...now, step: 'undone', busy: false, undone: event.counts };
    case 'failed':
      return { ...now, step: 'failed', busy: false, failure: event.failure };
    case 'began again':
      return START;
  }
};
