import { valueAt } from '../expr/index.ts';
import type { Frame } from '../frame/index.ts';
import { newTargets, type Targets } from '../intake/targets.ts';
import { issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Change, Rec } from '../records/index.ts';
import type { Commit } from '../source/commit.ts';
import type { MemorySource } from '../source/memory.ts';
import type { ImportPort, RefusedWrite } from './apply.ts';
import { type Existing, isBlank } from './lookup.ts';
import { matchText } from './rules.ts';
import type { Current, LinkHere } from './undo.ts';

/** Everything that importing and undoing ask of a source. */
export interface Imports extends Existing, Current, ImportPort {
  /** The journal entries of a cause: what an undo is planned on. */
  changes(cause: string): Promise<readonly Change[]>;
}

interface Index {
  readonly revision: number;
  readonly rows: ReadonlyMap<string, readonly number[]>;
}

const linkedIds = (value: Value): readonly string[] =>
  isBlank(value) ? [] : (Array.isArray(value) ? value : [value]).map(String);

/** Imports and undo for a page without a server: over the frames of a memory source. */
export const memoryImports = (source: MemorySource): Imports => {
  const { model } = source;
  const indexes = new Map<string, Index>();
  const registers = new Map<string, { readonly revision: number; readonly targets: Targets }>();

  const indexOf = (frame: Frame, name: string): ReadonlyMap<string, readonly number[]> => {
    const key = `${frame.entity.name} ${name}`;
    const kept = indexes.get(key);
    if (kept?.revision === frame.revision) return kept.rows;
    const field = frame.entity.field(name);
    const rows = new Map<string, number[]>();
    const column = field && !field.formula ? frame.column([], name) : undefined;
    for (let row = 0; column && field && row < frame.length; row++) {
      const text = matchText(field, valueAt(column, row, field.unit));
      if (text === null) continue;
      const same = rows.get(text);
      if (same) same.push(row);
      else rows.set(text, [row]);
    }
    indexes.set(key, { revision: frame.revision, rows });
    return rows;
  };

  const stored = (entity: string, id: string): Rec | undefined => {
    const frame = source.frame(entity);
    const row = frame?.rowOf(id) ?? -1;
    return frame && row >= 0 ? frame.record(row) : undefined;
  };

  const linksTo = async (entity: string, ids: readonly string[]): Promise<readonly LinkHere[]> => {
    const wanted = new Set(ids);
    const links: LinkHere[] = [];
    for (const { entity: name, field } of model.find(entity)?.inverse ?? []) {
      const frame = source.frame(name);
      const column = frame?.column([], field);
      const unit = frame?.entity.field(field)?.unit ?? 'link';
      for (let row = 0; frame && column && row < frame.length; row++)
        for (const to of linkedIds(valueAt(column, row, unit)))
          if (wanted.has(to)) links.push({ to, entity: name, id: frame.idAt(row), field });
    }
    return links;
  };

  /** The staged view of one whole: what is there once the writes so far count. */
  const staging = () => {
    const staged = new Map<string, Rec | null>();
    const writes: Commit[] = [];
    const now = (entity: string, id: string): Rec | undefined => {
      const there = staged.get(`${entity} ${id}`);
      return there === undefined ? stored(entity, id) : (there ?? undefined);
    };
    const taken = (record: Rec, entity: string): boolean => {
      const frame = source.frame(entity);
      return (frame?.entity.stored ?? []).some((field) => {
        const text = field.unique && frame ? matchText(field, record.values[field.name] ?? null) : null;
        const rows = text === null || !frame ? [] : (indexOf(frame, field.name).get(text) ?? []);
        return rows.some((row) => {
          const id = frame?.idAt(row) ?? record.id;
          const holder = id === record.id ? undefined : now(entity, id);
          return holder !== undefined && matchText(field, holder.values[field.name] ?? null) === text;
        });
      });
    };
    const heldBy = async (entity: string, id: string): Promise<boolean> => {
      const links = await linksTo(entity, [id]);
      return links.some((link) => linkedIds(now(link.entity, link.id)?.values[link.field] ?? null).includes(id));
    };
    const refusal = async ({ record, change }: Commit): Promise<RefusedWrite | null> => {
      const { entity, id, version, before } = change;
      const there = now(entity, id);
      const refused = (code: string, received: string, expected?: string): RefusedWrite => ({
        entity,
        id,
        stored: there ?? null,
        issue: issue(code, [entity, id], {
          received,
          expected,
          remedy: 'Look at the record, and make the plan again.',
        }),
      });
      if ((there?.version ?? 0) !== (before === null ? 0 : version - 1))
        return there
          ? refused('changed_meanwhile', String(version - 1), String(there.version))
          : refused('no_such_record', id);
      if (record && taken(record, entity)) return refused('not_unique', id);
      return record === null && (await heldBy(entity, id)) ? refused('still_linked', '1', entity) : null;
    };
    return {
      writes,
      write: async (batch: readonly Commit[]): Promise<readonly RefusedWrite[]> => {
        const refused: RefusedWrite[] = [];
        for (const one of batch) {
          const why = await refusal(one);
          if (why) refused.push(why);
          else {
            staged.set(`${one.change.entity} ${one.change.id}`, one.record);
            writes.push(one);
          }
        }
        return refused;
      },
    };
  };

  return {
    byIds: async (entity, ids) => ids.flatMap((id) => stored(entity, id) ?? []),
    byValues: async (entity, field, texts) => {
      const frame = source.frame(entity);
      if (!frame) return [];
      const index = indexOf(frame, field);
      return texts.flatMap((text) => (index.get(text) ?? []).map((row) => frame.record(row)));
    },
    titlesNear: async (name, titles) => {
      const frame = source.frame(name);
      const title = frame?.entity.title;
      if (!frame || !title || title.formula) return new Map();
      let kept = registers.get(name);
      if (kept?.revision !== frame.revision) {
        kept = { revision: frame.revision, targets: newTargets() };
        registers.set(name, kept);
        const column = frame.column([], title.name);
        for (let row = 0; row < frame.length; row++) {
          const called = valueAt(column, row, title.unit);
          if (typeof called === 'string') kept.targets.add({ id: frame.idAt(row), title: called });
        }
      }
      const { targets } = kept;
      return new Map(
        titles.map((one) => [
          one,
          targets.near(one).filter(({ likeness }) => likeness < 1 || targets.idOf(one) === null),
        ]),
      );
    },
    linksTo,
    atOnce: async (work) => {
      const { writes, write } = staging();
      const result = await work(write);
      source.commit(writes);
      return result;
    },
    changes: async (cause) => source.journal().filter((change) => change.cause === cause),
  };
};
