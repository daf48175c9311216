import { admit, findingIssue, judge } from '../gates/index.ts';
import { bad, type Checked, good, type Issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import { change, create, type Rec, readerOf, type Write, type WriteContext } from '../records/index.ts';

type Values = Readonly<Record<string, Value>>;

/** What the gates find on a record that may be written: to look at, never a refusal. */
const remarks = (entity: Entity, record: Rec, context: WriteContext): readonly Issue[] => {
  const reader = readerOf(context.model, entity, record, context.follow);
  return judge(entity.gates, reader, context.moment).findings.map((finding) => ({
    ...findingIssue(finding),
    severity: 'warning' as const,
  }));
};

/** Decides about a new record, the same for every source: the record with its journal entry and what the gates remark, or why not. */
export const decideCreate = (entity: Entity, draft: Values, id: string, context: WriteContext): Checked<Write> => {
  const write = create(entity, draft, id, context);
  return write.ok ? good(write.value, [...write.issues, ...remarks(entity, write.value.record, context)]) : write;
};

/**
 * Decides about an edit: the next record with its journal entry (null: nothing would change) and what the gates remark, or why not.
 * A stage move that an error gate forbids is refused.
 */
export const decideChange = (
  entity: Entity,
  stored: Rec,
  patch: Values,
  context: WriteContext,
): Checked<Write | null> => {
  const write = change(entity, stored, patch, context);
  if (!write.ok) return write;
  const next = write.value?.record ?? stored;
  const before = readerOf(context.model, entity, stored, context.follow);
  const after = readerOf(context.model, entity, next, context.follow);
  const refused = admit(entity, { before, after }, context.moment);
  return refused.length > 0 ? bad(refused) : good(write.value, [...write.issues, ...remarks(entity, next, context)]);
};
