import { evaluate, type Moment, type Reader } from '../expr/index.ts';
import { bad, type Checked, good, issue } from '../issue.ts';
import { labelIn, type Value } from '../kinds/index.ts';
import type { Action, Entity } from '../model/index.ts';
import { nextStage } from './stage.ts';

type Values = Readonly<Record<string, Value>>;

/** The record that something is done to, as far as it is known, and when. */
export interface ActContext {
  /** Reads the record, and what it links to. */
  readonly reader: Reader;
  readonly moment: Moment;
  /** ISO instant. */
  readonly at: string;
}

/** Values as a blueprint says them, with the words `today` and `now` said as what they are. */
export const saidAt = (entity: Entity, values: Values, { moment, at }: Pick<ActContext, 'moment' | 'at'>): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, Value] => {
      const kind = entity.field(name)?.kind;
      if (kind === 'date' && value === 'today') return [name, moment.today];
      return [name, kind === 'instant' && value === 'now' ? at : value];
    }),
  );

/**
 * What an action changes of a record: an edit to decide about like any other. Reports `not_now` where its condition does not hold, and
 * `no_next_stage` at the end of the pipeline.
 */
export const planAction = (entity: Entity, action: Action, context: ActContext): Checked<Values> => {
  const { reader, moment } = context;
  if (action.when && evaluate(action.when, reader, moment) !== true)
    return bad([issue('not_now', [], { expected: labelIn(action.label, 'en') })]);
  const set = saidAt(entity, action.set, context);
  if (!action.next) return good(set);
  const { stage } = entity;
  const key = stage ? reader([], stage.name) : null;
  const next = typeof key === 'string' ? nextStage(entity, key) : null;
  if (!stage || !next)
    return bad([
      issue('no_next_stage', [stage?.name ?? 'stage'], {
        received: typeof key === 'string' ? key : 'none',
        remedy: 'Choose a stage yourself: what is won or lost moves nowhere by itself.',
      }),
    ]);
  return good({ ...set, [stage.name]: next.key });
};
