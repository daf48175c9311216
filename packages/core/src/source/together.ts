import type { Issue } from '../issue.ts';
import type { Frame } from '../frame/index.ts';
import type { Change, Rec } from '../records/index.ts';
import type { BulkWritten, Operation, Written } from './source.ts';

/** What several writes in memory need of the source they are written to. */
export interface TogetherGround {
  readonly frame: (entity: string) => Frame | undefined;
  readonly journal: Change[];
  /** The record that a `put` would change, by its key; undefined when it would make one. */
  readonly keyed: (operation: Extract<Operation, { readonly op: 'put' }>) => Rec | undefined;
  /** Does one write, at once. */
  readonly write: (operation: Exclude<Operation, { readonly op: 'put' }>) => Written;
}

/** Several writes as one: what was written before a refusal is taken back, journal included. */
export const together = (
  operations: readonly Operation[],
  { frame, journal, keyed, write }: TogetherGround,
): BulkWritten => {
  const begun = journal.length;
  const undo: (() => void)[] = [];
  const records: Rec[] = [];
  const made: boolean[] = [];
  const issues: Issue[] = [];
  /** Puts a record back to what it is now. */
  const keep = (entity: string, id: string): void => {
    const there = frame(entity);
    const row = there?.rowOf(id) ?? -1;
    const record = row < 0 ? undefined : there?.record(row);
    undo.push(() => {
      const now = (there?.rowOf(id) ?? -1) >= 0;
      if (!record) {
        if (now) there?.remove(id);
      } else if (now) there?.replace(record);
      else there?.insert(record);
    });
  };
  for (const [at, operation] of operations.entries()) {
    const stored = operation.op === 'put' ? keyed(operation) : undefined;
    const { entity } = operation;
    const plain: Exclude<Operation, { readonly op: 'put' }> =
      operation.op !== 'put'
        ? operation
        : stored
          ? { op: 'change', entity, id: stored.id, version: stored.version, values: operation.values }
          : { op: 'create', entity, values: operation.values };
    if (plain.op !== 'create') keep(entity, plain.id);
    const written = write(plain);
    if (!written.ok) {
      for (const back of undo.reverse()) back();
      journal.length = begun;
      return { ...written, at };
    }
    if (plain.op === 'create') {
      const { id } = written.record;
      undo.push(() => void frame(entity)?.remove(id));
    }
    records.push(written.record);
    made.push(plain.op === 'create');
    issues.push(...written.issues);
  }
  return { ok: true, records, made, issues };
};
