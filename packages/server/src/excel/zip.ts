import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file of an archive, whose text comes while it is packed. */
export interface ZipMember {
  readonly name: string;
  readonly content: Iterable<string> | AsyncIterable<string>;
}

/** A member as the directory tells of it. */
interface Packed {
  readonly name: Buffer;
  readonly sum: number;
  readonly packed: number;
  readonly whole: number;
  readonly at: number;
}

const LOCAL = 0x04_03_4b_50;
const DESCRIPTOR = 0x08_07_4b_50;
const CENTRAL = 0x02_01_4b_50;
const END = 0x06_05_4b_50;
const VERSION = 20;
/** Names are UTF-8; sums and sizes come after the content. */
const FLAGS = 0x08_08;
const DEFLATED = 8;
/** The first of January 1980, where the calendar of archives begins: the same content is the same file on any day. */
const DATE = 0x00_21;
/** What the four bytes of a size hold. */
const MOST = 0xff_ff_ff_ff;

const within = (size: number): number => {
  if (size > MOST) throw new Error('An archive of this kind holds 4 GB at most.');
  return size;
};

const fields = (length: number, fill: (view: DataView) => void): Buffer => {
  const bytes = Buffer.alloc(length);
  fill(new DataView(bytes.buffer, bytes.byteOffset, length));
  return bytes;
};

const localHeader = (name: Buffer): Buffer =>
  Buffer.concat([
    fields(30, (view) => {
      view.setUint32(0, LOCAL, true);
      view.setUint16(4, VERSION, true);
      view.setUint16(6, FLAGS, true);
      view.setUint16(8, DEFLATED, true);
      view.setUint16(12, DATE, true);
      view.setUint16(26, name.length, true);
    }),
    name,
  ]);

const descriptor = ({ sum, packed, whole }: Packed): Buffer =>
  fields(16, (view) => {
    view.setUint32(0, DESCRIPTOR, true);
    view.setUint32(4, sum, true);
    view.setUint32(8, within(packed), true);
    view.setUint32(12, within(whole), true);
  });

const centralHeader = ({ name, sum, packed, whole, at }: Packed): Buffer =>
  Buffer.concat([
    fields(46, (view) => {
      view.setUint32(0, CENTRAL, true);
      view.setUint16(4, VERSION, true);
      view.setUint16(6, VERSION, true);
      view.setUint16(8, FLAGS, true);
      view.setUint16(10, DEFLATED, true);
      view.setUint16(14, DATE, true);
      view.setUint32(16, sum, true);
      view.setUint32(20, packed, true);
      view.setUint32(24, whole, true);
      view.setUint16(28, name.length, true);
      view.setUint32(42, within(at), true);
    }),
    name,
  ]);

const directory = (members: readonly Packed[], at: number): Buffer => {
  const entries = Buffer.concat(members.map(centralHeader));
  return Buffer.concat([
    entries,
    fields(22, (view) => {
      view.setUint32(0, END, true);
      view.setUint16(8, members.length, true);
      view.setUint16(10, members.length, true);
      view.setUint32(12, entries.length, true);
      view.setUint32(16, within(at), true);
    }),
  ]);
};

/** Packs a text while it comes, on the threads of zlib; returns what the directory must know of it. */
async function* deflated(
  content: ZipMember['content'],
): AsyncGenerator<Buffer, Pick<Packed, 'sum' | 'packed' | 'whole'>, undefined> {
  let [sum, packed, whole] = [0, 0, 0];
  const packing = createDeflateRaw();
  const fed = pipeline(async function* () {
    for await (const text of content) {
      const bytes = Buffer.from(text);
      sum = crc32(bytes, sum);
      whole = within(whole + bytes.length);
      yield bytes;
    }
  }, packing);
  // a fault of the content is told by the stream that is read
  fed.catch(() => undefined);
  for await (const chunk of packing as AsyncIterable<Buffer>) {
    packed += chunk.length;
    yield chunk;
  }
  await fed;
  return { sum, packed, whole };
}

/**
 * A zip archive that is made while it is read, in the memory of what is on its way: a member is asked for when the one before is written,
 * and its text when there is room. At most 4 GB, packed and of each member unpacked; beyond it throws, as what the members throw is thrown
 * on. Whoever stops reading stops the members.
 */
export async function* zipOf(members: Iterable<ZipMember>): AsyncGenerator<Uint8Array, void, undefined> {
  const written: Packed[] = [];
  let at = 0;
  for (const { name: path, content } of members) {
    const name = Buffer.from(path);
    const header = localHeader(name);
    yield header;
    const member = { name, at, ...(yield* deflated(content)) };
    const sizes = descriptor(member);
    yield sizes;
    written.push(member);
    at += header.length + member.packed + sizes.length;
  }
  yield directory(written, at);
}
