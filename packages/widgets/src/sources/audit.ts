import type { Json } from '@sluice/core';
import type { Answered, Asking } from './answered.ts';
import { isObject, unreadableError } from './failure.ts';

type Values = Readonly<Record<string, Json>>;

/** One thing that was done in a tenant. Values are as on the wire; null: there was nothing before, or is nothing after. */
export interface AuditEntry {
  /** ISO instant */
  readonly at: string;
  readonly actor: string;
  /** What led to it: a request, an import, a job. */
  readonly cause: string;
  /** An entity of the model, or `tenant.people`, `tenant.roles`, `tenant.settings`. */
  readonly entity: string;
  readonly id: string;
  readonly before: Values | null;
  readonly after: Values | null;
}

/** Which part of the journal. Days are `YYYY-MM-DD` of the tenant's zone; `to` is not part of it. */
export interface AuditQuery {
  readonly entity?: string;
  readonly actor?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
}

/** A page of it, the latest first. */
export interface AuditPage {
  readonly items: readonly AuditEntry[];
  readonly next: string | null;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const valuesIn = (value: unknown): Values | null => (isObject(value) ? (value as Values) : null);

/** A page of what was done in the tenant. */
export const auditFrom = (ask: Asking, query: AuditQuery): Promise<Answered<AuditPage>> => {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return ask('get', `journal?${new URLSearchParams(said as [string, string][]).toString()}`, ({ json }) => {
    const items = isObject(json) ? json['items'] : null;
    if (!isObject(json) || !Array.isArray(items)) throw unreadableError('What came back is not a journal.');
    return {
      next: typeof json['next'] === 'string' ? json['next'] : null,
      items: items.filter(isObject).map((one) => ({
        at: text(one['at']),
        actor: text(one['actor']),
        cause: text(one['cause']),
        entity: text(one['entity']),
        id: text(one['id']),
        before: valuesIn(one['before']),
        after: valuesIn(one['after']),
      })),
    };
  });
};
