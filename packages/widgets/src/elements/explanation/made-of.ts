import {
  type Contribution,
  type Contributions,
  createFormat,
  encodeExplanation,
  encodeReckoned,
  type Explanation,
  explanationLines,
  type Query,
  type Source,
} from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { saveBlob } from '../../charts/picture.ts';
import { madeOfMessages } from '../../locales/messages/made-of.ts';
import { sayIn } from '../../locales/words.ts';
import { figureText } from '../kpi/figure-text.ts';

/** So many records are listed: those that bring most. */
const LISTED = 20;

/** The records that a figure is made of, as its source reckons them; null where it cannot. */
export const madeOf = async (source: Source, query: Query, measure: string): Promise<Contributions | null> => {
  const { entity, filters, where, search, asOf } = query;
  const told = await source.reckon?.({
    figure: 'contributions',
    entity,
    measure,
    ...(filters ? { filters } : {}),
    ...(where === undefined ? {} : { where }),
    ...(search === undefined ? {} : { search }),
    ...(asOf === undefined ? {} : { asOf }),
  });
  return told?.ok && told.value.figure === 'contributions' ? told.value.result : null;
};

/** An explanation as a file: what the figure means, what it is made of, what was left out and why. */
export const explanationFile = (
  explanation: Explanation,
  made: Contributions | null,
  format: 'csv' | 'json',
  language: string,
): File => {
  const name = `${explanation.measure.replace(/[^\p{L}\p{N}_.-]+/gu, '_')}.${format}`;
  if (format === 'csv')
    return new File(['\ufeff', ...explanationLines(explanation, made?.deals ?? [], language)], name, {
      type: 'text/csv',
    });
  const currency = explanation.currency ?? 'EUR';
  const figure = made && encodeReckoned({ figure: 'contributions', currency, result: made }).result;
  const body = { ...encodeExplanation(explanation), ...(figure ? { contributions: figure } : {}) };
  return new File([JSON.stringify(body, null, 2)], name, { type: 'application/json' });
};

/** What stands below an explanation: the records that bring most to the figure, and the ways to take it away. */
export const renderMadeOf = (explanation: Explanation, made: Contributions | null, locale: string): TemplateResult => {
  const say = sayIn(madeOfMessages, locale);
  const format = createFormat({ locale, currency: explanation.currency });
  const { unit, currency } = explanation;
  const written = (value: number): string =>
    figureText(format, { value, unit, ...(currency === undefined ? {} : { currency }) }, 'full');
  const counting = made?.deals.filter(({ contribution }) => contribution !== 0) ?? [];
  const shown = counting.slice(0, LISTED);
  const others = counting.slice(LISTED);
  const count = counting.length + (made?.rest.count ?? 0);
  const left = others.reduce((sum, one) => sum + one.contribution, made?.rest.contribution ?? 0);
  const row = ({ title, contribution }: Contribution): TemplateResult =>
    html`<li><span>${title}</span> <span class="number">${written(contribution)}</span></li>`;
  const take = (kind: 'csv' | 'json') => (): void => {
    const file = explanationFile(explanation, made, kind, locale);
    saveBlob(file, file.name);
  };
  return html`${
    count === 0
      ? nothing
      : html`<details part="deals">
            <summary>${say('title', { count })}</summary>
            <ol>
              ${shown.map(row)}
            </ol>
            ${count > shown.length ? html`<p class="muted">${say('others', { count: count - shown.length, amount: written(left) })}</p>` : nothing}
          </details>`
  }
    <p class="take" part="take">
      <button class="button" type="button" @click=${take('csv')}>${say('csv')}</button>
      <button class="button" type="button" @click=${take('json')}>${say('json')}</button>
    </p>`;
};
