import { closeSync, createReadStream, openSync, readSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { Collision, Issue } from '@sluice/core';
import type { Config } from '../config.ts';
import type { ImportWish } from '../imports/wish.ts';
import type { TerminalDesk } from '../imports/remote-desk.ts';
import type { WireImport, WireRow } from '../imports/wire.ts';
import { withImports } from './imports.ts';
import { failed, type Said, told } from './said.ts';

const SHOWN = 10;
const OPTIONS = {
  entity: { type: 'string', default: 'deal' },
  tenant: { type: 'string', default: 'demo' },
  actor: { type: 'string', default: 'owner' },
  map: { type: 'string', multiple: true },
  column: { type: 'string', multiple: true },
  links: { type: 'string', default: 'match' },
  rejected: { type: 'string' },
  sheet: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

const issueLine = ({ severity, message, remedy }: Issue): string =>
  `  ${severity}: ${message}${remedy === undefined ? '' : ` ${remedy}`}`;

const rowLine = ({ line, rule, issues }: WireRow): string => {
  const why = issues.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  return `  row ${line}: ${why.length === 0 ? rule : why.join(' ')}`;
};

/** An import in plain sentences. */
export const importText = (one: WireImport, done: boolean): string => {
  const { rows, create, update, unchanged, reject } = one.counts;
  const lines = [
    `${one.name}: ${count(rows, 'row')}, of which ${create} new, ${update} changed, ${unchanged} unchanged, ${reject} rejected.`,
    '',
    'Columns',
    ...one.mapping.columns.map(
      ({ header, field, confidence }) =>
        `  ${header} → ${field}${confidence < 1 ? ` (${Math.round(confidence * 100)} %)` : ''}`,
    ),
  ];
  if (one.mapping.unmatched.length > 0) lines.push(`  left out: ${one.mapping.unmatched.join(', ')}`);
  const made = one.targets.filter(({ create: number }) => number > 0);
  if (made.length > 0) lines.push('', 'Made because a link asks for it');
  for (const { entity, create: number, titles } of made)
    lines.push(`  ${number} ${entity}: ${titles.slice(0, SHOWN).join(', ')}${number > SHOWN ? ', …' : ''}`);
  if (one.offers.length > 0) lines.push('', 'Perhaps the same');
  for (const { name, candidates } of one.offers.slice(0, SHOWN))
    lines.push(`  ${name}: ${candidates.map(({ title }) => title).join(', ')}`);
  if (reject > 0) lines.push('', 'Rejected', ...one.rejected.slice(0, SHOWN).map(rowLine));
  if (reject > SHOWN) lines.push(`  and ${reject - SHOWN} more; --rejected FILE writes them all`);
  if (one.issues.length > 0) lines.push('', 'Noticed', ...one.issues.map(issueLine));
  lines.push('', done ? `Done. To undo it: sluice undo ${one.id}` : 'Nothing was written.');
  return `${lines.join('\n')}\n`;
};

const COLLISIONS = ['overwrite', 'fill', 'skip'] as const satisfies readonly Collision[];

/** `a=b` as [a, b], at the last sign of equality: headings may hold one, fields do not. */
const pair = (text: string): readonly [string, string] | null => {
  const at = text.lastIndexOf('=');
  return at < 1 || at === text.length - 1 ? null : [text.slice(0, at), text.slice(at + 1)];
};

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];

const wishFrom = (file: string, { entity, map = [], column = [], links, sheet }: Values): ImportWish | string => {
  if (links !== 'match' && links !== 'create') return `--links ${links} is neither match nor create.`;
  const mapped: Record<string, string> = {};
  for (const one of map) {
    const found = pair(one);
    if (!found) return `--map ${one} is not written as column=field.`;
    mapped[found[0]] = found[1];
  }
  const columns: Record<string, Collision> = {};
  for (const one of column) {
    const [field = '', word] = pair(one) ?? [];
    const collision = COLLISIONS.find((known) => known === word);
    if (!collision) return `--column ${one} is not written as field=${COLLISIONS.join(' or field=')}.`;
    columns[field] = collision;
  }
  return {
    entity,
    name: basename(file),
    map: mapped,
    links,
    rules: { columns },
    ...(sheet === undefined ? {} : { sheet }),
  };
};

const run = async (desk: TerminalDesk, file: string, wish: ImportWish, values: Values): Promise<Said> => {
  const plan = await desk.planStream(createReadStream(file), wish);
  const { json, rejected } = values;
  const dry = values['dry-run'];
  const say = (one: WireImport, done: boolean): Said =>
    told(json ? `${JSON.stringify(one, null, 2)}\n` : importText(one, done));
  if (plan.status === 'failed') {
    const broken = plan.issues.filter(({ severity }) => severity === 'error');
    return { ...failed(broken.map(issueLine).join('\n')), out: json ? `${JSON.stringify(plan, null, 2)}\n` : '' };
  }
  const done = dry ? null : await desk.accept(plan.id, { digest: plan.digest });
  if (done && !done.ok)
    return failed('Records changed while the import was planned; nothing was written. Run it again.');
  if (rejected !== undefined) {
    const text = await desk.rejected(plan.id);
    if (text !== null && text !== '') writeFileSync(rejected, text);
  }
  return done?.ok ? say(done.import, true) : say(plan, false);
};

/** `sluice import FILE`: plans an import, and does it unless it is a dry run. */
export const importCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return failed(`${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`, 2);
  }
  const { values, positionals } = parsed;
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    return failed('Which file? For example: sluice import deals.csv --entity deal', 2);
  const wish = wishFrom(file, values);
  if (typeof wish === 'string') return failed(wish, 2);
  try {
    // said before a database is opened for it; a folder can be opened and not be read
    const open = openSync(file, 'r');
    readSync(open, new Uint8Array(1));
    closeSync(open);
  } catch (error) {
    return failed(`The file cannot be read: ${error instanceof Error ? error.message : file}.`);
  }
  const { tenant, actor } = values;
  return withImports({ config, now, tenant, actor }, (desk) => run(desk, file, wish, values));
};
