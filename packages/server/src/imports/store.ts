import { gunzipSync, gzipSync } from 'node:zlib';
import type { Tx } from '../database/fence.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { JOB_COLUMN } from './job-rows.ts';
import { tidyPieces } from './large/pieces.ts';
import type { Companions, ImportWish } from './wish.ts';
import type { ImportJob, ImportStatus, WireImport, WireImportItem, WirePlan } from './wire.ts';

/** A plan that nobody accepts loses its file after a day: it has to be sent again. */
export const KEPT_HOURS = 24;
/** Whoever tries out how a file is best read leaves plans behind. */
const PLANS_KEPT = 20;
const LISTED = 200;
/** So many imports are looked at for what a column was taken for. */
const REMEMBERED = 10;

/** An import as it is kept. */
export interface KeptImport {
  readonly id: string;
  readonly status: ImportStatus;
  /** ISO instant of the first plan. */
  readonly at: string;
  readonly actor: string;
  readonly cause: string;
  readonly digest: string;
  readonly wish: ImportWish;
  readonly report: WirePlan;
  readonly job?: ImportJob | null;
  /** In how many pieces the file is kept; absent where it is one value. */
  readonly pieces?: number | null;
}

/** A new import, with its file. */
export interface NewImport extends KeptImport {
  readonly bytes: Uint8Array;
  readonly companions: Companions;
  /** SHA-256 of the file, by which it is known again. */
  readonly fingerprint: string;
  readonly rejected: string | null;
}

const COLUMNS = `"id", "status", "created_at", "actor", "cause", "digest", "wish"::text as "wish", "report"::text as "report", "pieces", ${JOB_COLUMN}`;

/** An import on the wire. */
export const wireImport = ({
  id,
  status,
  at,
  actor,
  cause,
  digest,
  wish,
  report,
  job = null,
}: KeptImport): WireImport => ({
  id,
  status,
  name: wish.name,
  at,
  actor,
  cause,
  digest,
  ...report,
  ...(job ? { job } : {}),
});

