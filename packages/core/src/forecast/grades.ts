import type { Entity } from '../model/index.ts';
import { type Facts, openStages, type StageHistory, stageOf } from '../pipeline/index.ts';
import { type Calibration, calibration, type Observation, type StageRate, stageRates } from './calibration.ts';
import type { Figured } from './chances.ts';

/** How the probabilities of stages held. */
export interface Grades {
  readonly curve: Figured<Calibration>;
  readonly stages: readonly StageRate[];
  /** Closed deals that were graded. */
  readonly closed: number;
  /** Stays in a stage that are a guess: nobody kept the history of the deal. */
  readonly assumed: number;
}

/**
 * Each closed deal is an observation of every open stage it passed, at the probability that is configured there now. Stages without
 * `enough` closed deals are not judged. Source: issue 5, "probabilities that grade themselves".
 */
export const gradesOf = (
  entity: Entity,
  deals: readonly Facts[],
  histories: ReadonlyMap<string, StageHistory>,
  { enough = 10 }: { readonly enough?: number } = {},
): Grades => {
  const closed = deals.filter(({ outcome }) => outcome === 'won' || outcome === 'lost');
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
    closed: closed.length,
    assumed,
  };
};
