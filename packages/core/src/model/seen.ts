import type { Blueprint, EntityDef, EntityOverlay, Overlay } from '../blueprint/index.ts';
import { bad, type Checked, good, type Issue } from '../issue.ts';
import type { FieldDef } from '../kinds/index.ts';
import type { Model } from './model.ts';
import { resolveModel } from './resolve.ts';
import { fieldRight, mayDo, type Rights } from './rights.ts';

/** A blueprint and overlays as a role sees them, and their model. */
export interface Seen {
  readonly blueprint: Blueprint;
  readonly overlays: readonly Overlay[];
  readonly model: Model;
}

type Said = Pick<Seen, 'blueprint' | 'overlays'>;
/** `deal.amount`: what is gone, by section of an entity. */
type Gone = ReadonlyMap<string, ReadonlySet<string>>;

const keyOf = (entity: string, section: string): string => `${entity} ${section}`;

const without = <T extends object>(section: T | undefined, gone: ReadonlySet<string> | undefined): T | undefined =>
  section && gone && (Object.fromEntries(Object.entries(section).filter(([name]) => !gone.has(name))) as T);

type Part = EntityDef | EntityOverlay;

/** The sections of an entity that are kept by name, without what is gone. */
const shorn = <P extends Part>(part: P, entity: string, gone: Gone): P => {
  const sections = Object.entries(part).flatMap(([section, said]) => {
    const left =
      typeof said === 'object' && said !== null ? without(said as object, gone.get(keyOf(entity, section))) : undefined;
    return left ? [[section, left] as const] : [];
  });
  return { ...part, ...Object.fromEntries(sections) };
};

/** Lists of names, without those that nothing bears any more. */
const tidy = <P extends Part>(part: P, has: (name: string) => boolean): P => {
  const views = part.views;
  const first = (path: string): string => path.split('.')[0] ?? path;
  const fields = Object.fromEntries(
    Object.entries(part.fields ?? {}).map(([name, said]): [string, unknown] => {
      const fallback = (said as FieldDef | null)?.fallback;
      return [name, fallback ? { ...said, fallback: fallback.filter((one) => has(first(one))) } : said];
    }),
  );
  const board = views?.board && has(views.board.by) ? views.board : undefined;
  const { board: _, ...lists } = views ?? {};
  const shown = views && {
    ...lists,
    ...(views.table ? { table: views.table.filter(has) } : {}),
    ...(views.filters ? { filters: views.filters.filter((one) => has(first(one))) } : {}),
    ...(views.form
      ? {
          form: views.form.flatMap((line) => {
            const left = (typeof line === 'string' ? [line] : line).filter(has);
            return left.length > 0 ? [left] : [];
          }),
        }
      : {}),
    ...(board ? { board: { ...board, card: board.card.filter(has) } } : {}),
  };
  const parts = 'parts' in part && part.parts ? part.parts : undefined;
  const key = 'key' in part && part.key ? part.key : undefined;
  const about = 'about' in part && part.about ? part.about : undefined;
  const next: Record<string, unknown> = {
    ...part,
    ...(part.fields ? { fields } : {}),
    ...(shown ? { views: shown } : {}),
    ...(parts ? { parts: Object.fromEntries(Object.entries(parts).filter(([, name]) => has(String(name)))) } : {}),
    ...(about ? { about: about.filter(has) } : {}),
  };
  // a key of which a part is not seen tells no records apart
  if (key && !key.every(has)) delete next['key'];
  return next as unknown as P;
};

/** Everything said of some entities, without what is gone. */
const pruned = ({ blueprint, overlays }: Said, gone: Gone): Said => {
  const bare = blueprint.entities.map((entity) => shorn(entity, entity.name, gone));
  const added = overlays.map((overlay) =>
    Object.fromEntries(
      Object.entries(overlay.entities ?? {}).map(([name, part]) => [name, shorn(part, name, gone)] as const),
    ),
  );
  const names = new Map(
    bare.map(({ name, fields }) => [
      name,
      new Set([...Object.keys(fields), ...added.flatMap((one) => Object.keys(one[name]?.fields ?? {}))]),
    ]),
  );
  const has =
    (entity: string) =>
    (name: string): boolean =>
      names.get(entity)?.has(name) ?? false;
  return {
    blueprint: { ...blueprint, entities: bare.map((entity) => tidy(entity, has(entity.name))) },
    overlays: added.map((entities, at) => ({
      ...overlays[at],
      entities: Object.fromEntries(Object.entries(entities).map(([name, part]) => [name, tidy(part, has(name))])),
    })),
  };
};

/** Some entities alone. */
const only = ({ blueprint, overlays }: Said, has: (name: string) => boolean): Said => ({
  blueprint: { ...blueprint, entities: blueprint.entities.filter(({ name }) => has(name)) },
  overlays: overlays.map((overlay) => ({
    ...overlay,
    entities: Object.fromEntries(Object.entries(overlay.entities ?? {}).filter(([name]) => has(name))),
  })),
});

