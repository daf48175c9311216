import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import type { Tx } from '../../database/fence.ts';
import { OWN_ROW } from '../../schema/schema.ts';

/** What the pieces of an import are of: the file that was sent, or that of the rows which were rejected. */
export type PieceKind = 'file' | 'rejected';

/** Bytes of a piece before it is packed. */
export const PIECE = 256 * 1024;

const pack = promisify<Uint8Array, { level: number }, Uint8Array>(gzip);
const THE_PIECES = `${OWN_ROW} and "import_id" = $1::uuid and "kind" = $2`;

/** Keeps one piece. */
export const putPiece = async (
  tx: Tx,
  id: string,
  kind: PieceKind,
  place: number,
  bytes: Uint8Array,
  now: string,
): Promise<void> => {
  await tx.unsafe(
    `insert into "sluice"."import_piece" ("tenant_id", "import_id", "kind", "place", "created_at", "bytes")
     values (current_setting('app.tenant_id')::uuid, $1::uuid, $2, $3::integer, $4::timestamptz, $5::bytea)`,
    [id, kind, place, now, await pack(bytes, { level: 1 })],
  );
};

/** The piece at a place; null after the last. */
export const pieceAt = async (tx: Tx, id: string, kind: PieceKind, place: number): Promise<Uint8Array | null> => {
  const [row] = await tx.unsafe(`select "bytes" from "sluice"."import_piece" where ${THE_PIECES} and "place" = $3`, [
    id,
    kind,
    place,
  ]);
  const bytes = row?.['bytes'];
  return bytes instanceof Uint8Array ? gunzipSync(bytes) : null;
};

/** The pieces in order, one at a time. */
export async function* piecesOf(tx: Tx, id: string, kind: PieceKind): AsyncGenerator<Uint8Array, void, undefined> {
  for (let place = 0; ; place++) {
    const piece = await pieceAt(tx, id, kind, place);
    if (!piece) return;
    yield piece;
  }
}

/** Lets go of the pieces of an import. */
export const dropPieces = async (tx: Tx, id: string, kind: PieceKind): Promise<void> => {
  await tx.unsafe(`delete from "sluice"."import_piece" where ${THE_PIECES}`, [id, kind]);
};

/** Lets go of pieces that nobody will ask for: of files older than a day, and of imports that are not there. */
export const tidyPieces = async (tx: Tx, now: string, hours: number): Promise<void> => {
  await tx.unsafe(
    `delete from "sluice"."import_piece" as "p" where "p".${OWN_ROW} and (
       ("p"."kind" = 'file' and "p"."created_at" < $1::timestamptz - make_interval(hours => ${hours}))
       or ("p"."created_at" < $1::timestamptz - interval '6 hours' and not exists (
         select 1 from "sluice"."import" as "i" where "i".${OWN_ROW} and "i"."id" = "p"."import_id")))`,
    [now],
  );
};

/** Cuts what comes into pieces of one size, as far as it goes. */
export async function* sized(
  chunks: AsyncIterable<Uint8Array>,
  size = PIECE,
): AsyncGenerator<Uint8Array, void, undefined> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    length += chunk.byteLength;
    if (length < size) continue;
    yield Buffer.concat(held);
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(held);
}
