import type { Entity } from '../model/index.ts';
import type { Rec, WriteContext } from '../records/index.ts';
import type { Draft } from './load.ts';
import type { IntakeOptions } from './outcome.ts';
import { newTargets, type Target, type Targets } from './targets.ts';

/** Everything that linking shares between the files of one intake. */
export interface World {
  readonly context: WriteContext;
  readonly registers: ReadonlyMap<string, Targets>;
  readonly links: 'create' | 'match';
  /** Of a record that a link asks for. */
  readonly id: () => string;
  readonly related: Map<string, Rec[]>;
  readonly records: Map<string, Rec>;
}

/** The world before the first record: every entity has an empty register, but for the records that exist. */
export function newWorld(options: IntakeOptions): World {
  const { model, today, zone = 'UTC', at = `${today}T00:00:00.000Z`, links = 'match', id, targetId = id } = options;
  const records = new Map<string, Rec>();
  const registers = new Map(model.entities.map((entity) => [entity.name, newTargets()]));
  for (const [word, targets] of Object.entries(options.existing ?? {})) {
    const register = registers.get(model.named(word)?.name ?? word);
    for (const target of targets) register?.add(target);
  }
  return {
    context: {
      model,
      tenant: 'local',
      actor: 'import',
      cause: 'import',
      at,
      moment: { today, zone },
      titleOf: (entity, target) => registers.get(entity)?.titleOf(target) ?? null,
      follow: (_, target) => records.get(target),
    },
    registers,
    links,
    id: targetId,
    related: new Map(),
    records,
  };
}

/** What a draft can be linked by, before it is a record. */
export function targetOf(entity: Entity, draft: Draft): Target {
  const title = draft.values[entity.title.name];
  return { id: draft.recordId, title: typeof title === 'string' ? title : '', keys: keysOf(entity, draft.values) };
}

/** What links may call a record by beside its title: its unique values, its e-mail and its web addresses. */
export function keysOf(entity: Entity, values: Rec['values']): readonly string[] {
  return entity.stored.flatMap((field) => {
    const value = values[field.name];
    if (typeof value !== 'string') return [];
    // a web address names its owner in full and by the bare domain
    if (field.kind === 'url') return [value, value.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/[/?#].*$/, '')];
    return field.kind === 'email' || field.unique ? [value] : [];
  });
}

/** Adds records to those of other entities that an intake brings. */
export function relate(related: Map<string, Rec[]>, entity: string, records: readonly Rec[]): void {
  const known = related.get(entity) ?? [];
  for (const record of records) known.push(record);
  if (known.length > 0) related.set(entity, known);
}
