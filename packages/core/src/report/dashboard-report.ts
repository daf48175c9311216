import { bad, type Checked, good, type Issue } from '../issue.ts';
import { diffDays } from '../time.ts';
import { UNKNOWN } from '../format/index.ts';
import { labelIn } from '../kinds/index.ts';
import { metricsOf } from '../metrics/index.ts';
import { type MeasureColumn, OTHER } from '../query/index.ts';
import { type Asker, askerOf, type ReportWish } from './ask.ts';
import type { Report, ReportFigure, ReportPart } from './report.ts';

/** Rows of a list in a report: the rest is counted. */
const ROWS = 20;
const BARS = 8;
const FIGURES = ['weighted.open', 'amount.open', 'amount.won', 'deal.average', 'winRate', 'conversion', 'count'];

/** Parts of a report, or why they cannot be made. */
export type Parts = Promise<Checked<readonly ReportPart[]>>;

const RIGHT_TO_LEFT = /^(ar|dv|fa|he|iw|ps|sd|ug|ur|yi)\b/i;

/** The headline figures: those of the list that the entity has. */
export const figuresPart = async (ask: Asker, ids: readonly string[] = FIGURES): Parts => {
  const measures = ids.filter(ask.has);
  if (measures.length === 0) return good([]);
  const answer = await ask.measure({ measures });
  if (!answer.ok) return bad(answer.issues);
  const figures = answer.value.measures.map((column, at): ReportFigure => {
    const reason = column.reasons?.[0];
    const value = ask.text(column, 0);
    const label = ask.metric(measures[at] ?? '');
    return value === UNKNOWN && reason ? { label, value, note: ask.say('unknown', { reason }) } : { label, value };
  });
  return good([{ kind: 'figures', figures }]);
};

/** Number and amount in each stage, in the order of the pipeline. */
export const stagesPart = async (ask: Asker): Parts => {
  const { entity } = ask.wish;
  const { amount } = entity.parts;
  if (!entity.stage) return good([]);
  const sum = amount === undefined ? [] : [`sum(${amount})`];
  const query = { measures: ['count()', ...sum] };
  const [answer, total] = [await ask.measure({ ...query, by: [entity.stage.name] }), await ask.measure(query)];
  if (!answer.ok) return bad(answer.issues);
  if (!total.ok) return bad(total.issues);
  const { dimensions, measures, length } = answer.value;
  return good([
    {
      kind: 'table',
      title: ask.say('stages'),
      columns: [
        { label: ask.field(entity.stage.name) },
        { label: ask.say('records'), number: true },
        ...(amount === undefined ? [] : [{ label: ask.field(amount), number: true }]),
      ],
      rows: Array.from({ length }, (_, at) => [
        ask.key(dimensions[0], at),
        ...measures.map((column) => ask.text(column, at)),
      ]),
      total: [ask.say('total'), ...total.value.measures.map((column) => ask.text(column, 0))],
    },
  ]);
};

const numbersOf = (column: MeasureColumn | undefined): readonly number[] =>
  (column?.values ?? []).map((value) => (typeof value === 'number' ? value : 0));

/** A measure by a dimension, as bars; by a period in its order, else the largest first. */
export const barsPart = async (ask: Asker, by: string, measure: string, where?: string): Parts => {
  const [field = by, granularity] = by.split(':');
  const periods = granularity === 'month' || granularity === 'quarter';
  if (!ask.has(measure) || !ask.wish.entity.field(field)) return good([]);
  const answer = await ask.measure({
    by: [periods ? { field, granularity } : field],
    measures: [measure],
    ...(where === undefined ? {} : { where }),
    ...(periods ? {} : { sort: [`-${measure}`], top: BARS, other: true }),
  });
  if (!answer.ok) return bad(answer.issues);
  const { dimensions, measures, length } = answer.value;
  const numbers = numbersOf(measures[0]);
  const longest = Math.max(0, ...numbers);
  if (length === 0) return good([]);
  return good([
    {
      kind: 'bars',
      title: ask.say('by', { measure: ask.metric(measure), by: ask.field(field) }),
      bars: Array.from({ length }, (_, at) => ({
        label:
          dimensions[0]?.values[at] === OTHER && at === length - 1 ? ask.say('others') : ask.key(dimensions[0], at),
        value: ask.text(measures[0], at),
        share: longest === 0 ? 0 : Math.max(0, numbers[at] ?? 0) / longest,
      })),
    },
  ]);
};

