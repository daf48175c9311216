import type { Selection } from '@sluice/core';
import type { Session } from './session.ts';

/** A question with the filters and the search of the app added to its own. */
export const narrowed = <S extends Selection>(question: S | null, session: Session, except?: string): S | null => {
  if (question === null) return null;
  const shared = session.selectionFor(question.entity, except);
  const filters = [...(question.filters ?? []), ...shared.filters];
  const search = [question.search ?? '', shared.search].filter((words) => words !== '').join(' ');
  const { filters: _filters, search: _search, ...rest } = question;
  // the spread keeps every other key of S
  return {
    ...rest,
    ...(filters.length === 0 ? {} : { filters }),
    ...(search === '' ? {} : { search }),
  } as unknown as S;
};
