import {
  bad,
  type Checked,
  decimalFromMinor,
  exponent,
  type Field,
  good,
  issue,
  type Json,
  type Value,
} from '@sluice/core';
import { instantFromLocal, localFromInstant } from './local-time.ts';
import { plainDecimal, shownDecimal } from './numbers.ts';

/** How people here write: language, and the zone of their clock. */
export interface Writing {
  readonly locale: string;
  readonly zone: string;
}

/** The text that an input of this field holds for a value in memory units: what a person would have typed. Unknown is ''. */
export function entryText(field: Field, value: Value, { locale, zone }: Writing): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.join(', ');
  switch (field.kind) {
    case 'money':
      return typeof value === 'number' ? shownDecimal(decimalOf(value, exponent(field.currency ?? 'EUR')), locale) : '';
    case 'percent':
      return typeof value === 'number' ? shownDecimal(decimalOf(value, 2).replace(/(\.\d)0$/, '$1'), locale) : '';
    case 'number':
      return typeof value === 'number'
        ? new Intl.NumberFormat(locale, { numberingSystem: 'latn', maximumFractionDigits: 15 }).format(value)
        : '';
    case 'instant':
      return typeof value === 'string' ? localFromInstant(value, zone) : '';
    case 'json':
      return JSON.stringify(value, null, 2);
    default:
      return typeof value === 'object' ? JSON.stringify(value) : `${value}`;
  }
}

/** Reads what a person typed into the value it means, in memory units; blank is null. The issues are those of the field's kind. */
export function readEntry(field: Field, text: string, { locale, zone }: Writing): Checked<Value> {
  const path = [field.name];
  if (text.trim() === '') return good(null);
  switch (field.kind) {
    case 'money':
    case 'percent':
    case 'number':
      return field.rules.decode(plainDecimal(text, locale) ?? text, field, path);
    case 'tags':
      return field.rules.decode(listOf(text), field, path);
    case 'link':
      return field.rules.decode(field.many ? listOf(text) : text.trim(), field, path);
    case 'flag':
      return field.rules.decode(text === 'true', field, path);
    case 'instant': {
      const instant = instantFromLocal(text, zone);
      return instant === null
        ? bad([issue('not_instant', path, { received: text })])
        : field.rules.decode(instant, field, path);
    }
    case 'json':
      try {
        return field.rules.decode(JSON.parse(text), field, path);
      } catch {
        return bad([issue('not_json', path, { received: text.slice(0, 80) })]);
      }
    default:
      return field.rules.decode(text, field, path);
  }
}

/** What a form sends for a value: as on the wire; several values under one name; nothing for a flag that is off. */
export function formValue(field: Field, name: string, value: Value): FormData | string | null {
  const wire: Json = value === null ? null : field.rules.encode(value, field);
  if (wire === null || wire === false) return field.kind === 'flag' ? null : '';
  if (typeof wire !== 'object') return String(wire);
  if (field.kind === 'json') return JSON.stringify(wire);
  const data = new FormData();
  for (const one of Array.isArray(wire) ? wire : []) data.append(name, String(one));
  return data;
}

/** Minor units as a decimal without decimals that say nothing: 300 000 → `3000`, 55 → `0.55`. */
function decimalOf(minor: number, places: number): string {
  const decimal = decimalFromMinor(minor, places);
  return minor % 10 ** places === 0 ? (decimal.split('.')[0] ?? decimal) : decimal;
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
