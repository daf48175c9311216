import type { Value } from '../kinds/index.ts';

/** Who overrode a following field, and when. */
export interface Override {
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

/**
 * A record: system columns and values in memory units. Stored fields only; derived ones are computed by `derive` or the frame.
 * A following field (`probability`) is null while it follows; what a source hands out went through `present`, where it is filled in.
 */
export interface Rec {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly overrides: Readonly<Record<string, Override>>;
  readonly values: Readonly<Record<string, Value>>;
}

/** One journal entry: the fields that changed, before and after. `before` null is a creation, `after` null a removal. */
export interface Change {
  readonly tenant: string;
  readonly at: string;
  readonly actor: string;
  /** What led to it: a request, an import, a job. */
  readonly cause: string;
  readonly entity: string;
  readonly id: string;
  readonly version: number;
  readonly before: Readonly<Record<string, Value>> | null;
  readonly after: Readonly<Record<string, Value>> | null;
}
