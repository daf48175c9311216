import { parseArgs } from 'node:util';
import {
  type Answer,
  type Checked,
  encodeAnswer,
  encodeReckoned,
  filtersFromAddress,
  type Issue,
  readQuery,
  readReckonQuery,
  type ReckonAnswer,
  RECKONINGS,
} from '@sluice/core';
import type { Config } from '../config.ts';
import { isDatabaseError } from '../database/errors.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { answerLines, reckonedLines } from './figure-lines.ts';
import { type ImportsAt, serverAt, tenantsIn } from './imports.ts';
import { failed, failure, type Said, told } from './said.ts';

const OPTIONS = {
  entity: { type: 'string', default: 'deal' },
  tenant: { type: 'string', default: 'demo' },
  by: { type: 'string' },
  where: { type: 'string' },
  filter: { type: 'string', multiple: true },
  search: { type: 'string' },
  'as-of': { type: 'string' },
  compare: { type: 'string' },
  granularity: { type: 'string' },
  sort: { type: 'string' },
  top: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'due-from': { type: 'string' },
  'due-to': { type: 'string' },
  outcome: { type: 'string' },
  days: { type: 'string' },
  within: { type: 'string' },
  enough: { type: 'string' },
  currency: { type: 'string' },
  rate: { type: 'string', multiple: true },
  'rates-on': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];

/** What is asked of the API: the address below its base, and the body. */
interface Question {
  readonly path: '/query' | '/figures';
  readonly body: Readonly<Record<string, unknown>>;
}

/** An answer on the wire. */
type Told = { readonly answer: Answer } | { readonly reckoned: ReckonAnswer };

const wordsOf = (text = ''): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== '');
const sentence = ({ message, remedy }: Pick<Issue, 'message' | 'remedy'>): string =>
  remedy === undefined ? message : `${message} ${remedy}`;
const present = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
/** Words that are no number go as they are: whoever answers says what is wrong with them. */
const numberIn = (text: string | undefined): number | string | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : text;

/** The words of the command as the question that the API is asked. */
const questionOf = (figures: readonly string[], values: Values): Checked<Question> => {
  const parameters = (values.filter ?? []).flatMap((one) => [...new URLSearchParams(one.replaceAll('+', '%2B'))]);
  const filters = filtersFromAddress(parameters);
  if (!filters.ok) return filters;
  const { entity, where, search, by, granularity, outcome } = values;
  const rates = (values.rate ?? []).map((one) => one.split('=', 2));
  const selection = {
    entity,
    rates:
      values.currency === undefined
        ? undefined
        : present({ to: values.currency, on: values['rates-on'], rates: Object.fromEntries(rates) }),
    where,
    search,
    asOf: values['as-of'],
    filters: filters.value.length > 0 ? filters.value : undefined,
  };
  const [first = '', ...others] = figures;
  const reckoned = others.length === 0 && RECKONINGS.some((one) => one === first);
  const measures = { measures: figures, by: wordsOf(by), sort: wordsOf(values.sort), top: numberIn(values.top) };
  if (!reckoned && values.compare === undefined)
    return { ok: true, value: { path: '/query', body: present({ ...selection, ...measures }) }, issues: [] };
  const compare = values.compare === 'last-year' ? 'lastYear' : values.compare;
  const body = {
    ...selection,
    ...(reckoned ? { figure: first } : { figure: 'compare', measure: first }),
    compare,
    granularity,
    by,
    outcome,
    from: values.from,
    to: values.to,
    dueFrom: values['due-from'],
    dueTo: values['due-to'],
    days: numberIn(values.days),
    within: numberIn(values.within),
    enough: numberIn(values.enough),
  };
  return { ok: true, value: { path: '/figures', body: present(body) }, issues: [] };
};

const fromDatabase = async (
  database: OpenDatabase,
  at: ImportsAt,
  { path, body }: Question,
): Promise<Told | string> => {
  const { tenants, names } = await tenantsIn(database, at);
  const { tenant, actor } = at;
  const source = await tenants.sourceFor({ tenant, role: 'viewer', actor, via: 'token' }, 'figures');
  if (!source) return `There is no tenant ${tenant}; there are ${names.join(', ')}.`;
  const said = (issues: readonly Issue[]): string => issues.map(sentence).join('\n');
  if (path === '/query') {
    const query = readQuery(body);
    const answer = query.ok ? await source.measure(query.value) : query;
    return answer.ok ? { answer: encodeAnswer(answer.value, source.model) } : said(answer.issues);
  }
  const query = readReckonQuery(body);
  if (!query.ok) return said(query.issues);
  const answer = await source.reckon?.(query.value);
  return answer?.ok ? { reckoned: encodeReckoned(answer.value) } : said(answer?.issues ?? []);
};

const fromServer = async (at: ImportsAt, { path, body }: Question): Promise<Told | string | null> => {
  const server = await serverAt(at);
  if (!server) return null;
  const answer = await fetch(`${server.origin}/api/v1${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.ok)
    return path === '/query'
      ? { answer: (await answer.json()) as Answer }
      : { reckoned: (await answer.json()) as ReckonAnswer };
  const { detail = '', remedy = '' } = (await answer.json()) as { readonly detail?: string; readonly remedy?: string };
  return `${detail} ${remedy}`.trim();
};

const shown = (found: Told | string, asJson: boolean): Said => {
  if (typeof found === 'string') return failed(found);
  if (asJson) return told(`${JSON.stringify('answer' in found ? found.answer : found.reckoned, null, 2)}\n`);
  const lines = 'answer' in found ? answerLines(found.answer) : reckonedLines(found.reckoned);
  return told(`${lines.join('\n')}\n`);
};

/**
 * `sluice figures NAME…`: metrics and expressions of the records that are kept, by dimensions, as of a day, against another period; or one of
 * the figures that take a history. From the database, or through the server that runs and holds it; `--json` is what the API answers.
 */
export const figuresCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return failed(`${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`, 2);
  }
  const { values, positionals } = parsed;
  if (positionals.length === 0)
    return failed('Which figure? For example: sluice figures amount.won --by owner; or sluice figures waterfall.', 2);
  if (values.compare !== undefined && !['previous', 'last-year'].includes(values.compare))
    return failed(`--compare is previous or last-year; ${values.compare} is neither.`, 2);
  if (values.compare !== undefined && positionals.length > 1)
    return failed(`One figure at a time is compared; these are ${positionals.length}.`, 2);
  if (values.rate !== undefined && values.currency === undefined)
    return failed('In which currency? For example: --currency EUR --rate USD=0.92.', 2);
  const question = questionOf(positionals, values);
  if (!question.ok) return failed(question.issues.map(sentence).join('\n'), 2);
  const at: ImportsAt = { config, now, tenant: values.tenant, actor: 'owner' };
  let database: OpenDatabase | undefined;
  try {
    try {
      database = await openDatabase({ address: config.database, folder: config.data });
    } catch (error) {
      const found = isDatabaseError(error, 'already_running') ? await fromServer(at, question.value) : null;
      if (found === null) throw error;
      return shown(found, values.json);
    }
    return shown(await fromDatabase(database, at, question.value), values.json);
  } catch (error) {
    return failure(error);
  } finally {
    await database?.close();
  }
};
