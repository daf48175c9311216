import {
  bad,
  type Change,
  type Checked,
  type Entity,
  fieldRight,
  type Issue,
  issue,
  mayDo,
  type Model,
  type Operation,
  plan,
  planList,
  type Rec,
  registry,
  type Rights,
  type Value,
  type Written,
} from '@sluice/core';
import { refuse } from '../routes/problem.ts';
import type { ServedSource } from './served.ts';

type Values = Readonly<Record<string, Value>>;

/** A role, what it sees, and two sources of the same tenant. */
export interface AsRole {
  readonly rights: Rights;
  /** Speaks of nothing that the role may not read. */
  readonly reader: ServedSource;
  /** Knows everything: rules are judged whatever the writer sees. */
  readonly writer: ServedSource;
}

const ACTIONS = { create: ['create'], change: ['change'], remove: ['remove'], put: ['create', 'change'] } as const;

const notAllowed = (action: string, entity: string): never =>
  refuse({
    status: 403,
    code: 'not_allowed',
    detail: `This role may not ${action} ${entity}.`,
    remedy: 'Ask somebody with the role admin.',
  });

const pick = <T>(entity: Entity, values: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => entity.field(name)));

/** A record as it is seen. */
const recordSeen = (entity: Entity, record: Rec): Rec => ({
  ...record,
  overrides: pick(entity, record.overrides),
  values: pick(entity, record.values),
});

/** A change as it is seen; null when it is a change of nothing that is seen. */
export const changeSeen = (entity: Entity, change: Change): Change | null => {
  const before = change.before && pick(entity, change.before);
  const after = change.after && pick(entity, change.after);
  const empty = before && after && Object.keys(before).length + Object.keys(after).length === 0;
  return empty ? null : { ...change, before, after };
};

/** Whether an issue speaks of what is not seen. */
const tells = (model: Model, whole: Model, name: string, one: Issue): boolean => {
  const all = whole.find(name);
  const seen = model.find(name);
  const ruled = (by: Entity | undefined): boolean => by?.gates.some(({ code }) => one.code === `gate_${code}`) === true;
  if (ruled(all) && !ruled(seen)) return true;
  return one.path.some((step) => typeof step === 'string' && all?.field(step) && !seen?.field(step));
};

/** Issues without what is not seen: remarks go, refusals keep their words and lose their values. */
const issuesSeen = (model: Model, whole: Model, name: string, issues: readonly Issue[]): readonly Issue[] =>
  issues.flatMap((one): readonly Issue[] => {
    const entity = typeof one.params?.['entity'] === 'string' ? one.params['entity'] : '';
    if (entity !== '' && whole.find(entity) && !model.find(entity))
      return [{ code: one.code, severity: one.severity, path: [], message: 'Other records link to this one.' }];
    if (!tells(model, whole, name, one)) return [one];
    const { code, severity, message } = one;
    return severity === 'warning' ? [] : [{ code, severity, message, path: [] }];
  });

/**
 * The source of somebody with a role: the one place where it is enforced. What may not be read is in no answer and no question; what may not be
 * written, and what may not be done, is refused before anything is asked of the database. Refusals of actions are thrown (`not_allowed`).
 */
