import type { Value } from '../kinds/index.ts';
import type { Entity, Field } from '../model/index.ts';
import { create, type Rec } from '../records/index.ts';
import type { RowDraft } from './coerce-rows.ts';
import { type CellFinding, findingOf } from './findings.ts';
import type { CreatedTarget } from './outcome.ts';
import type { Offer } from './targets.ts';
import { relate, type World } from './world.ts';

/** Finds the targets of one entity's links. */
export interface Linker {
  /** No column of the file names a target: `link` would do nothing. */
  readonly idle: boolean;
  /** Puts the ids of the row's links into `values`; answers what could not be linked. */
  link(draft: RowDraft, values: Record<string, Value>): readonly CellFinding[];
  offers(): readonly Offer[];
  created(): readonly CreatedTarget[];
}

/** The linker of an entity's rows; `header` gives the column of each field for the report. */
export function linkNames(entity: Entity, header: ReadonlyMap<string, string>, world: World): Linker {
  const offers = new Map<string, Offer>();
  const created: CreatedTarget[] = [];
  const linked = entity.stored.some((field) => field.kind === 'link' && header.has(field.name));

  const resolve = (field: Field, name: string): string | null => {
    const register = world.registers.get(field.to ?? '');
    const known = register?.idOf(name) ?? null;
    if (known !== null || register === undefined) return known;
    const key = `${field.name} ${name}`;
    if (!offers.has(key)) {
      const candidates = register.near(name);
      if (candidates.length > 0) offers.set(key, { field: field.name, name, candidates });
    }
    if (world.links === 'match') return null;
    const target = world.context.model.find(field.to ?? '');
    const made = target === undefined ? null : createTarget(target, name, world);
    if (made === null) return null;
    created.push({ entity: field.to ?? '', id: made.id, title: name, field: field.name });
    return made.id;
  };

  return {
    idle: !linked,
    link: (draft, values) => {
      const findings: CellFinding[] = [];
      for (const [fieldName, names] of Object.entries(draft.names)) {
        const field = entity.field(fieldName);
        if (field === undefined) continue;
        const ids: string[] = [];
        for (const name of names) {
          const shared = world.registers.get(field.to ?? '')?.isShared(name) === true;
          const id = shared && field.required ? null : resolve(field, name);
          if (id !== null) ids.push(id);
          if (shared)
            findings.push(
              findingOf(draft.line, header.get(fieldName) ?? fieldName, name, {
                code: 'ambiguous_record',
                // what must be right is not guessed; elsewhere the first stands
                severity: field.required ? 'error' : 'warning',
                received: name,
                remedy: 'Give the identifier of the one that is meant, or leave the row out.',
              }),
            );
          else if (id === null) {
            const near = offers.get(`${field.name} ${name}`)?.candidates[0]?.title;
            const remedy =
              near === undefined
                ? 'Import the records it names first, or let the import create them.'
                : `Did you mean "${near}"?`;
            findings.push(
              findingOf(draft.line, header.get(fieldName) ?? fieldName, name, {
                code: 'not_linked',
                severity: field.required ? 'error' : 'warning',
                received: name,
                remedy,
              }),
            );
          }
        }
        values[fieldName] = field.many === true ? ids : (ids[0] ?? null);
      }
      return findings;
    },
    offers: () => [...offers.values()],
    created: () => created,
  };
}

/** Makes a record that bears a name and nothing else; null when its entity asks for more than a title. */
function createTarget(entity: Entity, name: string, world: World): Rec | null {
  const mail = entity.stored.find((field) => field.kind === 'email');
  const draft = {
    [entity.title.name]: name,
    ...(mail !== undefined && mail !== entity.title && /^\S+@\S+\.\S+$/.test(name) ? { [mail.name]: name } : {}),
  };
  const made = create(entity, draft, world.id(), world.context);
  if (!made.ok) return null;
  const { record } = made.value;
  world.registers.get(entity.name)?.add({ id: record.id, title: name });
  world.records.set(record.id, record);
  relate(world.related, entity.name, [record]);
  return record;
}
