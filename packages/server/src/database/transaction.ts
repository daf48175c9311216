import { DatabaseError, isConnectionLoss, sqlState, unavailable, unknownOutcome, worded } from './errors.ts';
import { fence, fenced, type Statements, type Tx } from './fence.ts';
import type { Line } from './line.ts';

/** The connection was gone before the transaction had begun: another one may be tried. */
export class NotBegun extends Error {
  constructor(cause: unknown) {
    super('The transaction has not begun.', { cause });
    this.name = 'NotBegun';
  }
}

/** How a transaction begins and how long it may be silent. */
export interface Opening {
  /** `begin …` and the settings of the transaction, in one message. */
  readonly text: string;
  readonly readOnly: boolean;
  /** After so many milliseconds without any answer the connection is given up: the database itself stops statements earlier. */
  readonly silence: number;
}

/**
 * Runs `work` in one transaction on one line and says what became of it: the value when it is committed; `NotBegun`;
 * `unavailable` (undone); `unknown_outcome` (the answer to the commit never came); `rolled_back` (a statement failed and `work`
 * went on all the same); else the error of `work`, undone. The line is usable afterwards unless it is lost.
 */
export async function runTransaction<T>(line: Line, opening: Opening, work: (tx: Tx) => Promise<T>): Promise<T> {
  await begin(line, opening);
  // the begun connection is free in the driver's list, so that this takes it and no other
  const session = await line.client.reserve();
  const sql = session as unknown as Statements;
  const watch = watchdog(line, opening.silence);
  const wall = fence(sql, watch.progress);
  try {
    const lost = new Promise<never>((_, reject) => {
      line.whenLost(() => {
        const error = unavailable();
        wall.abandon(error);
        reject(error);
      });
    });
    lost.catch(() => undefined);
    let value: T;
    try {
      value = await Promise.race([work(wall.tx), lost]);
    } catch (error) {
      wall.close(fenced());
      await rollback(line, sql, watch.progress);
      throw worded(error);
    }
    wall.close(fenced());
    await commit(line, sql, opening.readOnly, wall.firstError, watch.progress);
    return value;
  } finally {
    watch.progress(0);
    line.whenLost(undefined);
    if (!line.lost()) session.release();
  }
}

async function begin(line: Line, opening: Opening): Promise<void> {
  const watch = watchdog(line, Math.min(opening.silence, 5000));
  watch.progress(1);
  try {
    await line.client.unsafe(opening.text);
  } catch (error) {
    // the settings are in one message with `begin`: what failed may have left a transaction behind
    line.discard();
    const state = sqlState(error);
    if (state === '53300') throw worded(error);
    if (isConnectionLoss(error)) throw new NotBegun(error);
    if (state === '22023' || state === '42704' || state === '42501') {
      throw new DatabaseError(
        'not_ready',
        'The database is not set up for this server.',
        'Run "sluice migrate" with the role of the server.',
        error,
      );
    }
    throw worded(error);
  } finally {
    watch.progress(0);
  }
  if (line.lost()) throw new NotBegun(unavailable());
}

async function rollback(line: Line, sql: Statements, progress: (waiting: number) => void): Promise<void> {
  if (line.lost()) return;
  progress(1);
  try {
    await Promise.race([sql.unsafe('rollback'), whenGone(line)]);
  } catch {
    line.discard();
  } finally {
    progress(0);
  }
}

async function commit(
  line: Line,
  sql: Statements,
  readOnly: boolean,
  firstError: () => unknown,
  progress: (waiting: number) => void,
): Promise<void> {
  // lost before it was asked to commit: certainly undone
  if (line.lost()) throw unavailable();
  progress(1);
  let command: string;
  try {
    const answer = await Promise.race([sql.unsafe('commit'), whenGone(line)]);
    command = answer.command;
  } catch (error) {
    const refused = sqlState(error) !== undefined && !isConnectionLoss(error);
    if (refused) throw worded(error);
    line.discard();
    // nothing could be lost: what was read was read
    if (readOnly) return;
    throw unknownOutcome(error);
  } finally {
    progress(0);
  }
  if (command !== 'COMMIT') {
    const message = 'Nothing was written: a statement of the transaction had failed.';
    throw new DatabaseError(
      'rolled_back',
      message,
      'Let the error of a statement end the transaction, or use a savepoint.',
      firstError(),
    );
  }
}

function whenGone(line: Line): Promise<never> {
  return new Promise((_, reject) => {
    line.whenLost(() => reject(unavailable()));
  });
}

/** Gives a line up when statements wait and none has been answered for `silence` milliseconds. */
function watchdog(line: Line, silence: number): { readonly progress: (waiting: number) => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    progress: (waiting) => {
      clearTimeout(timer);
      timer = waiting > 0 ? setTimeout(line.discard, silence) : undefined;
    },
  };
}