/** A list of records with some of their fields. */
export const listPart = async (
  ask: Asker,
  title: string,
  query: { readonly where: string; readonly sort: readonly string[] },
  names: readonly (string | undefined)[],
  late = false,
): Parts => {
  const { entity, moment } = ask.wish;
  const page = await ask.list({ ...query, limit: ROWS });
  if (!page.ok) return bad(page.issues);
  const { items, total, titles } = page.value;
  const fields = names.flatMap((name) => (name === undefined ? [] : (entity.field(name) ?? [])));
  const due = entity.parts.expected;
  if (items.length === 0) return good([{ kind: 'table', title, columns: [], rows: [], note: ask.say('nothing') }]);
  const rows = items.map((record) => {
    const day = due === undefined ? null : record.values[due];
    const days = late && typeof day === 'string' ? [String(diffDays(day, moment.today))] : [];
    return [...fields.map((field) => ask.value(field, record, titles)), ...days];
  });
  const rest = total - items.length;
  return good([
    {
      kind: 'table',
      title,
      columns: [
        ...fields.map((field) => ({
          label: ask.field(field.name),
          number: field.unit === 'money' || field.unit === 'percent',
        })),
        ...(late ? [{ label: ask.say('days'), number: true }] : []),
      ],
      rows,
      ...(rest > 0 ? { note: ask.say('more', { count: ask.wish.format.number(rest) }) } : {}),
    },
  ]);
};

/** Puts the parts of a report below one another; the first that cannot be made is told instead. */
export const gathered = async (
  ask: Asker,
  title: string,
  parts: readonly Parts[],
  ids: readonly string[],
): Promise<Checked<Report>> => {
  const { entity, format, moment, owner, filtered } = ask.wish;
  const done = await Promise.all(parts);
  const issues: readonly Issue[] = done.flatMap((one) => (one.ok ? [] : one.issues));
  if (issues.length > 0) return bad(issues);
  const day = format.date(ask.wish.selection.asOf ?? moment.today, 'long');
  const words = [owner, labelIn(entity.plural, format.locale), ask.say('asOf', { day })];
  return good({
    title,
    subtitle: [...words, ...(filtered ? [ask.say('filtered', { what: filtered })] : [])].join(' · '),
    locale: format.locale,
    rightToLeft: RIGHT_TO_LEFT.test(format.locale),
    parts: done.flatMap((one) => (one.ok ? one.value : [])),
    definitions: metricsOf(entity).flatMap((metric) =>
      ids.includes(metric.id) && metric.note !== undefined
        ? [{ term: labelIn(metric.label, format.locale), meaning: labelIn(metric.note, format.locale) }]
        : [],
    ),
  });
};

/**
 * The dashboard as a report: the headline figures, the stages, what is open by sector, owner and month, what is overdue, and the
 * largest. Asks the source; every figure is the registry's own. Parts that the entity has no fields for are left out.
 */
export const dashboardReport = async (wish: ReportWish): Promise<Checked<Report>> => {
  const ask = askerOf(wish);
  const { entity } = wish;
  const { amount, expected, owner, probability } = entity.parts;
  const stage = entity.stage?.name;
  const open = stage === undefined ? 'true' : `${stage}.open`;
  const shown = [entity.title.name, stage, amount, probability, expected, owner];
  const measure = ask.has('amount.open') ? 'amount.open' : 'count';
  return gathered(
    ask,
    ask.say('dashboard'),
    [
      figuresPart(ask),
      stagesPart(ask),
      entity.field('sector') ? barsPart(ask, 'sector', measure) : Promise.resolve(good([])),
      owner === undefined ? Promise.resolve(good([])) : barsPart(ask, owner, measure),
      expected === undefined
        ? Promise.resolve(good([]))
        : barsPart(
            ask,
            `${expected}:month`,
            'weighted.open',
            `${expected} >= today() - 31 and ${expected} <= today() + 365`,
          ),
      expected === undefined
        ? Promise.resolve(good([]))
        : listPart(
            ask,
            ask.say('overdue'),
            { where: `${open} and ${expected} < today()`, sort: [expected] },
            shown,
            true,
          ),
      amount === undefined
        ? Promise.resolve(good([]))
        : listPart(ask, ask.say('largest'), { where: `${open} and ${amount} > 0`, sort: [`-${amount}`] }, shown),
    ],
    FIGURES,
  );
};
