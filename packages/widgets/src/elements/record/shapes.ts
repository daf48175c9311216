import type { Field } from '@sluice/core';
import type { Values } from './merge.ts';

const isBlank = (values: Values, name: string): boolean => (values[name] ?? null) === null || values[name] === '';

/** Fields as a form needs them beside what the model says; the same object for the same need, so that no entry is disturbed. */
export class Shapes {
  readonly #made = new Map<string, Field>();

  /**
   * An amount takes the currency that its record names. A new record may leave a required field blank where another field gives its
   * text: the company names the deal.
   */
  of(field: Field, values: Values, fresh: boolean): Field {
    const named = field.currencyField === undefined ? null : (values[field.currencyField] ?? null);
    const currency = typeof named === 'string' && named !== '' ? named : field.currency;
    const required = field.required && !(fresh && field.fallback.some((name) => !isBlank(values, name)));
    if (currency === field.currency && required === field.required) return field;
    const key = [field.entity, field.name, currency, required].join(' ');
    const made = this.#made.get(key) ?? { ...field, required, ...(currency === undefined ? {} : { currency }) };
    this.#made.set(key, made);
    return made;
  }
}
