import type { Answer, Cell, Field } from '@sluice/core';

/** A stage of a funnel: its key, and its row of the answer (null where no record stands in it). */
export interface StageRow {
  readonly key: Cell;
  readonly row: number | null;
}

const has = (answer: Answer, row: number): boolean =>
  answer.measures.some(({ values }) => values[row] !== null && values[row] !== 0);

/**
 * The stages of an answer in the order of their pipeline: the open ones always, even without records; closed ones and what stands in
 * no stage only where the measure speaks of them. A field without a pipeline gives its groups as they come.
 */
export const stageRows = (answer: Answer, field: Field | undefined): readonly StageRow[] => {
  const keys = answer.dimensions[0]?.values ?? [];
  const rowOf = (key: Cell): number | null => {
    const row = keys.indexOf(key);
    return row < 0 ? null : row;
  };
  const stages = field?.pipeline?.stages;
  const listed: readonly { readonly key: Cell; readonly always: boolean }[] = stages
    ? stages.map(({ key, outcome }) => ({ key, always: outcome === 'open' }))
    : (field?.options ?? []).map(({ key }) => ({ key, always: true }));
  const known = new Set(listed.map(({ key }) => key));
  const rest = keys
    .filter((key) => !known.has(key))
    .map((key) => ({ key, always: listed.length === 0 && key !== null }));
  return [...listed, ...rest].flatMap(({ key, always }) => {
    const row = rowOf(key);
    return always || (row !== null && has(answer, row)) ? [{ key, row }] : [];
  });
};
