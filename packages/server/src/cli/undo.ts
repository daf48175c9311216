import { parseArgs } from 'node:util';
import { isId } from '@sluice/core';
import type { Config } from '../config.ts';
import type { ImportRefusal, UndoWish } from '../imports/desk.ts';
import type { WireImportItem, WireUndo } from '../imports/wire.ts';
import { withImports } from './imports.ts';
import { failed, type Said, told } from './said.ts';

const SHOWN = 10;
const OPTIONS = {
  tenant: { type: 'string', default: 'demo' },
  actor: { type: 'string', default: 'owner' },
  row: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

type Parsed = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;

const parsed = (args: readonly string[]): Parsed | Said => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return failed(`${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`, 2);
  }
};

const shown = (value: unknown): string =>
  value === null ? '—' : typeof value === 'string' ? value : JSON.stringify(value);

/** An undo in plain sentences. */
export const undoText = ({ counts, conflicts }: WireUndo, done: boolean): string => {
  const { records, remove, restore, part, done: before, conflict } = counts;
  const verbs = done ? ['taken out', 'put back'] : ['to be taken out', 'to be put back'];
  const lines = [
    `${records} records: ${remove} ${verbs[0]}, ${restore + part} ${verbs[1]}, ${before} in order already, ${conflict} kept.`,
  ];
  if (conflict > 0) lines.push('', 'Kept');
  for (const { entity, title, cells, issues } of conflicts.slice(0, SHOWN)) {
    lines.push(`  ${entity} ${title}: ${issues.map(({ message }) => message).join(' ')}`);
    for (const { field, written, now, touched } of cells)
      if (touched) lines.push(`    ${field}: imported ${shown(written)}, now ${shown(now)}`);
  }
  if (conflict > SHOWN) lines.push(`  and ${conflict - SHOWN} more`);
  if (!done) lines.push('', 'Nothing was written.');
  return `${lines.join('\n')}\n`;
};

const refusal = ({ why }: ImportRefusal, id: string): Said =>
  failed(
    why === 'missing'
      ? `There is no import ${id}; "sluice imports" lists all there are.`
      : `The import ${id} was not accepted: there is nothing to undo.`,
  );

/** `sluice undo ID`: takes an import back, but for the records that somebody edited since; 1 when there are such. */
export const undoCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  const read = parsed(args);
  if ('code' in read) return read;
  const { values, positionals } = read;
  const id = positionals[0]?.toLowerCase();
  if (!isId(id) || positionals.length > 1)
    return failed(
      'Which import? "sluice imports" lists them; for example: sluice undo 0194d5fb-3e00-7118-afdd-f73e0580ada5',
      2,
    );
  const rows = values.row?.map((one) => one.toLowerCase());
  if (rows && !rows.every(isId)) return failed('--row takes the id of a record.', 2);
  const wish: UndoWish = rows ? { rows } : {};
  const { tenant, actor, json } = values;
  const dry = values['dry-run'];
  return withImports({ config, now, tenant, actor }, async (desk) => {
    const done = dry ? await desk.planUndo(id, wish) : await desk.undo(id, wish);
    if (!done.ok) return refusal(done, id);
    const out = json ? `${JSON.stringify(done.undo, null, 2)}\n` : undoText(done.undo, !dry);
    return { code: done.undo.counts.conflict > 0 ? 1 : 0, out, error: '' };
  });
};

const listText = (items: readonly WireImportItem[]): string => {
  const lines = items.map(({ id, at, status, name, entity, counts }) => {
    const { rows, create, update, reject } = counts;
    return `${id}  ${at.slice(0, 16).replace('T', ' ')}  ${status.padEnd(8)}  ${name} (${entity}): ${rows} rows, ${create} new, ${update} changed, ${reject} rejected`;
  });
  return lines.length === 0 ? 'Nothing was imported yet.\n' : `${lines.join('\n')}\n`;
};

/** `sluice imports`: the imports of a tenant, the latest first. */
export const importsCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  const read = parsed(args);
  if ('code' in read) return read;
  const { tenant, actor, json } = read.values;
  if (read.positionals.length > 0) return failed(`imports takes options only; ${read.positionals[0]} is none.`, 2);
  return withImports({ config, now, tenant, actor }, async (desk) => {
    const items = await desk.list();
    return told(json ? `${JSON.stringify(items, null, 2)}\n` : listText(items));
  });
};
