import { bad, type Checked, good, type Issue, issue } from '../issue.ts';
import { type Condition, type ListQuery, OPERATORS, type Operator, type Selection } from './query.ts';

// The URL form of a question: `?stage=won&stage=lost&amount[gte]=1000&sector=&sort=-amount,client&q=acme&limit=50&cursor=…&asOf=2017-09-30`.
// A parameter is a field or a path; an operator stands in brackets; a parameter that comes again adds a value; no value is "blank".

/** Parameters of an address, in order: what `URLSearchParams` gives and takes. */
export type Parameters = Iterable<readonly [string, string]>;

const WORDS = new Set(['sort', 'q', 'where', 'limit', 'offset', 'cursor', 'asOf']);
const PARAMETER = /^([\w.]+)(?:\[(\w+)\])?$/;

const isOperator = (word: string): word is Operator => (OPERATORS as readonly string[]).includes(word);
const isBare = (op: Operator): boolean => op === 'empty' || op === 'filled';

/** The filters of an address; other parameters of the language are passed over, what is neither is an issue. */
export const filtersFromAddress = (parameters: Parameters): Checked<readonly Condition[]> => {
  const found = new Map<string, { field: string; op: Operator; values: (string | null)[] }>();
  const issues: Issue[] = [];
  for (const [name, value] of parameters) {
    if (WORDS.has(name)) continue;
    const [, field = '', word = 'in'] = PARAMETER.exec(name) ?? [];
    if (field === '' || !isOperator(word)) {
      const remedy = `Write a field, or a field with one of ${OPERATORS.join(', ')} in brackets: amount[gte]=1000.`;
      issues.push(issue('not_a_query', [name], { received: name, remedy }));
      continue;
    }
    const key = `${field}[${word}]`;
    const condition = found.get(key) ?? { field, op: word, values: [] };
    found.set(key, condition);
    if (!isBare(word)) condition.values.push(value === '' ? null : value);
  }
  return issues.length > 0 ? bad(issues) : good([...found.values()]);
};

/** Filters and search as parameters of an address; the inverse of `filtersFromAddress`. */
export const filtersToAddress = ({
  filters = [],
  search = '',
}: Pick<Selection, 'filters' | 'search'>): readonly (readonly [string, string])[] => [
  ...filters.flatMap(({ field, op, values }): readonly (readonly [string, string])[] => {
    const name = op === 'in' && !WORDS.has(field) ? field : `${field}[${op}]`;
    if (isBare(op)) return [[name, '']];
    return values.map((value) => [name, value === null ? '' : String(value)] as const);
  }),
  ...(search === '' ? [] : [['q', search] as const]),
];

const numberIn = (given: ReadonlyMap<string, string>, name: string, issues: Issue[]): number | undefined => {
  const text = given.get(name);
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  issues.push(issue('not_a_limit', [name], { expected: 'a whole number', received: text }));
  return undefined;
};

/** Reads the question of a list from an address. */
export const queryFromAddress = (parameters: Parameters, entity: string): Checked<ListQuery> => {
  const all = [...parameters];
  const given = new Map(all);
  const filters = filtersFromAddress(all);
  const issues: Issue[] = [...filters.issues];
  const limit = numberIn(given, 'limit', issues);
  const offset = numberIn(given, 'offset', issues);
  if (!filters.ok || issues.length > 0) return bad(issues);
  const sort = (given.get('sort') ?? '').split(/[\s,]+/).filter((word) => word !== '');
  const where = given.get('where');
  const search = given.get('q');
  const asOf = given.get('asOf');
  const cursor = given.get('cursor');
  return good({
    entity,
    ...(filters.value.length > 0 ? { filters: filters.value } : {}),
    ...(where === undefined || where === '' ? {} : { where }),
    ...(search === undefined || search === '' ? {} : { search }),
    ...(asOf === undefined || asOf === '' ? {} : { asOf }),
    ...(sort.length > 0 ? { sort } : {}),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
    ...(cursor === undefined || cursor === '' ? {} : { cursor }),
  });
};

/** The question of a list as parameters of an address; the inverse of `queryFromAddress`. */
export const addressOf = (query: ListQuery): readonly (readonly [string, string])[] => {
  const { where = '', asOf = '', sort = [], limit, offset, cursor = '' } = query;
  const words: readonly (readonly [string, string])[] = [
    ['where', where],
    ['asOf', asOf],
    ['sort', sort.join(',')],
    ['limit', limit === undefined ? '' : String(limit)],
    ['offset', offset === undefined ? '' : String(offset)],
    ['cursor', cursor],
  ];
  return [...filtersToAddress(query), ...words.filter(([, value]) => value !== '')];
};
