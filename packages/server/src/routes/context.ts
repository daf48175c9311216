import type { Blueprint, Overlay, Rights } from '@sluice/core';
import type { Context } from 'hono';
import type { Identity } from '../auth/token.ts';
import type { FeedPlace } from '../feed/feed.ts';
import type { Once } from '../idempotency/once.ts';
import type { ImportDesk } from '../imports/desk.ts';
import type { ServedSource } from '../records/served.ts';
import type { Standing } from '../tenants/tenant.ts';

export type { BulkWritten, Operation, ServedSource } from '../records/served.ts';

/** Somebody who signed in by e-mail and password. */
export interface SignedIn {
  /** UUID of the person. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** UUID of the session. */
  readonly session: string;
}

/** Who sent a request, and how they showed it. */
export interface Session extends Identity {
  readonly via: 'token' | 'cookie';
  /** Their place in the tenant, as it was when the request came; looked up where it is left out. */
  readonly standing?: Standing;
  readonly person?: SignedIn;
  /** Sees nothing but the records whose owner is the user with this e-mail address. */
  readonly own?: string;
  /** A widget on a page of this origin: sees only these rows (in the form that addresses have), and writes nothing. */
  readonly embed?: { readonly origin: string; readonly filters: string };
}

/** What the routes keep with a request. */
export interface Env {
  readonly Variables: {
    requestId: string;
    session: Session | null;
    /** Where people open the server, where the configuration says so: an origin. */
    url?: string;
    /** The SHA-256 of the body, once it is read, of a request with an Idempotency-Key. */
    bodyDigest?: string;
    /** The code of the problem that the request was refused with. */
    refusal?: string;
  };
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
  /** What whoever asks may do. */
  readonly rights?: Rights;
}

/** Where the routes get a tenant's data and name from; null: there is no such tenant (any more). */
export interface Tenants {
  /** `cause`: what led to the writes, for the journal. `once`: whether they may have happened already. */
  readonly sourceFor: (session: Session, cause: string, once?: Once) => Promise<ServedSource | null>;
  /** Files on their way into a tenant's records, and back out. */
  readonly importsFor: (session: Session, once?: Once) => Promise<ImportDesk | null>;
  /** What somebody follows in the change feed. */
  readonly feedFor?: ((session: Session) => Promise<FeedPlace | null>) | undefined;
  readonly tenancyOf: (session: Session) => Promise<Tenancy | null>;
  /** The place of a sender; null when there is no such tenant, or no such role of it. Without it roles are the built-in ones. */
  readonly standingOf?: ((session: Session) => Promise<Standing | null>) | undefined;
}
