import type { Entity, Rec, Source, Written } from '@sluice/core';
import { entriesOf } from './draft.ts';
import { sameValue, type Values } from './merge.ts';

/** So often a change is set upon a newer version that touched other fields only. */
const ATTEMPTS = 3;

/** Whether somebody else wrote something else into the fields of a patch since they were seen. */
export function isOvertaken(entity: Entity, patch: Values, seen: Rec, now: Rec): boolean {
  const [before, after] = [entriesOf(entity, seen), entriesOf(entity, now)];
  return Object.entries(patch).some(([name, value]) => {
    const there = after[name] ?? null;
    return !sameValue(before[name] ?? null, there) && !sameValue(there, value);
  });
}

/**
 * Writes a few fields of a record as it was `seen`, upon a newer version where others changed other fields only; else it is a conflict
 * and nothing is written. `upon` is the version that was written upon, or that stands in the way.
 */
export async function rewrite(
  { source, entity }: { readonly source: Source; readonly entity: Entity },
  patch: Values,
  { seen, upon: first = seen }: { readonly seen: Rec; readonly upon?: Rec },
): Promise<{ readonly written: Written; readonly upon: Rec }> {
  let upon = first;
  for (let attempt = 1; ; attempt += 1) {
    const written = await source.change(entity.name, upon.id, patch, { version: upon.version });
    const stored = written.ok ? undefined : written.conflict?.stored;
    if (!stored || attempt === ATTEMPTS || isOvertaken(entity, patch, seen, stored)) return { written, upon };
    upon = stored;
  }
}
