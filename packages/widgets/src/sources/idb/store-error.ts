import { SourceError } from '@sluice/core';

/** The names of an error and of those inside it: Dexie wraps what the browser says, once or several times. */
const namesIn = (error: unknown, depth = 0): readonly string[] => {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  const { name, inner, failures } = error as { name?: unknown; inner?: unknown; failures?: unknown };
  const own = typeof name === 'string' ? [name] : [];
  const first: unknown = Array.isArray(failures) ? failures[0] : undefined;
  return [...own, ...namesIn(inner, depth + 1), ...namesIn(first, depth + 1)];
};

const said = (code: string, message: string, remedy: string, cause: unknown): SourceError =>
  Object.assign(new SourceError(code, message, remedy), { cause });

/** Another window, with an older Sluice, holds the data. */
export const blockedError = (): SourceError =>
  new SourceError(
    'blocked',
    'Another window of this page holds the data in an older form.',
    'Close the other windows of this page and try again.',
  );

/** What a failure of the browser's database means for a person. `quota`, `no_store`, `newer_store`, `store_failed`. */
export const storeError = (cause: unknown): SourceError => {
  if (cause instanceof SourceError) return cause;
  const names = namesIn(cause);
  const is = (...some: readonly string[]): boolean => some.some((name) => names.includes(name));
  if (is('QuotaExceededError'))
    return said(
      'quota',
      'There is no room left on this device: nothing of this was saved.',
      'Make room on the device, or export the data and erase it here.',
      cause,
    );
  if (is('VersionError'))
    return said(
      'newer_store',
      'The data on this device was written by a newer version of this page.',
      'Load the page again.',
      cause,
    );
  if (is('MissingAPIError', 'SecurityError', 'MissingApiError'))
    return said(
      'no_store',
      'This browser keeps no data for this page.',
      'Leave the private window, or allow the page to keep data.',
      cause,
    );
  return said(
    'store_failed',
    'The data on this device cannot be reached.',
    'Load the page again; what was saved before is still there.',
    cause,
  );
};

/** Runs a piece of work on the browser's database. Throws `SourceError` alone. */
export const keeping = async <T>(work: PromiseLike<T>): Promise<T> => {
  try {
    return await work;
  } catch (cause) {
    throw storeError(cause);
  }
};
