import { randomUUID } from 'node:crypto';
import type { Json } from '@sluice/core';
import type { Description, Schema } from './document.ts';

/** The least that fits a schema. */
export const leastOf = (schema: Schema, { follow }: Pick<Description, 'follow'>): Json => {
  const one = follow(schema);
  if ('const' in one) return one['const'] ?? null;
  if (Array.isArray(one['enum'])) return (one['enum'] as readonly Json[])[0] ?? null;
  for (const word of ['oneOf', 'anyOf', 'allOf'])
    if (Array.isArray(one[word])) return leastOf((one[word] as readonly Schema[])[0] ?? {}, { follow });
  const type = Array.isArray(one['type']) ? (one['type'] as readonly Json[])[0] : one['type'];
  if (type === 'object') {
    const properties = (one['properties'] ?? {}) as Readonly<Record<string, Schema>>;
    const required = (one['required'] ?? []) as readonly string[];
    return Object.fromEntries(required.map((name) => [name, leastOf(properties[name] ?? {}, { follow })]));
  }
  if (type === 'array') return [];
  if (type === 'integer' || type === 'number') return typeof one['minimum'] === 'number' ? one['minimum'] : 1;
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  if (one['format'] === 'uuid') return randomUUID();
  if (one['format'] === 'email') return 'somebody@example.com';
  if (one['format'] === 'date') return '2025-01-15';
  if (one['format'] === 'date-time') return '2025-01-15T09:00:00Z';
  if (one['format'] === 'uri') return 'https://example.com';
  return 'something at all that is long';
};

/** A value as an address says it. */
export const wordOf = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
