import { UNKNOWN } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import type { forecastMessages } from '../../locales/messages/forecast.ts';
import type { Say } from '../../locales/words.ts';
import { SHOWN } from './explained.ts';
import type { OutlookAnswer } from './outlook.ts';

/** What the tables of a forecast are written with. */
export interface Tables {
  readonly say: Say<typeof forecastMessages>;
  readonly dealWord: string;
  readonly money: (value: number | null, look?: 'short' | 'full') => string;
  readonly chance: (ratio: number | null) => string;
  readonly why: (reason: string | null) => string;
  /** Asks the page to open a deal. */
  readonly open: (id: string) => void;
}

/** The forecast categories, alone and cumulative, unweighted. */
export const renderCategories = (
  { categories: { value, reason } }: OutlookAnswer,
  { say, money, why }: Tables,
): TemplateResult => {
  if (value === null) return html`<section><p class="note">${why(reason)}</p></section>`;
  const { single, cumulative } = value;
  const heap = {
    closed: single.closed,
    commit: cumulative.commit,
    bestCase: cumulative.bestCase,
    pipeline: null,
  };
  return html`<section part="categories">
    <h4>${say('categories')}</h4>
    <div class="scroll" tabindex="0" role="group" aria-label=${say('categories')}><table>
      <thead>
        <tr>
          <th scope="col">${say('category')}</th>
          <th scope="col">${say('single')}</th>
          <th scope="col">${say('cumulative')}</th>
        </tr>
      </thead>
      <tbody>
        ${SHOWN.map(
          (name) =>
            html`<tr>
              <th scope="row">${say(name)}</th>
              <td title=${money(single[name].amount, 'full')}>${money(single[name].amount)}</td>
              <td>${heap[name] ? money(heap[name].amount) : nothing}</td>
            </tr>`,
        )}
      </tbody>
        <tfoot>
          <tr>
            <th scope="row">${say('open')}</th>
            <td></td>
            <td>${money(cumulative.open.amount)}</td>
          </tr>
        </tfoot>
    </table></div>
  </section>`;
};

/** The deals whose loss would cost most. */
export const renderEffects = (
  { effects, quota }: OutlookAnswer,
  { say, dealWord, money, chance, open }: Tables,
): TemplateResult | typeof nothing => {
  if (effects.length === 0) return nothing;
  const heads =
    quota === null
      ? ([say('middleLost'), say('middleWon')] as const)
      : ([say('chanceLost'), say('chanceWon')] as const);
  const told = ({ p50, atLeast }: { readonly p50: number; readonly atLeast: number | null }): string =>
    quota === null ? money(p50) : chance(atLeast);
  return html`<section part="effects">
    <h4>${say('effects')}</h4>
    <div class="scroll" tabindex="0" role="group" aria-label=${say('effects')}><table>
      <thead>
        <tr>
          <th scope="col">${dealWord}</th>
          <th scope="col">${say('ifLost')}</th>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${effects.map(
          ({ deal, cost, lost, won }) =>
            html`<tr>
              <th scope="row">
                <button class="link" type="button" @click=${() => open(deal.id)}>${deal.title || UNKNOWN}</button>
              </th>
              <td title=${money(cost, 'full')}>${money(cost)}</td>
              <td>${told(lost)}</td>
              <td>${told(won)}</td>
            </tr>`,
        )}
      </tbody>
    </table></div>
  </section>`;
};
