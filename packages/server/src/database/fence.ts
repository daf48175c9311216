import type {
  Fragment,
  Helper,
  JSONValue,
  Parameter,
  ParameterOrJSON,
  PendingQuery,
  SerializableParameter,
} from 'postgres';
import { DatabaseError } from './errors.ts';

/** A row whose shape the caller did not state. */
export type AnyRow = Readonly<Record<string, unknown>>;
/** What a statement may carry; `undefined` is refused by the driver, unknown is `null`, a list becomes an array (`any(${ids}::uuid[])`). */
export type Bound = SerializableParameter | Fragment | Helper<unknown> | readonly Fragment[];

/** How statements are said: a template tag that binds its values, and `unsafe(text, values)` for SQL made elsewhere. */
export interface Statements {
  <T extends readonly object[] = AnyRow[]>(
    template: TemplateStringsArray,
    ...values: readonly Bound[]
  ): PendingQuery<T>;
  /** A quoted name, a list of columns, or rows for `insert into … ${sql(rows)}`. */
  (names: string | readonly string[] | object, ...columns: readonly string[]): Helper<unknown>;
  unsafe<T extends object[] = AnyRow[]>(
    text: string,
    values?: ParameterOrJSON<never>[],
    options?: { readonly prepare?: boolean },
  ): PendingQuery<T>;
  json(value: JSONValue): Parameter;
}

/** A transaction to speak to. Once it has ended, every use is refused (`fenced`). */
export interface Tx extends Statements {
  /** A part that may fail alone: what it wrote is undone, the transaction goes on. Parts may not overlap. */
  savepoint<T>(part: (tx: Tx) => Promise<T>): Promise<T>;
}

/** The driver's query, as far as the fence needs it (checked by the fence's tests whenever the driver's version changes). */
interface Query extends Promise<unknown> {
  handler: (query: Query) => void;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
  readonly cursorFn?: unknown;
}

const isQuery = (made: unknown): made is Query => made instanceof Promise && 'handler' in made;

/** The fence around one transaction. */
export interface Fence {
  readonly tx: Tx;
  /** From now on statements are refused with this error; those already sent keep running. */
  readonly close: (error: DatabaseError) => void;
  /** Refuses also those that were sent and wait for an answer that will not come. */
  readonly abandon: (error: DatabaseError) => void;
  /** What the first failed statement said. */
  readonly firstError: () => unknown;
}

/**
 * Wraps the driver's handle of a connection so that nobody can speak to the connection after the transaction: the check is made
 * when a statement is about to be sent, not when it is written down. `onProgress` hears how many statements wait for an answer
 * whenever that number changes.
 */
export function fence(sql: Statements, onProgress: (waiting: number) => void): Fence {
  const waiting = new Set<Query>();
  let closed: DatabaseError | undefined;
  let first: unknown;
  let parts = 0;

  const guard = <T>(made: T): T => {
    if (!isQuery(made)) return made;
    const send = made.handler;
    made.handler = (query) => {
      if (closed) {
        query.reject(closed);
        return;
      }
      // a statement nobody waits for must not end the process; the commit tells that it failed
      query.catch(() => undefined);
      if (query.cursorFn === undefined) follow(query);
      send(query);
    };
    return made;
  };

  const follow = (query: Query): void => {
    const { resolve, reject } = query;
    waiting.add(query);
    onProgress(waiting.size);
    const settle = () => {
      if (waiting.delete(query)) onProgress(waiting.size);
    };
    query.resolve = (value) => {
      settle();
      resolve(value);
    };
    query.reject = (error) => {
      settle();
      first ??= error;
      reject(error);
    };
  };

  const savepoint = async <T>(part: (tx: Tx) => Promise<T>): Promise<T> => {
    const name = `part_${++parts}`;
    await tx.unsafe(`savepoint ${name}`);
    try {
      const value = await part(tx);
      await tx.unsafe(`release savepoint ${name}`);
      return value;
    } catch (error) {
      if (!closed) await tx.unsafe(`rollback to savepoint ${name}; release savepoint ${name}`);
      throw error;
    }
  };

  const say = (...args: Parameters<Statements>) => guard(sql(...args));
  const tx = Object.assign(say, {
    unsafe: (...args: Parameters<Statements['unsafe']>) => guard(sql.unsafe(...args)),
    json: sql.json.bind(sql),
    savepoint,
    // the generics of the driver's tag cannot be restated by a function that only passes arguments on
  }) as unknown as Tx;

  const close = (error: DatabaseError) => {
    closed ??= error;
  };
  return {
    tx,
    close,
    abandon: (error) => {
      close(error);
      for (const query of waiting) query.reject(error);
    },
    firstError: () => first,
  };
}

/** What a use after the end is told. */
export function fenced(): DatabaseError {
  return new DatabaseError(
    'fenced',
    'This transaction has ended.',
    'Use the transaction only inside the function it was given to, and await every statement.',
  );
}
