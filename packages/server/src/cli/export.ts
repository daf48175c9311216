import { createWriteStream, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type Entity, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import type { Config } from '../config.ts';
import { isDatabaseError } from '../database/errors.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { type Exported, exportFrom } from '../exports/export.ts';
import { exportWishOf, FORMATS } from '../exports/wish.ts';
import { type ImportsAt, serverAt, tenantsIn } from './imports.ts';
import { failed, failure, type Said, told } from './said.ts';

const OPTIONS = {
  entity: { type: 'string', default: 'deal' },
  tenant: { type: 'string', default: 'demo' },
  format: { type: 'string' },
  out: { type: 'string' },
  columns: { type: 'string' },
  filter: { type: 'string', multiple: true },
  labels: { type: 'string' },
  links: { type: 'string' },
  delimiter: { type: 'string' },
  decimal: { type: 'string' },
  bom: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];
type Chunks = AsyncIterable<Uint8Array>;
/** Where the bytes come from; a sentence when there are none. */
type Found = { readonly chunks: Chunks; readonly rows: number } | string;

/** The words of the command as parameters of an address. */
const addressOf = ({
  format,
  out,
  columns,
  filter = [],
  labels,
  links,
  delimiter,
  decimal,
  bom,
}: Values): URLSearchParams => {
  const named = out?.split('.').at(-1)?.toLowerCase();
  const kind = format ?? (FORMATS.some((one) => one === named) ? named : undefined);
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries({ format: kind, columns, labels, links, delimiter, decimal }))
    if (value !== undefined) said.set(name, value);
  if (bom) said.set('bom', '1');
  for (const one of filter)
    for (const [name, value] of new URLSearchParams(one.replaceAll('+', '%2B'))) said.append(name, value);
  return said;
};

const whyNot = (file: Exclude<Exported, { readonly ok: true }>): string =>
  'issues' in file
    ? file.issues.map(({ message, remedy }) => `${message}${remedy === undefined ? '' : ` ${remedy}`}`).join('\n')
    : `A workbook is made of ${file.most.toLocaleString('en')} rows at most; there are ${file.rows.toLocaleString('en')}. Filter the rows, or export them as CSV.`;

const fromDatabase = async (
  database: OpenDatabase,
  at: ImportsAt,
  entity: Entity,
  said: URLSearchParams,
): Promise<Found> => {
  const { tenants, names } = await tenantsIn(database, at);
  const { tenant, actor } = at;
  const source = await tenants.sourceFor({ tenant, role: 'viewer', actor, via: 'token' }, 'export');
  if (!source) return `There is no tenant ${tenant}; there are ${names.join(', ')}.`;
  const own = source.model.find(entity.name) ?? entity;
  const wish = exportWishOf(said, own);
  if (!wish.ok) return whyNot(wish);
  const file = await exportFrom(source, own, wish.value);
  return file.ok ? file : whyNot(file);
};

const fromServer = async (at: ImportsAt, entity: Entity, said: URLSearchParams): Promise<Found | null> => {
  const server = await serverAt(at);
  if (!server) return null;
  const answer = await fetch(`${server.origin}/api/v1/${entity.path}/export?${said.toString()}`, {
    headers: { Authorization: `Bearer ${server.token}` },
  });
  if (!answer.ok || !answer.body) {
    const { detail = '', remedy = '' } = (await answer.json()) as {
      readonly detail?: string;
      readonly remedy?: string;
    };
    return `${detail} ${remedy}`.trim();
  }
  return { chunks: answer.body, rows: Number(answer.headers.get('sluice-rows') ?? 0) };
};

/** Hands the bytes to a file, which is there as a whole or not at all, or to the terminal. */
const put = async (found: Found, out: string | undefined): Promise<Said> => {
  if (typeof found === 'string') return failed(found);
  if (out === undefined) {
    const parts: Uint8Array[] = [];
    for await (const chunk of found.chunks) parts.push(chunk);
    return told(Buffer.concat(parts).toString('utf8'));
  }
  try {
    await pipeline(Readable.from(found.chunks), createWriteStream(out));
  } catch (error) {
    rmSync(out, { force: true });
    return failed(`The file cannot be written: ${error instanceof Error ? error.message : out}.`);
  }
  return told(`${found.rows.toLocaleString('en')} ${found.rows === 1 ? 'record' : 'records'} in ${out}\n`);
};

/** `sluice export`: writes the records of an entity to a file, from the database or through the server that runs and holds it. */
export const exportCommand = async (args: readonly string[], config: Config, now: () => number): Promise<Said> => {
  let values: Values;
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }));
  } catch (error) {
    return failed(`${error instanceof Error ? error.message : 'The options cannot be read.'} See "sluice help".`, 2);
  }
  const model = resolveModel(crm);
  if (!model.ok) throw new Error(model.issues.map((one) => one.message).join(' '));
  const entity = model.value.named(values.entity);
  if (!entity)
    return failed(
      `There is no entity ${values.entity}; there are ${model.value.entities.map((one) => one.name).join(', ')}.`,
      2,
    );
  const said = addressOf(values);
  if (said.get('format') === 'xlsx' && values.out === undefined)
    return failed('A workbook is no text: say which file, for example --out deals.xlsx.', 2);
  const at: ImportsAt = { config, now, tenant: values.tenant, actor: 'owner' };
  let database: OpenDatabase | undefined;
  try {
    try {
      database = await openDatabase({ address: config.database, folder: config.data });
    } catch (error) {
      const found = isDatabaseError(error, 'already_running') ? await fromServer(at, entity, said) : null;
      if (found === null) throw error;
      return await put(found, values.out);
    }
    return await put(await fromDatabase(database, at, entity, said), values.out);
  } catch (error) {
    return failure(error);
  } finally {
    await database?.close();
  }
};
