/**
 * A place in a tenant's journal, in the order in which changes became visible: `xid` is the transaction, `seq` the entry. Written
 * `xid-seq`, as the id of an event.
 */
export interface Cursor {
  readonly xid: bigint;
  readonly seq: bigint;
}

const WRITTEN = /^(\d{1,20})-(\d{1,19})$/;
const LAST_XID = 2n ** 64n - 1n;
const LAST_SEQ = 2n ** 63n - 1n;

/** Reads `xid-seq`; null for anything else. */
export const readCursor = (text: string): Cursor | null => {
  const [, xid = '', seq = ''] = WRITTEN.exec(text) ?? [];
  if (xid === '') return null;
  const cursor = { xid: BigInt(xid), seq: BigInt(seq) };
  return cursor.xid <= LAST_XID && cursor.seq <= LAST_SEQ ? cursor : null;
};

/** Writes a place as `xid-seq`. */
export const writeCursor = ({ xid, seq }: Cursor): string => `${xid}-${seq}`;

/** Whether a place comes after another. */
export const isAfter = (one: Cursor, other: Cursor): boolean =>
  one.xid > other.xid || (one.xid === other.xid && one.seq > other.seq);
