import { type ComparedFigure, compareFigure, type Format, type Period, UNKNOWN } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { deltaMessages } from '../../locales/messages/delta.ts';
import { sayIn } from '../../locales/words.ts';
import { figureText } from './figure.ts';

export { compareFigure };

/** The size of a change in words: in per cent; shares by points, and what was nothing by the amount. */
const sizeOf = ({ unit, currency, change, ratio }: ComparedFigure, format: Format): string => {
  const size = Math.abs(change.value ?? 0);
  if (unit === 'ratio' || unit === 'percent')
    return sayIn(deltaMessages, format.locale)('points', {
      change: format.number(size * (unit === 'ratio' ? 100 : 0.01), 1),
    });
  if (ratio.value !== null) return format.percentFromRatio(Math.abs(ratio.value), 1);
  return figureText(format, { value: size, unit, ...(currency === undefined ? {} : { currency }) }, 'short');
};

/** A figure against that of another period: an arrow and the size for the eye, a sentence for the ear; a reason where there is nothing to compare.
 * `ofPeriod`: the figure is that of the running period, whose days are said too. */
export const renderDelta = (compared: ComparedFigure, format: Format, ofPeriod: boolean): TemplateResult => {
  const { spans, change, before, unit, currency } = compared;
  const say = sayIn(deltaMessages, format.locale);
  if (!spans) return html`<p class="delta" part="delta">${UNKNOWN} <span class="muted">${say('noPeriod')}</span></p>`;
  const { from, to } = spans.before;
  const daysOf = (span: Period): string =>
    span.from === span.to ? format.date(span.from) : `${format.date(span.from)} – ${format.date(span.to)}`;
  const days = daysOf({ from, to });
  const running = ofPeriod ? html`<span class="muted">${daysOf(spans.now)}:</span> ` : nothing;
  if (change.value === null)
    return html`<p class="delta" part="delta">${running}${UNKNOWN} <span class="muted">${say('none', { days })}</span></p>`;
  const size = sizeOf(compared, format);
  const way = change.value > 0 ? 'up' : change.value < 0 ? 'down' : 'same';
  const was = figureText(format, { value: before, unit, ...(currency === undefined ? {} : { currency }) }, 'full');
  const sign = { up: '▲ +', down: '▼ −', same: '= ' }[way];
  return html`<p class="delta ${way}" part="delta">
    ${running}<span class="spoken">${say(way, { change: size, days, before: was })}</span>
    <span aria-hidden="true"><strong>${sign}${size}</strong> <span class="muted">${say('against', { days })}</span></span>
  </p>`;
};
