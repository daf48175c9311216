import { finish } from './finish.ts';
import { type Loading, load } from './load.ts';
import { failed, type Intake, type IntakeOptions } from './outcome.ts';
import type { Table } from './table.ts';
import { newWorld, relate, targetOf } from './world.ts';

/** `IntakeOptions` with every companion read already. */
export type TableOptions = Omit<IntakeOptions, 'with'> & { readonly with?: Readonly<Record<string, Table>> };

/** What `intake` does with tables that were read already. What reads bytes is not needed for it, which pages notice. */
export function intakeTable(table: Table, options: TableOptions): Intake {
  const companions = Object.entries(options.with ?? {}).map(([word, companion]) =>
    load(companion, { ...options, entity: word, map: {}, name: word }),
  );
  const main = load(table, options);
  const broken = [...companions, main].some((one) => !one.ok);
  if (broken) return refused(main, companions, options);
  const world = newWorld(options);
  const files = [...companions, main].flatMap((one) => (one.ok ? [one] : []));
  const asked = new Set(files.flatMap(({ loaded }) => loaded.entity.stored.map((field) => field.to)));
  for (const one of files) {
    if (!asked.has(one.loaded.entity.name)) continue;
    const register = world.registers.get(one.loaded.entity.name);
    for (const draft of one.loaded.drafts) register?.add(targetOf(one.loaded.entity, draft));
  }
  const done = companions.flatMap((one) => (one.ok ? [finish(one.loaded, world)] : []));
  for (const { entity, records } of done) relate(world.related, entity, records);
  if (!main.ok) return main.outcome;
  const result = finish(main.loaded, world);
  return { ...result, issues: [...done.flatMap(issuesOf), ...result.issues], companions: done };
}

/** The outcome of an intake of which a file cannot be read: what is wrong with each, and no records. */
function refused(main: Loading, companions: readonly Loading[], { name = '' }: IntakeOptions): Intake {
  const outcomes = companions.map((one) => (one.ok ? outcomeOf(one) : one.outcome));
  const own = outcomeOf(main);
  return {
    ...own,
    file: { ...own.file, name },
    issues: [...outcomes.flatMap(issuesOf), ...own.issues],
    companions: outcomes,
  };
}

function outcomeOf(loading: Loading): Intake {
  if (!loading.ok) return loading.outcome;
  const { entity, table, issues, mapping } = loading.loaded;
  return failed(entity.name, table, issues, mapping);
}

function issuesOf({ entity, issues }: Intake): Intake['issues'] {
  return issues.map((one) => ({ ...one, path: ['with', entity, ...one.path] }));
}
