import {
  calibration,
  type Calibration,
  type Figured,
  type Observation,
  openStages,
  stageHistories,
  stageOf,
  type StageRate,
  stageRates,
} from '@sluice/core';
import type { Deals } from '../../controllers/deals.ts';

/** How the probabilities of stages held. */
export interface Grades {
  readonly curve: Figured<Calibration>;
  readonly stages: readonly StageRate[];
  /** Stays in a stage that are a guess. */
  readonly assumed: number;
  readonly read: number;
  readonly total: number;
}

/**
 * Each closed deal is an observation of every open stage it passed, at the probability that is configured there. What passed which stage is
 * read from the journal; without one only the first stage is known, as a guess.
 */
export const gradesOf = ({ entity, rows, moment, journal, total }: Deals, enough: number): Grades => {
  const closed = rows.filter(({ outcome }) => outcome === 'won' || outcome === 'lost');
  const ids = new Set(closed.map(({ id }) => id));
  const changes = (journal ?? []).filter(({ entity: name, id }) => name === entity.name && ids.has(id));
  const histories = stageHistories(entity, { changes, records: closed.map(({ record }) => record) }, moment);
  let assumed = 0;
  const observations = closed.flatMap(({ id, outcome }): readonly Observation[] => {
    const passed = new Map<string, boolean>();
    for (const { stage, assumed: guess } of histories.get(id)?.intervals ?? [])
      if (stageOf(entity, stage)?.outcome === 'open') passed.set(stage, guess && (passed.get(stage) ?? true));
    return [...passed].map(([stage, guess]) => {
      if (guess) assumed += 1;
      return { stage, probability: stageOf(entity, stage)?.probability ?? null, won: outcome === 'won' };
    });
  });
  return {
    curve: calibration(observations),
    stages: stageRates(openStages(entity), observations, { enough }),
    assumed,
    read: rows.length,
    total,
  };
};
