import * as z from 'zod/mini';
import { bad, type Checked, good, issue } from '../issue.ts';
import { GRANULARITIES } from '../time.ts';
import { type ListQuery, OPERATORS, type Query } from './query.ts';

const LONGEST = 2000;
const MOST = 50;

const word = z.string().check(z.maxLength(LONGEST));
const words = z.array(word).check(z.maxLength(MOST));
const cell = z.union([word, z.number(), z.boolean(), z.null()]);
const condition = z.strictObject({
  field: word,
  op: z.enum(OPERATORS as unknown as readonly [string, ...string[]]),
  values: z.optional(z.array(cell).check(z.maxLength(1000))),
});
const selection = {
  entity: word,
  filters: z.optional(z.array(condition).check(z.maxLength(MOST))),
  where: z.optional(word),
  search: z.optional(word),
  asOf: z.optional(word),
  sort: z.optional(words),
};
const dimension = z.union([
  word,
  z.strictObject({ field: word, granularity: z.enum(GRANULARITIES as readonly [string, ...string[]]) }),
]);
const query = z.strictObject({
  ...selection,
  by: z.optional(z.array(dimension).check(z.maxLength(4))),
  measures: words,
  top: z.optional(z.number()),
  other: z.optional(z.boolean()),
  rates: z.optional(
    z.strictObject({ to: word, on: z.optional(word), rates: z.record(word, z.union([word, z.number()])) }),
  ),
});
const listQuery = z.strictObject({
  ...selection,
  limit: z.optional(z.number()),
  offset: z.optional(z.number()),
  cursor: z.optional(word),
});

/** `undefined` is not a value of JSON: what is absent stays absent, but for values, which `empty` and `filled` do not need. */
const readBy = <T>(schema: z.ZodMiniType, json: unknown): Checked<T> => {
  const read = schema.safeParse(json);
  if (read.success)
    return good(
      JSON.parse(
        JSON.stringify(read.data, (key, value: unknown) => (key === 'filters' ? withValues(value) : value)),
      ) as T,
    );
  return bad(
    read.error.issues.map((fault) =>
      issue(
        'not_a_query',
        fault.path.filter((step) => typeof step !== 'symbol'),
        { received: fault.message },
      ),
    ),
  );
};

const withValues = (filters: unknown): unknown =>
  Array.isArray(filters) ? filters.map((one: object) => ({ values: [], ...one })) : filters;

/** Reads a query from JSON: its shape only, the plan judges its words. */
export const readQuery = (json: unknown): Checked<Query> => readBy<Query>(query, json);

/** Reads the query of a list from JSON. */
export const readListQuery = (json: unknown): Checked<ListQuery> => readBy<ListQuery>(listQuery, json);