const packed = (companions: Companions): Uint8Array =>
  gzipSync(
    JSON.stringify(Object.entries(companions).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')])),
    { level: 3 },
  );

const unpacked = (bytes: Uint8Array): Companions =>
  Object.fromEntries(
    (JSON.parse(gunzipSync(bytes).toString('utf8')) as readonly (readonly [string, string])[]).map(([name, said]) => [
      name,
      new Uint8Array(Buffer.from(said, 'base64')),
    ]),
  );

/** Keeps a new import. */
export const keep = async (tx: Tx, one: NewImport): Promise<void> => {
  const {
    id,
    status,
    at,
    actor,
    cause,
    digest,
    wish,
    report,
    bytes,
    companions,
    fingerprint,
    rejected,
    pieces = null,
  } = one;
  const { entity, counts } = report;
  const file = status === 'planned' && pieces === null ? gzipSync(bytes, { level: 3 }) : null;
  const others = status === 'planned' && Object.keys(companions).length > 0 ? packed(companions) : null;
  await tx.unsafe(
    `insert into "sluice"."import" ("tenant_id", "id", "status", "created_at", "actor", "cause", "digest", "wish", "report",
       "rejected", "entity", "name", "counts", "fingerprint", "file", "companions", "pieces")
     values (current_setting('app.tenant_id')::uuid, $1::uuid, $2, $3::timestamptz, $4, $5, $6, $7::text::json, $8::text::json,
       $9, $10, $11, $12::text::json, $13, $14::bytea, $15::bytea, $16::integer)`,
    [
      id,
      status,
      at,
      actor,
      cause,
      digest,
      JSON.stringify(wish),
      JSON.stringify(report),
      rejected,
      entity,
      wish.name,
      JSON.stringify(counts),
      fingerprint,
      file,
      others,
      pieces,
    ],
  );
};

/** Takes an import away whose place another takes. */
export const remove = async (tx: Tx, id: string): Promise<void> => {
  await tx.unsafe(`delete from "sluice"."import" where ${OWN_ROW} and "id" = $1::uuid and "status" = 'planning'`, [id]);
};

/** The import that is to be accepted or undone: it is not removed until the transaction ends, but may be told how far that is. Null when there is none. */
export const held = async (tx: Tx, id: string): Promise<KeptImport | null> => find(tx, id, ' for key share');

const jobIn = (text: unknown): ImportJob | null => {
  if (typeof text !== 'string') return null;
  const { state, done, of, code, detail } = JSON.parse(text) as ImportJob;
  return { state, done, of, ...(code === undefined ? {} : { code }), ...(detail === undefined ? {} : { detail }) };
};

/** One import; null when there is none. */
export const find = async (tx: Tx, id: string, lock = ''): Promise<KeptImport | null> => {
  const [row] = await tx.unsafe(
    `select ${COLUMNS} from "sluice"."import" where ${OWN_ROW} and "id" = $1::uuid${lock}`,
    [id],
  );
  if (!row) return null;
  return {
    id: String(row['id']),
    status: row['status'] as ImportStatus,
    at: String(row['created_at']),
    actor: String(row['actor']),
    cause: String(row['cause']),
    digest: String(row['digest']),
    wish: JSON.parse(String(row['wish'])) as ImportWish,
    report: JSON.parse(String(row['report'])) as WirePlan,
    job: jobIn(row['job']),
    pieces: typeof row['pieces'] === 'number' ? row['pieces'] : null,
  };
};

/** The file of an import, and those it came with; null when it is not kept any more. */
export const fileOf = async (
  tx: Tx,
  id: string,
): Promise<{ readonly bytes: Uint8Array; readonly companions: Companions } | null> => {
  const [row] = await tx.unsafe(
    `select "file", "companions" from "sluice"."import" where ${OWN_ROW} and "id" = $1::uuid`,
    [id],
  );
  const { file, companions } = row ?? {};
  if (!(file instanceof Uint8Array)) return null;
  return {
    bytes: new Uint8Array(gunzipSync(file)),
    companions: companions instanceof Uint8Array ? unpacked(companions) : {},
  };
};

/** The rejected rows of an import as a file; null when there are none. */
export const rejectedOf = async (tx: Tx, id: string): Promise<string | null> => {
  const [row] = await tx.unsafe(`select "rejected" from "sluice"."import" where ${OWN_ROW} and "id" = $1::uuid`, [id]);
  const text = row?.['rejected'];
  return typeof text === 'string' ? text : null;
};

/** Notes what became of an import. Only what is still planned keeps its file. */
export const note = async (
  tx: Tx,
  { id, status, digest, report }: KeptImport,
  rejected: string | null,
): Promise<void> => {
  await tx.unsafe(
    `update "sluice"."import" set "status" = $2, "digest" = $3, "report" = $4::text::json, "counts" = $5::text::json,
       "rejected" = $6, "file" = case when $2 = 'planned' then "file" end,
       "companions" = case when $2 = 'planned' then "companions" end, "job" = case when $2 = 'planned' then "job" end
     where ${OWN_ROW} and "id" = $1::uuid`,
    [id, status, digest, JSON.stringify(report), JSON.stringify(report.counts), rejected],
  );
};

/** Notes that an import was undone, or that something of it is there again. */
export const noteStatus = async (tx: Tx, id: string, status: ImportStatus): Promise<void> => {
  await tx.unsafe(`update "sluice"."import" set "status" = $2 where ${OWN_ROW} and "id" = $1::uuid`, [id, status]);
};

/** Lets go of the files of plans that nobody accepted in time, and of all but somebody's latest plans. */
export const tidy = async (tx: Tx, now: string, actor: string): Promise<void> => {
  await tx.unsafe(
    `delete from "sluice"."import" where ${OWN_ROW} and "id" in (
       select "id" from "sluice"."import" where ${OWN_ROW} and "actor" = $1 and "status" in ('planning', 'planned', 'failed')
       order by "created_at" desc, "id" offset ${PLANS_KEPT - 1} for update skip locked)`,
    [actor],
  );
  await tx.unsafe(
    `update "sluice"."import" set "file" = null, "companions" = null where ${OWN_ROW} and "file" is not null
       and "created_at" < $1::timestamptz - make_interval(hours => ${KEPT_HOURS})`,
    [now],
  );
  await tidyPieces(tx, now, KEPT_HOURS);
};

/** When the same file was imported already and not undone; null when it was not. */
export const importedBefore = async (tx: Tx, fingerprint: string, entity: string): Promise<string | null> => {
  const [row] = await tx.unsafe(
    `select "created_at" from "sluice"."import"
     where ${OWN_ROW} and "fingerprint" = $1 and "entity" = $2 and "status" = 'accepted' order by "created_at" desc limit 1`,
    [fingerprint, entity],
  );
  return row ? String(row['created_at']) : null;
};

/** What the latest accepted imports of an entity took which column for: column → field, `-` for one that was left out. */
export const rememberedOf = async (tx: Tx, entity: string): Promise<Readonly<Record<string, string>>> => {
  const rows = await tx.unsafe(
    `select ("report" -> 'mapping' -> 'columns')::text as "columns", ("wish" -> 'map')::text as "map"
     from "sluice"."import" where ${OWN_ROW} and "entity" = $1 and "status" = 'accepted'
     order by "created_at" desc limit ${REMEMBERED}`,
    [entity],
  );
  const found = new Map<string, string>();
  for (const row of rows) {
    const columns = JSON.parse(String(row['columns'])) as WirePlan['mapping']['columns'];
    const map = JSON.parse(String(row['map'])) as Readonly<Record<string, string>>;
    const left = Object.entries(map).filter(([, field]) => field === '-');
    // columns that are read together are found together again
    const alone = columns.filter(({ joined, otherwise }) => joined === undefined && otherwise === undefined);
    for (const [header, field] of [...alone.map((one) => [one.header, one.field] as const), ...left])
      if (!found.has(header)) found.set(header, field);
  }
  return Object.fromEntries(found);
};

/** The imports of a tenant, the latest first. */
export const list = async (tx: Tx): Promise<readonly WireImportItem[]> => {
  const rows = await tx.unsafe(
    `select "id", "status", "created_at", "actor", "cause", "entity", "name", "counts"::text as "counts"
     from "sluice"."import" where ${OWN_ROW} order by "created_at" desc, "id" limit ${LISTED}`,
  );
  return rows.map((row) => ({
    id: String(row['id']),
    status: row['status'] as ImportStatus,
    name: String(row['name']),
    at: String(row['created_at']),
    actor: String(row['actor']),
    cause: String(row['cause']),
    entity: String(row['entity']),
    counts: JSON.parse(String(row['counts'])) as WireImportItem['counts'],
  }));
};
