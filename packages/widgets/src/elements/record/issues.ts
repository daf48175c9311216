import { type Entity, type Issue, labelIn, type Model } from '@sluice/core';
import type { recordMessages } from '../../locales/messages/record.ts';
import type { Say } from '../../locales/words.ts';

/** Issues by the field they speak of. */
export function issuesByField(entity: Entity, issues: readonly Issue[]): ReadonlyMap<string, readonly Issue[]> {
  const found = new Map<string, readonly Issue[]>();
  for (const one of issues) {
    const name = fieldOf(entity, one);
    if (name !== null) found.set(name, [...(found.get(name) ?? []), one]);
  }
  return found;
}

/** What is wrong with a record as a whole, in sentences of a locale: refused by a rule, still linked to. */
export function wholeIssues(
  { model, entity, locale }: { readonly model: Model; readonly entity: Entity; readonly locale: string },
  issues: readonly Issue[],
  say: Say<typeof recordMessages>,
): readonly string[] {
  return issues
    .filter((one) => one.severity === 'error' && fieldOf(entity, one) === null)
    .map((one) => {
      if (one.code === 'still_linked') {
        const other = model.find(String(one.path[0] ?? ''));
        const count = Number(one.params?.['count'] ?? one.received ?? 0);
        return say('stillLinked', { count, entity: other ? labelIn(other.plural, locale) : '' });
      }
      const gate = entity.gates.find(({ code }) => one.code === `gate_${code}`);
      return gate ? labelIn(gate.message, locale) : [one.message, one.remedy ?? ''].join(' ').trim();
    });
}

function fieldOf(entity: Entity, { path, code }: Issue): string | null {
  const [name] = path;
  return typeof name === 'string' && code !== 'still_linked' && entity.field(name) ? name : null;
}
