import type { Blueprint, Overlay } from '@sluice/core';
import type { Context } from 'hono';
import type { Identity } from '../auth/token.ts';
import type { ImportDesk } from '../imports/desk.ts';
import type { ServedSource } from '../records/served.ts';

export type { BulkWritten, Operation, ServedSource } from '../records/served.ts';

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

/** Where the routes get a tenant's data and name from; null: there is no such tenant (any more). */
export interface Tenants {
  /** `cause`: what led to the writes, for the journal. */
  readonly sourceFor: (session: Session, cause: string) => Promise<ServedSource | null>;
  /** Files on their way into a tenant's records, and back out. */
  readonly importsFor: (session: Session) => Promise<ImportDesk | null>;
  readonly tenancyOf: (session: Session) => Promise<Tenancy | null>;
}
