import type { Blueprint, Change, Issue, Overlay, Rec, Source, Value } from '@sluice/core';
import type { Conflict } from '@sluice/core';
import type { Context } from 'hono';
import type { Identity } from '../auth/token.ts';

/** Who sent a request, and how they showed it. */
export interface Session extends Identity {
  readonly via: 'token' | 'cookie';
}

/** What the routes keep with a request. */
export interface Env {
  readonly Variables: { requestId: string; session: Session | null };
}

export type Ask = Context<Env>;

/** A tenant as its people know it. */
export interface Tenancy {
  readonly name: string;
  readonly label: string;
  readonly blueprint: Blueprint;
  readonly overlays: readonly Overlay[];
  /** The tenant's local day. */
  readonly today: string;
  readonly zone: string;
  readonly currency: string;
}

type Values = Readonly<Record<string, Value>>;

/** One write of several, in memory units. */
export type Operation =
  | { readonly op: 'create'; readonly entity: string; readonly id?: string; readonly values: Values }
  | {
      readonly op: 'change';
      readonly entity: string;
      readonly id: string;
      readonly version: number;
      readonly values: Values;
    }
  | { readonly op: 'remove'; readonly entity: string; readonly id: string; readonly version: number };

/** What became of several writes: all of them, or none and why (`at`: which one). */
export type BulkWritten =
  | { readonly ok: true; readonly records: readonly Rec[]; readonly issues: readonly Issue[] }
  | {
      readonly ok: false;
      readonly at: number;
      readonly issues: readonly Issue[];
      readonly conflict?: Conflict;
      readonly missing?: boolean;
    };

/** What the routes need of a source beside the port: journals, and several writes as one. */
export interface ServedSource extends Source {
  /** The latest first; empty for a record that never was. */
  readonly journalOf: (entity: string, id: string) => Promise<readonly Change[]>;
  readonly bulk: (operations: readonly Operation[]) => Promise<BulkWritten>;
}

/** Where the routes get a tenant's data and name from; null: there is no such tenant (any more). */
export interface Tenants {
  /** `cause`: what led to the writes, for the journal. */
  readonly sourceFor: (session: Session, cause: string) => Promise<ServedSource | null>;
  readonly tenancyOf: (session: Session) => Promise<Tenancy | null>;
}
