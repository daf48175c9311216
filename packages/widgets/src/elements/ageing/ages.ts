import { COLD_AFTER, idleOf, openStages, stageHistories, touchesOf } from '@sluice/core';
import type { DealRow, Deals } from '../../controllers/deals.ts';

/** How long nobody touched a deal, in spans of days; `unknown` where nobody can say. */
export const SPANS = ['week', 'month', 'quarter', 'longer', 'unknown'] as const;
export type AgeSpan = (typeof SPANS)[number];

/** An open deal and how long nobody touched it. */
export interface AgedDeal {
  readonly deal: DealRow;
  /** Whole days; null where nobody knows. */
  readonly days: number | null;
  /** Cold when the days are more than this. */
  readonly limit: number;
  readonly cold: boolean;
}

/** The open deals of a stage. */
export interface AgedStage {
  readonly stage: string;
  readonly spans: Readonly<Record<AgeSpan, number>>;
  readonly cold: number;
  readonly count: number;
}

/** Open deals by stage and idle time. */
export interface Ages {
  readonly stages: readonly AgedStage[];
  /** Cold deals, the longest untouched first. */
  readonly coldest: readonly AgedDeal[];
  readonly open: number;
  readonly cold: number;
  readonly journal: boolean;
  readonly read: number;
  readonly total: number;
}

const COLDEST = 10;

const spanOf = (days: number | null): AgeSpan => {
  if (days === null) return 'unknown';
  if (days <= 7) return 'week';
  if (days <= 30) return 'month';
  return days <= 90 ? 'quarter' : 'longer';
};

/**
 * How long nobody touched the open deals, by stage: since the later of the last touch (an entry of the journal, else the last writing of
 * the record) and the entry into the stage.
 */
export const agesOf = ({ entity, rows, total, moment, journal }: Deals, limit = COLD_AFTER): Ages => {
  const open = rows.filter(({ outcome }) => outcome === 'open');
  const ids = new Set(open.map(({ id }) => id));
  const changes = (journal ?? []).filter(({ id }) => ids.has(id));
  const touches = touchesOf(entity, changes);
  const histories = stageHistories(entity, { changes, records: open.map(({ record }) => record) }, moment);
  const aged = open.map((deal): AgedDeal => {
    const history = histories.get(deal.id);
    const touched = touches.get(deal.id)?.last ?? deal.record.updatedAt;
    if (!history) return { deal, days: null, limit, cold: false };
    const { days, limit: most, cold } = idleOf(entity, history, touched, moment, limit);
    return { deal, days: days.value, limit: most, cold };
  });
  const stages = openStages(entity).map(({ key }): AgedStage => {
    const here = aged.filter(({ deal }) => deal.stage === key);
    const spans = { week: 0, month: 0, quarter: 0, longer: 0, unknown: 0 };
    for (const { days } of here) spans[spanOf(days)] += 1;
    return { stage: key, spans, cold: here.filter(({ cold }) => cold).length, count: here.length };
  });
  const cold = aged.filter((one) => one.cold);
  return {
    stages,
    coldest: cold
      .toSorted((a, b) => (b.days ?? 0) - (a.days ?? 0) || (a.deal.id < b.deal.id ? -1 : 1))
      .slice(0, COLDEST),
    open: open.length,
    cold: cold.length,
    journal: journal !== null,
    read: rows.length,
    total,
  };
};
