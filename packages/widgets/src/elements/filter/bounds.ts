import { type Condition, type Entity, type Field, isDate } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { filterMessages } from '../../locales/messages/filter.ts';
import type { Say } from '../../locales/words.ts';
import { plainDecimal, shownDecimal } from '../field/numbers.ts';
import { afterPress, isRange, quickRanges } from './ranges.ts';

/** What a panel with a lower and an upper bound knows and does. */
export interface Bounds {
  readonly field: Field;
  /** The name that the filters have for it: a field, or a path. */
  readonly path: string;
  readonly entity: Entity;
  readonly filters: readonly Condition[];
  readonly today: string;
  readonly locale: string;
  readonly currency: string;
  readonly say: Say<typeof filterMessages>;
  readonly set: (filters: readonly Condition[]) => void;
}

type Bound = 'gte' | 'lte';

/** Filters with a bound of a field put in place of the one it had; none when there is no value. */
export function withBound(
  filters: readonly Condition[],
  field: string,
  op: Bound,
  value: string | number | null,
): readonly Condition[] {
  const strict = op === 'gte' ? 'gt' : 'lt';
  const others = filters.filter((one) => one.field !== field || (one.op !== op && one.op !== strict));
  return value === null ? others : [...others, { field, op, values: [value] }];
}

const boundOf = ({ filters, path }: Bounds, op: Bound): string => {
  const value = filters.find((one) => one.field === path && one.op === op)?.values[0];
  return value === undefined || value === null ? '' : String(value);
};

/** From and to, and the ranges that are one press away. */
export function dateBounds(bounds: Bounds): TemplateResult {
  const { field, path, entity, filters, today, say, set } = bounds;
  const ranges = path === field.name ? quickRanges(field, entity, today) : [];
  const held = ranges.find((range) => isRange(range, filters));
  const take =
    (op: Bound) =>
    (event: Event): void => {
      if (!(event.target instanceof HTMLInputElement)) return;
      const { value } = event.target;
      // a year is typed digit by digit: 0002, 0020, 0202, 2025
      if (value !== '' && (!isDate(value) || value < '1000')) return;
      const before = held?.conditions.some(({ field: other }) => other !== path)
        ? afterPress(held, ranges, filters)
        : filters;
      set(withBound(before, path, op, value === '' ? null : value));
    };
  return html`${
    ranges.length === 0
      ? nothing
      : html`<div class="ranges" role="group" aria-label=${say('quick')}>
            ${ranges.map(
              (range) =>
                html`<button
                  class="chip"
                  type="button"
                  aria-pressed=${range === held ? 'true' : 'false'}
                  @click=${() => set(afterPress(range, ranges, filters))}
                >
                  ${say(range.name)}
                </button>`,
            )}
          </div>`
  }
    <div class="bounds dates">
      <label
        >${say('from')}<input class="input" id="from" type="date" .value=${live(boundOf(bounds, 'gte'))} @change=${take('gte')}
      /></label>
      <label
        >${say('to')}<input class="input" id="to" type="date" .value=${live(boundOf(bounds, 'lte'))} @change=${take('lte')}
      /></label>
    </div>`;
}

/** What could not be read as a number, by bound. */
export type Unread = Readonly<Partial<Record<Bound, string>>>;

/** Least and most, as somebody of the language writes numbers. */
export function numberBounds(bounds: Bounds, unread: Unread, misread: (unread: Unread) => void): TemplateResult {
  const { field, path, filters, locale, say, set } = bounds;
  const sign =
    field.unit === 'money' ? ` (${field.currency ?? bounds.currency})` : field.unit === 'percent' ? ' (%)' : '';
  const take =
    (op: Bound) =>
    (event: Event): void => {
      if (!(event.target instanceof HTMLInputElement)) return;
      const text = event.target.value.trim();
      const plain = text === '' ? null : plainDecimal(text, locale);
      const { [op]: _, ...others } = unread;
      misread(text !== '' && plain === null ? { ...others, [op]: text } : others);
      if (text === '' || plain !== null) set(withBound(filters, path, op, plain));
    };
  const entry = (op: Bound, label: string): TemplateResult => {
    const wrong = unread[op];
    const value = boundOf(bounds, op);
    const shown = wrong ?? (/^-?\d+(\.\d+)?$/.test(value) ? shownDecimal(value, locale) : value);
    return html`<label
      >${label}${sign}<input
        class="input"
        id=${op}
        type="text"
        inputmode="decimal"
        autocomplete="off"
        aria-invalid=${wrong === undefined ? nothing : 'true'}
        aria-describedby=${wrong === undefined ? nothing : 'wrong'}
        .value=${live(shown)}
        @change=${take(op)}
    /></label>`;
  };
  const [text] = Object.values(unread);
  return html`<div class="bounds">${entry('gte', say('least'))}${entry('lte', say('most'))}</div>
    ${text === undefined ? nothing : html`<p class="wrong" id="wrong" role="alert">${say('notANumber', { text })}</p>`}`;
}
