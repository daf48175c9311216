import {
  type Blueprint,
  type Entity,
  type Model,
  type Overlay,
  resolveModel,
  type Rights,
  type Seen,
  seenBy,
} from '@sluice/core';

/** The models of a server's tenants, resolved once for whoever shares them. */
export interface Models {
  /** A tenant's whole model. */
  readonly whole: (overlays: readonly Overlay[]) => Model;
  /** The model as a role sees it. */
  readonly seen: (overlays: readonly Overlay[], rights: Rights) => Seen;
}

/** So many are remembered: overlays and roles change while the server runs. */
const REMEMBERED = 200;

const remembering = <T>(make: () => T, known: Map<string, T>, key: string): T => {
  const found = known.get(key) ?? make();
  known.delete(key);
  known.set(key, found);
  const [oldest] = known.keys();
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
  return found;
};

const keptBack = new WeakMap<Entity, ReadonlySet<string>>();

/** The fields of an entity that whoever this model is for may not read. */
export const keptBackOf = (entity: Entity): ReadonlySet<string> => keptBack.get(entity) ?? new Set();

/** Models over one blueprint. */
export const openModels = (blueprint: Blueprint): Models => {
  const models = new Map<string, Model>();
  const views = new Map<string, Seen>();
  const whole = (overlays: readonly Overlay[]): Model =>
    remembering(
      () => {
        const model = resolveModel(blueprint, { overlays });
        // An overlay is checked before it is kept: one that does not fit any more is a fault of an upgrade, and is told as one.
        if (!model.ok) throw new Error(`an overlay does not fit: ${model.issues.map((one) => one.message).join(' ')}`);
        return model.value;
      },
      models,
      JSON.stringify(overlays),
    );
  return {
    whole,
    seen: (overlays, rights) => {
      const { entities, fields } = rights;
      return remembering(
        () => {
          const made = seenBy(blueprint, overlays, rights);
          if (!made.ok) throw new Error(`a role does not fit: ${made.issues.map((one) => one.message).join(' ')}`);
          const all = whole(overlays);
          // one model for all who see everything
          const model = made.value.blueprint === blueprint ? all : made.value.model;
          for (const entity of model === all ? [] : model.entities) {
            const names = all.find(entity.name)?.fields.map(({ name }) => name) ?? [];
            keptBack.set(entity, new Set(names.filter((name) => !entity.field(name))));
          }
          return { ...made.value, model };
        },
        views,
        JSON.stringify([overlays, entities, fields]),
      );
    },
  };
};
