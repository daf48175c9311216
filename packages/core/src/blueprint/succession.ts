import { type Issue, issue } from '../issue.ts';
import type { Blueprint, EntityDef } from './entity.ts';
import type { FieldOverlay, Overlay } from './overlay.ts';

/** One part of an overlay that is another now. */
export interface OverlayChange {
  readonly path: readonly string[];
  readonly kind: 'added' | 'changed' | 'removed';
}

const DEEP = 4;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const compare = (before: unknown, after: unknown, path: readonly string[]): readonly OverlayChange[] => {
  if (before === after || JSON.stringify(before) === JSON.stringify(after)) return [];
  // what holds parts by name is told part by part, also when there was none before
  const holds = path.length < DEEP && (isObject(before) || isObject(after));
  if (holds && (before === undefined || after === undefined)) return compare(before ?? {}, after ?? {}, path);
  if (before === undefined) return [{ path, kind: 'added' }];
  if (after === undefined) return [{ path, kind: 'removed' }];
  if (!isObject(before) || !isObject(after) || path.length >= DEEP) return [{ path, kind: 'changed' }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const at = (of: Readonly<Record<string, unknown>>, name: string) => (Object.hasOwn(of, name) ? of[name] : undefined);
  return names.flatMap((name) => compare(at(before, name), at(after, name), [...path, name]));
};

/** What one overlay says otherwise than the one before: each field, rule, pipeline or view once. */
export const overlayChanges = (before: Overlay, after: Overlay): readonly OverlayChange[] => compare(before, after, []);

const keysOf = (list: unknown): readonly string[] =>
  Array.isArray(list)
    ? list.flatMap((one: unknown) => (isObject(one) && typeof one['key'] === 'string' ? [one['key']] : []))
    : [];

/** Words of an added field that its stored values depend on. */
const FIXED = ['to', 'many', 'currency'] as const;

const checkField = (
  base: EntityDef | undefined,
  name: string,
  before: FieldOverlay,
  after: FieldOverlay | undefined,
  path: readonly string[],
): readonly Issue[] => {
  const own = base && Object.hasOwn(base.fields, name) ? base.fields[name] : undefined;
  const product = new Set(own?.kind === 'choice' ? keysOf(own.options) : []);
  const kept = new Set(keysOf(after?.['options']));
  const lost = keysOf(before['options']).filter((key) => !product.has(key) && !kept.has(key));
  const issues: Issue[] = [];
  // a change of the product's own field may be taken back; a field of the tenant's own may not
  if (!own && !after) return [issue('overlay_drops', path, { received: name })];
  if (lost.length > 0) issues.push(issue('overlay_drops', [...path, 'options'], { received: lost.join(', ') }));
  if (own || !after) return issues;
  if (after.kind !== before.kind)
    issues.push(
      issue('kind_is_fixed', [...path, 'kind'], { expected: String(before.kind), received: String(after.kind) }),
    );
  for (const word of FIXED)
    if (JSON.stringify(before[word]) !== JSON.stringify(after[word]))
      issues.push(issue('overlay_forbidden', [...path, word]));
  // a formula may be worded anew; what is stored never becomes computed, nor the reverse
  if ((before.formula === undefined) !== (after.formula === undefined))
    issues.push(issue('overlay_forbidden', [...path, 'formula']));
  return issues;
};

/**
 * What a new overlay may not do to the one in force, because records already hold values: a field that was added stays and keeps its kind
 * and what it links to; stages and options that were added stay. Reports `overlay_drops`, `kind_is_fixed`, `overlay_forbidden`.
 */
export const checkSuccession = (blueprint: Blueprint, before: Overlay, after: Overlay): readonly Issue[] =>
  Object.entries(before.entities ?? {}).flatMap(([entity, was]): readonly Issue[] => {
    const base = blueprint.entities.find((one) => one.name === entity);
    const is = after.entities?.[entity];
    const root = ['entities', entity];
    const fields = Object.entries(was.fields ?? {}).flatMap(([name, field]) => {
      const next = is?.fields && Object.hasOwn(is.fields, name) ? (is.fields[name] ?? undefined) : undefined;
      return field ? checkField(base, name, field, next, [...root, 'fields', name]) : [];
    });
    const stages = Object.entries(was.pipelines ?? {}).flatMap(([name, pipeline]) => {
      const product = new Set(keysOf(base?.pipelines?.[name]?.stages));
      const kept = new Set(keysOf(is?.pipelines?.[name]?.stages));
      const lost = keysOf(pipeline.stages).filter((key) => !product.has(key) && !kept.has(key));
      const path = [...root, 'pipelines', name, 'stages'];
      return lost.length > 0 ? [issue('overlay_drops', path, { received: lost.join(', ') })] : [];
    });
    return [...fields, ...stages];
  });
