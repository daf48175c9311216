import { type Checked, type Explanation, type Query, SourceError } from '@sluice/core';
import { narrowed } from './narrowed.ts';
import type { Session } from './session.ts';
import { turn } from './turns.ts';

/**
 * How one figure of a query came about, over the rows that the filters of the app let in. `except` names the asker's own dimension, as
 * in its query. Throws `SourceError` when the data cannot be reached.
 */
export const explain = async (
  session: Session,
  query: Query,
  measure: string,
  except?: string,
): Promise<Checked<Explanation>> => {
  await turn();
  const { source } = session;
  if (!source) throw new SourceError('unavailable', 'No source is open.', 'Wait until the data is there.');
  return source.explain(narrowed(query, session, except) ?? query, measure);
};
