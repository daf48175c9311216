import { bad, type Checked, good, type Grades } from '@sluice/core';
import type { Deals } from '../../controllers/deals.ts';

/** How the probabilities of stages held, as whatever keeps the records reckons it: with its journal, in the page or on the server. */
export const gradesIn = async (
  { source, query }: Pick<Deals, 'source' | 'query'>,
  enough: number,
): Promise<Checked<Grades>> => {
  const { entity, filters, where, search } = query;
  const told = await source.reckon?.({
    figure: 'calibration',
    entity,
    enough,
    ...(filters ? { filters } : {}),
    ...(where === undefined ? {} : { where }),
    ...(search === undefined ? {} : { search }),
  });
  if (!told || !told.ok) return told ?? bad([]);
  return told.value.figure === 'calibration' ? good(told.value.result) : bad([]);
};
