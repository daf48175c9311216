import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Intake, type Issue, intake, isDate, labelIn, newId, resolveModel, type Table } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { tableOf } from '../excel/excel.ts';
import { figuresOf, type Told } from './figures.ts';

/** What a command says and how it ends: 0 well, 1 the file or its contents, 2 the words of the command. */
export interface Said {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly error: string;
}

const refused = (error: string, code: 1 | 2 = 2): Said => ({ code, out: '', error });
const random = (): readonly [number, number, number] => {
  const [a = 0, b = 0, c = 0] = randomFillSync(new Uint32Array(3));
  return [a, b, c];
};

const pairs = (list: readonly string[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(list.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));

const line = (one: Issue): string => `  ${one.severity}: ${one.message}${one.remedy ? ` ${one.remedy}` : ''}`;

const cell = ({ value, unit, currency }: Told): string => {
  if (typeof value !== 'number') return '—';
  if (unit === 'ratio') return `${(value * 100).toFixed(2)} %`;
  if (currency !== undefined) return `${value.toLocaleString('en', { minimumFractionDigits: 2 })} ${currency}`;
  return value.toLocaleString('en', { maximumFractionDigits: 2 });
};

const asText = (read: Intake, figures: Readonly<Record<string, Told>>, by: string | undefined): string => {
  const columns = read.mapping.columns.map((column) => `${column.header} → ${column.field}`);
  const lines = [`${read.records.length} of ${read.rows} rows read, ${read.rejected.length} rejected.`, ''];
  lines.push('Columns', ...columns.map((one) => `  ${one}`));
  if (read.mapping.unmatched.length > 0) lines.push(`  left out: ${read.mapping.unmatched.join(', ')}`);
  lines.push('', 'Figures');
  for (const [id, told] of Object.entries(figures)) {
    lines.push(`  ${id.padEnd(22)} ${cell(told).padStart(20)}  ${labelIn(told.label, 'en')}`);
    for (const group of (by === undefined ? undefined : told.groups) ?? []) {
      lines.push(`    ${(group.key ?? '(blank)').padEnd(20)} ${cell({ ...told, value: group.value }).padStart(20)}`);
    }
  }
  if (read.issues.length > 0) lines.push('', 'Noticed', ...read.issues.map(line));
  return `${lines.join('\n')}\n`;
};

const OPTIONS = {
  entity: { type: 'string', default: 'deal' },
  today: { type: 'string' },
  zone: { type: 'string', default: 'UTC' },
  map: { type: 'string', multiple: true },
  with: { type: 'string', multiple: true },
  by: { type: 'string' },
  sheet: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/**
 * `sluice kpi FILE.csv`: the figures of a file, the mapping it chose and what it noticed, without a server.
 * `now` is the clock of the terminal, used for `--today` when it is left out.
 */
export const kpi = async (args: readonly string[], now: Date): Promise<Said> => {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return refused(`${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`);
  }
  const { values, positionals } = parsed;
  const [file] = positionals;
  if (file === undefined) return refused('Which file? For example: sluice kpi deals.csv');
  const today = values.today ?? now.toISOString().slice(0, 10);
  if (!isDate(today)) return refused(`--today ${today} is not a date; write it as 2025-02-05.`);
  const resolved = resolveModel(crm);
  if (!resolved.ok) return refused(resolved.issues.map(line).join('\n'), 1);
  const model = resolved.value;
  const entity = model.named(values.entity);
  if (!entity) {
    return refused(
      `There is no entity ${values.entity}; there are ${model.entities.map((one) => one.name).join(', ')}.`,
    );
  }
  if (values.by !== undefined && !entity.scope.resolve(values.by.split('.'))) {
    return refused(`${entity.name} has no field ${values.by}; there are ${entity.scope.names().join(', ')}.`);
  }
  const files: Record<string, Table> = {};
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(file));
    for (const [name, path] of Object.entries(pairs(values.with)))
      files[name] = await tableOf(new Uint8Array(readFileSync(path)), { name });
  } catch (error) {
    return refused(`The file cannot be read: ${error instanceof Error ? error.message : file}.`, 1);
  }
  const moment = { today, zone: values.zone };
  const read = intake(await tableOf(bytes, values.sheet === undefined ? {} : { sheet: values.sheet }), {
    model,
    entity: entity.name,
    map: pairs(values.map),
    with: files,
    links: 'create',
    ...moment,
    id: () => newId(now.getTime(), random),
  });
  const broken = read.issues.filter((one) => one.severity === 'error');
  if (broken.length > 0) return refused(`${broken.map(line).join('\n')}\n`, 1);
  const metrics = figuresOf({ model, entity, read, moment }, values.by);
  if (!values.json) return { code: 0, out: asText(read, metrics, values.by), error: '' };
  const { rows, mapping, issues, rejected } = read;
  const answer = { rows, mapping, issues, rejected, metrics };
  return { code: 0, out: `${JSON.stringify(answer, null, 2)}\n`, error: '' };
};
