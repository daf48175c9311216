import {
  addDays,
  bad,
  type Change,
  instantFromLocal,
  issue,
  type ReckonQuery,
  type Source,
  type Written,
} from '@sluice/core';

const refused = async (): Promise<Written> => ({
  ok: false,
  issues: [
    issue('read_only', [], {
      message: 'What was is not changed any more.',
      remedy: 'Go back to today and change it there.',
    }),
  ],
});

/** A source with its journal at hand. */
type Keeping = Source & { readonly journal: () => readonly Change[] };

/**
 * A source that speaks of the end of a past day, whatever it is asked: every list, record and figure is that of the day, unless a question
 * names another. Nothing can be written to it.
 */
export const pastSource = (source: Source, asOf: string, zone: string): Source => {
  const end = Date.parse(instantFromLocal(addDays(asOf, 1), '00:00:00', zone));
  const journal =
    'journal' in source
      ? { journal: () => (source as Keeping).journal().filter(({ at }) => Date.parse(at) < end) }
      : {};
  return {
    ...source,
    ...journal,
    writable: false,
    list: (query) => source.list({ asOf, ...query }),
    get: (entity, id, options) => source.get(entity, id, { asOf, ...options }),
    measure: (query) => source.measure({ asOf, ...query }),
    explain: (query, measure) => source.explain({ asOf, ...query }, measure),
    ...(source.reckon
      ? { reckon: async (query: ReckonQuery) => (await source.reckon?.({ asOf, ...query })) ?? bad([]) }
      : {}),
    create: refused,
    change: refused,
    remove: refused,
  };
};