/** Marks a field wherever it is said first: in the blueprint, or in the overlay that added it. */
const marked = (said: Said, isReadOnly: (entity: string, field: string) => boolean): Said => {
  const mark = <F>(entity: string, fields: { readonly [name: string]: F }, own: (name: string) => boolean) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, def]) => [
        name,
        own(name) && isReadOnly(entity, name) ? { ...def, readOnly: true } : def,
      ]),
    );
  const { blueprint, overlays } = said;
  const base = new Map(blueprint.entities.map((entity) => [entity.name, entity.fields]));
  return {
    blueprint: {
      ...blueprint,
      entities: blueprint.entities.map((entity) => ({
        ...entity,
        fields: mark<FieldDef>(entity.name, entity.fields, () => true),
      })),
    },
    overlays: overlays.map((overlay) => ({
      ...overlay,
      entities: Object.fromEntries(
        Object.entries(overlay.entities ?? {}).map(([name, part]) => [
          name,
          part.fields
            ? { ...part, fields: mark(name, part.fields, (field) => !Object.hasOwn(base.get(name) ?? {}, field)) }
            : part,
        ]),
      ),
    })),
  };
};

/** What the issues of a model blame, by section and name. */
const blamed = (issues: readonly Issue[]): Gone => {
  const gone = new Map<string, Set<string>>();
  for (const { severity, path } of issues) {
    const [root, entity, section, name] = path;
    if (severity !== 'error' || root !== 'entities' || typeof name !== 'string') continue;
    const key = keyOf(String(entity), String(section));
    gone.set(key, (gone.get(key) ?? new Set<string>()).add(name));
  }
  return gone;
};

/** Filters and figures that lead through links to what is not seen. */
const dangling = (model: Model): Gone => {
  const gone = new Map<string, ReadonlySet<string>>();
  for (const { name, metrics, scope } of model.entities) {
    const lost = metrics.filter(({ by }) => by !== undefined && !scope.resolve(by.split('.')));
    if (lost.length > 0) gone.set(keyOf(name, 'metrics'), new Set(lost.map(({ id }) => id)));
  }
  return gone;
};

const withoutFilters = ({ blueprint, overlays }: Said, model: Model): Said => {
  const trim = <P extends Part>(name: string, part: P): P => {
    const filters = part.views?.filters;
    const scope = model.find(name)?.scope;
    if (!filters || !scope) return part;
    return { ...part, views: { ...part.views, filters: filters.filter((one) => scope.resolve(one.split('.'))) } };
  };
  return {
    blueprint: { ...blueprint, entities: blueprint.entities.map((entity) => trim(entity.name, entity)) },
    overlays: overlays.map((overlay) => ({
      ...overlay,
      entities: Object.fromEntries(
        Object.entries(overlay.entities ?? {}).map(([name, part]) => [name, trim(name, part)]),
      ),
    })),
  };
};

/**
 * What a tenant keeps, as a role sees it: entities and fields that it may not read are not there, nor links to them, nor anything that is
 * computed from them (formulas, values that follow, rules, figures, actions); fields that it may not write are `readOnly`. Whatever reads this
 * model cannot speak of what is kept back. An entity whose records could not be named any more is not there either.
 */
export const seenBy = (blueprint: Blueprint, overlays: readonly Overlay[], rights: Rights): Checked<Seen> => {
  const whole = resolveModel(blueprint, { overlays });
  if (!whole.ok) return whole;
  const seen = new Set(whole.value.entities.map(({ name }) => name).filter((name) => mayDo(rights, 'read', name)));
  const isSeen = (name: string): boolean => seen.has(name);
  const none = new Map<string, ReadonlySet<string>>();
  for (const { name, fields } of whole.value.entities) {
    const hidden = fields.filter((field) => fieldRight(rights, name, field.name) === 'none').map((field) => field.name);
    if (hidden.length > 0) none.set(keyOf(name, 'fields'), new Set(hidden));
  }
  const readOnly = (entity: string, field: string): boolean => fieldRight(rights, entity, field) === 'read';
  const restricted = none.size > 0 || seen.size < whole.value.entities.length || rights.fields !== undefined;
  if (!restricted) return good({ blueprint, overlays, model: whole.value });

  let said = marked(pruned(only({ blueprint, overlays }, isSeen), none), readOnly);
  for (let before = ''; ; ) {
    const { blueprint: shown, overlays: added } = said;
    const model = resolveModel(shown, { overlays: added });
    const gone = model.ok ? dangling(model.value) : blamed(model.issues);
    if (model.ok && gone.size === 0) {
      const trimmed = withoutFilters(said, model.value);
      const final = resolveModel(trimmed.blueprint, { overlays: trimmed.overlays });
      return final.ok ? good({ ...trimmed, model: final.value }) : final;
    }
    // each round takes something away, or it is the last
    const now = JSON.stringify(said);
    const nameless = new Set(model.issues.flatMap(({ path }) => (path[2] === 'title' ? [String(path[1])] : [])));
    if ((gone.size === 0 && nameless.size === 0) || now === before) return bad(model.issues);
    before = now;
    said = pruned(
      only(said, (name) => !nameless.has(name)),
      gone,
    );
  }
};
