import type { FieldDef, Json } from '../kinds/index.ts';
import type { EntityDef } from './entity.ts';

type Fields<E extends EntityDef> = E['fields'];
type StageKey<E extends EntityDef, P> = P extends keyof E['pipelines']
  ? E['pipelines'][P] extends { readonly stages: readonly { readonly key: infer K }[] }
    ? K
    : string
  : string;
type ValueOf<E extends EntityDef, F extends FieldDef> = F extends { kind: 'stage'; pipeline: infer P }
  ? StageKey<E, P>
  : F extends { kind: 'choice'; options: readonly { key: infer K }[] }
    ? K
    : F extends { kind: 'tags' }
      ? readonly string[]
      : F extends { kind: 'link'; many: true }
        ? readonly string[]
        : F extends { kind: 'flag' }
          ? boolean
          : F extends { kind: 'number' | 'percent' | 'money' }
            ? number
            : F extends { kind: 'json' }
              ? Json
              : string;

type Derived<E extends EntityDef> = {
  [K in keyof Fields<E>]: Fields<E>[K] extends { formula: string } ? K : never;
}[keyof Fields<E>];
type Asked<E extends EntityDef> = {
  [K in keyof Fields<E>]: Fields<E>[K] extends { required: true }
    ? Fields<E>[K] extends { default: unknown } | { fallback: unknown }
      ? never
      : K
    : never;
}[keyof Fields<E>];
type Show<T> = { [K in keyof T]: T[K] } & {};

/** A stored record of an entity: values in memory units, unknown is null, derived fields read-only. */
export type Row<E extends EntityDef> = Show<
  { readonly id: string; readonly version: number; readonly createdAt: string; readonly updatedAt: string } & {
    -readonly [K in Exclude<keyof Fields<E>, Derived<E>>]: Fields<E>[K] extends { required: true }
      ? ValueOf<E, Fields<E>[K]>
      : ValueOf<E, Fields<E>[K]> | null;
  } & { readonly [K in Derived<E>]: ValueOf<E, Fields<E>[K]> | null }
>;

/** What it takes to make a record: required fields without a default, the others if known. */
export type Draft<E extends EntityDef> = Show<
  { [K in Exclude<Asked<E>, Derived<E>>]: ValueOf<E, Fields<E>[K]> } & {
    [K in Exclude<keyof Fields<E>, Asked<E> | Derived<E>>]?: ValueOf<E, Fields<E>[K]> | null;
  }
>;

/** What may be changed of a record. */
export type Patch<E extends EntityDef> = Partial<Draft<E>>;
