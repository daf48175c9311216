import {
  type Checked,
  bad,
  type Field,
  type Format,
  type Funnel,
  good,
  type ListQuery,
  type Source,
} from '@sluice/core';
import { css, html, type TemplateResult } from 'lit';
import { cohortMessages } from '../../locales/messages/cohort.ts';
import { type Say, sayIn } from '../../locales/words.ts';
import { type ExplainedFigure, toldFigure } from '../explanation/figures.ts';

/** Which deals a cohort is: those created in these days, all where there are none. */
export interface CohortAsked extends ListQuery {
  readonly from?: string;
  readonly to?: string;
}

/** Both readings of a pipeline, as whatever keeps the records reckons them from their histories. */
export const cohortIn = async (
  source: Source,
  { entity, filters, where, search, from, to }: CohortAsked,
): Promise<Checked<Funnel>> => {
  const told = await source.reckon?.({
    figure: 'funnel',
    entity,
    ...(filters ? { filters } : {}),
    ...(where === undefined ? {} : { where }),
    ...(search === undefined ? {} : { search }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
  if (!told || !told.ok) return told ?? bad([]);
  return told.value.figure === 'funnel' ? good(told.value.result) : bad([]);
};

/** What a reconciliation is written with. */
export interface CohortWords {
  readonly say: Say<typeof cohortMessages>;
  readonly stage: (key: string) => string;
  readonly number: (count: number) => string;
  readonly percent: (ratio: number | null) => string;
}

/** The words of a reconciliation, in the language of a format; `field` is that of the stages. */
export const cohortWords = (format: Format, field: Field | undefined): CohortWords => ({
  say: sayIn(cohortMessages, format.locale),
  stage: (key) => (field ? format.field(field, key) : key),
  number: (count) => format.number(count),
  percent: (ratio) => format.percentFromRatio(ratio, 0),
});

const NOW = ['here', 'beyond', 'back', 'won', 'lost', 'elsewhere'] as const;

/** The sentence of a cohort: how many it is, and how many of them were won. */
export const cohortSentence = ({ cohort, steps }: Funnel, { say, number, percent }: CohortWords): string => {
  const won = steps[0]?.now.won ?? 0;
  return say('sentence', { count: cohort, won: number(won), share: percent(cohort === 0 ? null : won / cohort) });
};

/**
 * The two readings side by side: of the deals that reached a stage where they are now, and of those that stand in it now which are of the
 * cohort. Each row adds up.
 */
export const renderReconciliation = (
  { steps, snapshot }: Funnel,
  { say, stage, number, percent }: CohortWords,
): TemplateResult => {
  const shown = NOW.filter((where) => steps.some(({ now }) => now[where] > 0));
  const standing = new Map(snapshot.map((one) => [one.stage, one]));
  const others = snapshot.some((one) => one.others > 0);
  return html`<p class="how">${say('caption')}</p>
  <div class="scroll" part="reconciliation" tabindex="0" role="group" aria-label=${say('reconciled')}><table class="reconciled">
    <thead>
      <tr>
        <th scope="col">${say('stage')}</th>
        <th scope="col">${say('reached')}</th>
        <th scope="col">${say('step')}</th>
        ${shown.map((where) => html`<th scope="col">${say(where)}</th>`)}
        <th scope="col">${say('snapshot')}</th>
        ${others ? html`<th scope="col">${say('others')}</th>` : ''}
      </tr>
    </thead>
    <tbody>
      ${steps.map(
        ({ stage: key, reached, step, now }) =>
          html`<tr>
            <th scope="row">${stage(key)}</th>
            <td>${number(reached)}</td>
            <td>${step.value === null ? '' : percent(step.value)}</td>
            ${shown.map((where) => html`<td>${number(now[where])}</td>`)}
            <td>${standing.has(key) ? number(standing.get(key)?.count ?? 0) : ''}</td>
            ${others ? html`<td>${standing.has(key) ? number(standing.get(key)?.others ?? 0) : ''}</td>` : ''}
          </tr>`,
      )}
    </tbody>
  </table></div>`;
};

/** What reached each stage, as it can be explained: where those deals are now. */
export const cohortFigures = (funnel: Funnel, { say, stage, number }: CohortWords): readonly ExplainedFigure[] =>
  funnel.steps.map(({ stage: key, reached, now }) =>
    toldFigure({
      name: `${say('reached')}: ${stage(key)}`,
      value: reached,
      unit: 'count',
      currency: null,
      definition: say('caption'),
      formula: NOW.filter((where) => now[where] > 0)
        .map((where) => `${number(now[where])} ${say(where)}`)
        .join(' + '),
      population: funnel.cohort,
      leftOut: [{ reason: 'not_meant', condition: stage(key), count: funnel.cohort - reached }],
    }),
  );

/** How the reconciliation looks. */
export const partStyles = css`
  .how {
    margin: calc(var(--_space) * 4) 0 calc(var(--_space) * 2);
    color: var(--_muted);
    font-size: 0.929em;
    text-wrap: pretty;
  }
  .reconciled {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.929em;
    font-variant-numeric: tabular-nums;
  }
  .reconciled th,
  .reconciled td {
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
    border-block-end: 1px solid var(--_border);
    font-weight: 400;
    text-align: end;
  }
  .reconciled thead th {
    color: var(--_muted);
    vertical-align: bottom;
  }
  .reconciled tr > :first-child {
    padding-inline-start: 0;
    text-align: start;
  }
  .reconciled tr > :last-child {
    padding-inline-end: 0;
  }
`;
