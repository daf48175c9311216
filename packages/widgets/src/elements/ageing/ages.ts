import { type AgedDeal, type Ages, type Checked, bad, good } from '@sluice/core';
import type { Deals } from '../../controllers/deals.ts';

/** So many cold deals are listed. */
const COLDEST = 10;

/** A cold deal, and how it is called. */
export interface ColdDeal extends AgedDeal {
  readonly title: string;
}

/** Open deals by stage and idle time, and the coldest of them. */
export interface Ageing extends Ages {
  readonly coldest: readonly ColdDeal[];
  /** How the deals are called. */
  readonly titles: Readonly<Record<string, string>>;
}

/**
 * How long nobody touched the open deals, as whatever keeps the records reckons it: with its journal, in the page or on the server.
 */
export const ageingOf = async (
  { source, query, rows }: Pick<Deals, 'source' | 'query' | 'rows'>,
  limit: number,
): Promise<Checked<Ageing>> => {
  const { entity, filters, where, search } = query;
  const told = await source.reckon?.({
    figure: 'idle',
    entity,
    days: Math.max(1, Math.round(limit)),
    ...(filters ? { filters } : {}),
    ...(where === undefined ? {} : { where }),
    ...(search === undefined ? {} : { search }),
  });
  if (!told || !told.ok) return told ?? bad([]);
  if (told.value.figure !== 'idle') return bad([]);
  const ages = told.value.result;
  const titles = Object.fromEntries(rows.map(({ id, title }) => [id, title]));
  const coldest = ages.deals
    .filter(({ cold }) => cold)
    .slice(0, COLDEST)
    .map((deal) => ({ ...deal, title: titles[deal.id] ?? '' }));
  return good({ ...ages, coldest, titles });
};
