import { type Issue, issue } from '../issue.ts';
import type { Change, Rec } from '../records/index.ts';
import { CONVERSION } from '../source/convert.ts';
import type { Operation, Source, Written } from '../source/source.ts';
import type { ImportContext } from './plan.ts';
import { type Current, type LinkHere, planUndo } from './undo.ts';

/** A source that can be asked for the journal of a record, the latest entry first. */
export interface Remembering extends Source {
  readonly journalOf: (entity: string, id: string) => Promise<readonly Change[]>;
}

/** The most records that link to one and are looked at: any that does not go with it keeps it where it is. */
const LINKS = 50;

const current = (source: Source): Current => ({
  byIds: async (entity, ids) => {
    const found: Rec[] = [];
    for (const id of ids) {
      const record = await source.get(entity, id);
      if (record) found.push(record);
    }
    return found;
  },
  linksTo: async (name, ids) => {
    const links: LinkHere[] = [];
    for (const { entity, field } of source.model.find(name)?.inverse ?? [])
      for (const to of ids) {
        const listed = await source.list({ entity, filters: [{ field, op: 'in', values: [to] }], limit: LINKS });
        if (listed.ok) links.push(...listed.value.items.map(({ id }) => ({ to, entity, id, field })));
      }
    return links;
  },
});

const nothing = (): Written => ({
  ok: false,
  issues: [issue('not_converted', [], { remedy: 'Look at its history: a conversion is undone once.' })],
});

/** The entries that the last conversion of a record left, of everything it wrote; none when there was none or it was undone. */
const entriesOf = async (source: Remembering, entity: string, record: Rec): Promise<readonly Change[]> => {
  const own = await source.journalOf(entity, record.id);
  const last = own.find(({ cause }) => cause.startsWith(`${CONVERSION} `) || cause.startsWith(`undo:${CONVERSION} `));
  if (!last || last.cause.startsWith('undo:')) return [];
  const { after } = last;
  // in the order of making: what was made later links to what was made before, and goes first
  const makes = (source.model.find(entity)?.conversions ?? []).flatMap((one) => one.makes);
  const links = makes.flatMap(({ link, entity: to }): readonly (readonly [string, string])[] => {
    const id = after?.[link];
    return typeof id === 'string' ? [[to, id]] : [];
  });
  const others: Change[] = [];
  for (const [to, id] of links)
    others.push(...(await source.journalOf(to, id)).filter(({ cause }) => cause === last.cause));
  return [...others, last];
};

/**
 * Takes a conversion back as a whole: the records it made go, the converted one is what it was. Refuses, with nothing done, when one of them
 * was edited since or others link to it. `version`: the converted record that was looked at.
 */
export const undoConversion = async (
  source: Remembering,
  { entity: name, id, version }: { readonly entity: string; readonly id: string; readonly version: number },
  context: ImportContext,
): Promise<Written> => {
  const record = await source.get(name, id);
  if (!record) return { ok: false, missing: true, issues: [issue('no_such_record', ['id'], { received: id })] };
  if (record.version !== version) return source.change(name, id, {}, { version });
  const changes = await entriesOf(source, name, record);
  const [first] = changes;
  if (!first || !source.bulk) return nothing();
  const { rows } = await planUndo(changes, current(source), { model: source.model, context });
  const issues: readonly Issue[] = rows.filter(({ fate }) => fate === 'conflict').flatMap((row) => row.issues);
  if (issues.length > 0) return { ok: false, issues };
  const stored = new Map<string, number>();
  for (const row of rows) stored.set(row.id, (await source.get(row.entity, row.id))?.version ?? 0);
  const back = rows
    .filter(({ fate }) => fate === 'restore')
    .map(({ entity, id: one, cells }): Operation => {
      const values = Object.fromEntries(cells.map(({ field, before }) => [field, before]));
      return { op: 'change', entity, id: one, version: stored.get(one) ?? 0, values };
    });
  const out = rows
    .filter(({ fate }) => fate === 'remove')
    .toReversed()
    .map(({ entity, id: one }): Operation => ({ op: 'remove', entity, id: one, version: stored.get(one) ?? 0 }));
  const done = await source.bulk([...back, ...out], { cause: `undo:${first.cause}` });
  if (!done.ok) return done;
  const now = done.records.find((one) => one.id === id);
  return now ? { ok: true, record: now, issues: done.issues } : nothing();
};
