import type { Granularity } from '@sluice/core';
import { html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { SluiceElement } from '../../element.ts';
import { kpiMessages } from '../../locales/messages/kpi.ts';
import { type FigureLook, wordsOf } from '../kpi/figure.ts';
import { kpiRowStyles } from './kpi-row.styles.ts';

/** A word of the list: a measure, or a metric with another beside it (`conversion+winRate`). */
const cardOf = (word: string): { readonly measure: string; readonly beside: string } => {
  const [, measure = word, beside = ''] = /^([\w.]+)\+([\w.]+)$/.exec(word) ?? [];
  return { measure, beside };
};

/**
 * Key figures side by side, the first one largest; under each other where there is no room. A measure that has groups (the count of
 * each stage) shows them as a small list.
 *
 * @tag sluice-kpi-row
 * @fires {CustomEvent<KpiExplainDetail>} sluice-kpi-explain - somebody wants a figure explained; prevented, the explanation stays closed
 * @csspart base - the list of cards
 * @csspart card - each `sluice-kpi`
 */
export class SluiceKpiRow extends SluiceElement {
  static override styles = [SluiceElement.styles, kpiRowStyles];

  /** Metrics, separated by spaces; `conversion+winRate` puts the second beside the first. */
  @property() measures = 'weighted.open deal.average conversion+winRate stage.count';
  /** The entity measured; the one that the filters of the app are about when left out. */
  @property() entity = '';
  /** An expression that rows must satisfy, beside the filters of the app. */
  @property() where = '';
  /** A period (`month`): each figure by it, as a small line. */
  @property() trend = '';
  /** With what each figure is compared: `previous`, as many days of the period before, or `last-year`, up to the same date. */
  @property() compare: '' | 'previous' | 'last-year' = '';
  /** The period that is compared, with `compare`. */
  @property() granularity: Granularity = 'month';
  /** `short` (`115,3 k€`) or `full` (`115 270 €`). */
  @property({ attribute: 'format' }) look: FigureLook = 'short';
  /** What the row is called, for screen readers. */
  @property() label = '';

  protected override render() {
    const cards = wordsOf(this.measures).map(cardOf);
    if (cards.length === 0) return nothing;
    return html`<ul part="base" aria-label=${this.label || this.say(kpiMessages)('row')}>
      ${cards.map(
        ({ measure, beside }, at) =>
          html`<li>
            <sluice-kpi
              part="card"
              exportparts="name,value,beside,delta,groups,error"
              .app=${this.app}
              .locale=${this.locale}
              .entity=${this.entity}
              .where=${this.where}
              .measure=${measure}
              .beside=${beside}
              .trend=${this.trend}
              .compare=${this.compare}
              .granularity=${this.granularity}
              .look=${this.look}
              .large=${at === 0}
            ></sluice-kpi>
          </li>`,
      )}
    </ul>`;
  }
}