export const asRole = ({ rights, reader, writer }: AsRole): ServedSource => {
  const { model } = reader;
  const whole = writer.model;
  const plain = model === whole;

  const hidden = <T>(checked: Checked<T>, again: () => Checked<unknown>): Checked<T> => {
    // an entity that is not seen is not there
    const absent = !checked.ok && checked.issues.some(({ code }) => code === 'no_such_entity');
    if (checked.ok || plain || absent || !again().ok) return checked;
    return bad(
      checked.issues.map(({ path, received }) =>
        issue('field_not_allowed', path, received === undefined ? {} : { received }),
      ),
    );
  };

  const forbidden = (name: string, values: Values): readonly Issue[] =>
    Object.keys(values)
      .filter((field) => values[field] !== undefined && fieldRight(rights, name, field) !== null)
      .map((field) => issue('field_not_allowed', [field], { received: field }));

  /** Why an operation is not even tried. */
  const barred = (operation: Operation): Written | null => {
    const { op, entity } = operation;
    if (!model.find(entity)) return whole.find(entity) ? { ok: false, missing: true, issues: [] } : null;
    for (const action of ACTIONS[op]) if (!mayDo(rights, action, entity)) notAllowed(action, entity);
    const issues = 'values' in operation ? forbidden(entity, operation.values) : [];
    return issues.length > 0 ? { ok: false, issues } : null;
  };

  const seen = (name: string, written: Written): Written => {
    const entity = model.find(name);
    if (plain || !entity) return written;
    const issues = issuesSeen(model, whole, name, written.issues);
    if (written.ok) return { ...written, issues, record: recordSeen(entity, written.record) };
    const { conflict } = written;
    return {
      ...written,
      issues,
      ...(conflict
        ? { conflict: { stored: recordSeen(entity, conflict.stored), asked: pick(entity, conflict.asked) } }
        : {}),
    };
  };

  const reckoned: NonNullable<ServedSource['reckon']> = async (query) =>
    (await reader.reckon?.(query)) ?? bad([issue('no_such_entity', ['entity'], { received: query.entity })]);

  const { frozen } = reader;
  const listed =
    (list: ServedSource['list']): ServedSource['list'] =>
    async (query) =>
      hidden(await list(query), () => planList(query, whole));

  const written = async (operation: Operation, work: () => Promise<Written>): Promise<Written> =>
    barred(operation) ?? seen(operation.entity, await work());

  return {
    model,
    writable: writer.writable,
    list: listed((query) => reader.list(query)),
    get: (entity, id, options) => reader.get(entity, id, options),
    titles: async (entity, limit) => (await reader.titles?.(entity, limit)) ?? [],
    measure: async (query) => hidden(await reader.measure(query), () => plan(query, whole, registry)),
    explain: async (query, measure) =>
      hidden(await reader.explain(query, measure), () => plan({ ...query, measures: [measure] }, whole, registry)),
    ...(reader.reckon ? { reckon: (query) => reckoned(query) } : {}),
    ...(frozen ? { frozen: (work) => frozen((list) => work(listed(list))) } : {}),
    freshness: () => reader.freshness(),
    create: (entity, values) => written({ op: 'create', entity, values }, () => writer.create(entity, values)),
    change: (entity, id, values, options) =>
      written({ op: 'change', entity, id, values, ...options }, () => writer.change(entity, id, values, options)),
    remove: (entity, id, options) =>
      written({ op: 'remove', entity, id, ...options }, () => writer.remove(entity, id, options)),
    bulk: async (operations, options) => {
      for (const [at, operation] of operations.entries()) {
        const why = barred(operation);
        if (why && !why.ok) return { ...why, at };
      }
      const done = await writer.bulk(operations, options);
      if (plain) return done;
      if (!done.ok) {
        const name = operations[done.at]?.entity ?? '';
        const one = seen(name, done);
        return one.ok ? done : { ...done, ...one };
      }
      return {
        ...done,
        records: done.records.map((record, at) => {
          const entity = model.find(operations[at]?.entity ?? '');
          return entity ? recordSeen(entity, record) : record;
        }),
        issues: [...new Set(operations.map(({ entity }) => entity))].reduce<readonly Issue[]>(
          (issues, name) => issuesSeen(model, whole, name, issues),
          done.issues,
        ),
      };
    },
    journalOf: async (name, id) => {
      const entity = model.find(name);
      if (!entity) return [];
      return (await reader.journalOf(name, id)).flatMap((change) => changeSeen(entity, change) ?? []);
    },
    watch: (listener) => reader.watch((notice) => (model.find(notice.entity) ? listener(notice) : undefined)),
  };
};
