import type { Field } from '../model/index.ts';
import { guarded, listed } from './guard.ts';
import { numberText } from './number-text.ts';

/**
 * The text of a JSON value, so that a cell with it is read as that value: percent of a field that is one with its sign, lists with bars,
 * texts with the apostrophe that they would lose.
 */
export function jsonCell(value: unknown, field?: Field): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return field?.kind === 'percent' ? `${numberText(value)}%` : numberText(value);
  if (typeof value === 'string') return guarded(value);
  if (typeof value === 'object' && field?.kind === 'json') return JSON.stringify(value);
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null))
    return listed(value.map((one) => jsonCell(one)));
  return JSON.stringify(value);
}
