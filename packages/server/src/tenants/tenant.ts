import type { Overlay, Rights } from '@sluice/core';
import type { RoleDef } from '../auth/roles.ts';

/** A tenant as the server keeps it. */
export interface Tenant {
  /** UUID */
  readonly id: string;
  /** The short name in commands and tokens. */
  readonly name: string;
  readonly label: string;
  /** IANA zone: what "today" means. */
  readonly zone: string;
  /** ISO 4217 */
  readonly currency: string;
  readonly overlays: readonly Overlay[];
  /** What it says of its roles. */
  readonly roles: Readonly<Record<string, RoleDef>>;
  /** Counts the changes of what it keeps and of its roles. */
  readonly version: number;
  /** Nobody is let in. */
  readonly suspended: boolean;
}

/** A sender's place in a tenant, as the database said when the request came. */
export interface Standing {
  readonly tenant: Tenant;
  readonly rights: Rights;
}
