import { bad, type Checked, good } from '../issue.ts';
import { UNKNOWN } from '../format/index.ts';
import { categories, categoryOf, forecast, ownCategory } from '../forecast/index.ts';
import { type Facts, factsOf, stageOf } from '../pipeline/index.ts';
import type { Rec } from '../records/index.ts';
import { type Asker, askerOf, type ReportWish } from './ask.ts';
import { figuresPart, gathered, listPart, type Parts, stagesPart } from './dashboard-report.ts';
import type { Report, ReportFigure } from './report.ts';

const FIGURES = ['amount.won', 'weighted.open', 'amount.open', 'winRate', 'conversion', 'deal.average.won', 'velocity'];
/** Records that a forecast of a report is made of at most. */
const MOST = 20_000;
const PAGE = 1000;
const QUARTERS = 8;

interface Open extends Facts {
  readonly probability: number | null;
  readonly record: Rec;
}

/** Open and won records of the selection, page by page; `total` counts them all. */
const readOpen = async (ask: Asker): Promise<Checked<{ readonly rows: readonly Open[]; readonly total: number }>> => {
  const { entity, moment } = ask.wish;
  const stage = entity.stage?.name ?? '';
  const rows: Open[] = [];
  let total = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Asker['list']>> = await ask.list({
      where: `${stage}.open or ${stage}.won`,
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
    });
    if (!page.ok) return bad(page.issues);
    if (cursor === null) ({ total } = page.value);
    for (const record of page.value.items) {
      const facts = factsOf(entity, record, moment.zone);
      const said = entity.parts.probability === undefined ? null : record.values[entity.parts.probability];
      const chance = typeof said === 'number' ? said : (stageOf(entity, facts.stage)?.probability ?? null);
      rows.push({ ...facts, record, probability: chance });
    }
    cursor = page.value.items.length === 0 ? null : page.value.next;
  } while (cursor !== null && rows.length < MOST);
  return good({ rows, total });
};

/** What the open deals will come to: the exact distribution's levels, the categories, and what is left out. */
const forecastPart = async (ask: Asker): Parts => {
  const { entity, format, quota } = ask.wish;
  if (!entity.stage || entity.parts.amount === undefined) return good([]);
  const read = await readOpen(ask);
  if (!read.ok) return bad(read.issues);
  const { rows, total } = read.value;
  const open = rows.filter(({ outcome }) => outcome === 'open');
  const currency = rows.find((row) => row.currency !== null)?.currency ?? undefined;
  const money = (minor: number | null): string => (minor === null ? UNKNOWN : format.money(minor, currency));
  const found = forecast(
    {
      amount: open.map(({ amount }) => amount),
      probability: open.map(({ probability }) => probability),
      currency: open.map((row) => row.currency),
    },
    { exact: true, ...(quota === undefined ? {} : { quota }) },
  );
  const { say } = ask;
  const figures: ReportFigure[] = (
    [
      ['middle', found.value?.p50],
      ['cautious', found.value?.p10],
      ['hopeful', found.value?.p90],
      ['mean', found.value?.mean],
    ] as const
  ).map(([word, value]) => ({ label: say(word), value: money(value ?? null) }));
  if (quota !== undefined)
    figures.push({
      label: say('chance', { quota: money(quota) }),
      value: format.percentFromRatio(found.value?.atLeast ?? null, 0),
    });
  const missing = (found.value?.leftOut ?? []).reduce((sum, { count }) => sum + count, 0);
  const notes = [
    ...(found.value === null ? [say('unknown', { reason: found.reason })] : []),
    ...(missing > 0 ? [say('leftOut', { count: format.number(missing) })] : []),
    ...(total > rows.length ? [say('tooMany', { count: format.number(rows.length) })] : []),
  ];
  const sorted = categories({
    amount: rows.map(({ amount }) => amount),
    category: rows.map(({ stage, record }) => categoryOf(stageOf(entity, stage), ownCategory(entity, record))),
    currency: rows.map((row) => (row.amount === null ? null : row.currency)),
  });
  return good([
    { kind: 'figures', title: say('forecast'), figures },
    ...notes.map((text) => ({ kind: 'text', text }) as const),
    {
      kind: 'table',
      title: say('categories'),
      columns: [
        { label: say('category') },
        { label: say('alone'), number: true },
        { label: say('cumulative'), number: true },
      ],
      rows: (['closed', 'commit', 'bestCase', 'pipeline'] as const).map((name) => [
        say(name),
        money(sorted.value?.single[name].amount ?? null),
        name === 'commit' || name === 'bestCase' ? money(sorted.value?.cumulative[name].amount ?? null) : '',
      ]),
    },
  ]);
};

/** What was closed in each of the last quarters. */
const quartersPart = async (ask: Asker): Parts => {
  const { closed } = ask.wish.entity.parts;
  const ids = ['amount.won', 'deal.average.won', 'winRate'].filter(ask.has);
  if (closed === undefined || ids.length === 0) return good([]);
  const answer = await ask.measure({
    by: [{ field: closed, granularity: 'quarter' }],
    measures: ids,
    where: `${closed} <= today()`,
  });
  if (!answer.ok) return bad(answer.issues);
  const { dimensions, measures, length } = answer.value;
  const places = Array.from({ length }, (_, at) => at)
    .filter((at) => dimensions[0]?.values[at] !== null)
    .slice(-QUARTERS);
  return good([
    {
      kind: 'table',
      title: ask.say('quarters'),
      columns: [{ label: ask.say('quarter') }, ...ids.map((id) => ({ label: ask.metric(id), number: true }))],
      rows: places.map((at) => [ask.key(dimensions[0], at), ...measures.map((column) => ask.text(column, at))]),
    },
  ]);
};

/**
 * The report that a board reads: what was won, what the open deals will come to with its range, the categories, the last eight quarters,
 * the stages and the largest open deals. `quota` in minor units adds the chance of reaching it.
 */
export const boardReport = async (wish: ReportWish): Promise<Checked<Report>> => {
  const ask = askerOf(wish);
  const { entity } = wish;
  const { amount, expected, owner, probability } = entity.parts;
  const stage = entity.stage?.name;
  const open = stage === undefined ? 'true' : `${stage}.open`;
  return gathered(
    ask,
    ask.say('board'),
    [
      figuresPart(ask, FIGURES),
      forecastPart(ask),
      quartersPart(ask),
      stagesPart(ask),
      amount === undefined
        ? Promise.resolve(good([]))
        : listPart(ask, ask.say('largest'), { where: `${open} and ${amount} > 0`, sort: [`-${amount}`] }, [
            entity.title.name,
            stage,
            amount,
            probability,
            expected,
            owner,
          ]),
    ],
    FIGURES,
  );
};
