/** One member of a zip archive, as its directory tells. */
interface Member {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: number;
  readonly at: number;
}

/** Why an archive cannot be opened. */
export type ZipFault = 'broken' | 'encrypted' | 'too_large';

/** What streams give when they are read. */
interface Reading {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
  cancel(): Promise<void>;
}
/** The part of the platform's streams we use; browsers, workers and servers have it. */
declare const DecompressionStream: new (
  format: 'deflate-raw',
) => {
  readonly readable: { getReader(): Reading };
  readonly writable: {
    getWriter(): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> };
  };
};
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

const EIGHT = 0xff_ff_ff_ff;

/** The names of the members of a zip archive, with what it takes to read them; null for what is no archive. */
export function membersOf(bytes: Uint8Array): readonly Member[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end === null) return null;
  const members: Member[] = [];
  let at = end.start;
  for (let count = 0; count < end.count; count++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02_01_4b_50) return null;
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    if (name === undefined || extra === undefined || comment === undefined) return null;
    if (at + 46 + name + extra > bytes.length) return null;
    const big = bigSizes(view, at, at + 46 + name, extra);
    members.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      packed: big.packed,
      at: big.at,
    });
    at += 46 + name + extra + comment;
  }
  return members;
}

/**
 * Unpacks the members that are wanted. However small the archive says that they are, no more than `most` bytes come out of it: what is
 * unpacked is counted as it comes.
 */
export async function unzip(
  bytes: Uint8Array,
  members: readonly Member[],
  { wanted, most }: { readonly wanted: (name: string) => boolean; readonly most: number },
): Promise<ReadonlyMap<string, Uint8Array> | ZipFault> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files = new Map<string, Uint8Array>();
  let left = most;
  for (const { name, method, encrypted, packed, at } of members) {
    if (!wanted(name) || files.has(name)) continue;
    if (encrypted) return 'encrypted';
    if (at + 30 > bytes.length || view.getUint32(at, true) !== 0x04_03_4b_50) return 'broken';
    const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    if (start + packed > bytes.length || (method !== 0 && method !== 8)) return 'broken';
    const raw = bytes.subarray(start, start + packed);
    const file = method === 0 ? raw : await inflated(raw, left);
    if (typeof file === 'string') return file;
    left -= file.length;
    if (left < 0) return 'too_large';
    files.set(name, file);
  }
  return files;
}

async function inflated(raw: Uint8Array, most: number): Promise<Uint8Array | ZipFault> {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const writer = writable.getWriter();
  // a fault of the data is told by the reader
  const written = writer
    .write(raw)
    .then(() => writer.close())
    .catch(() => undefined);
  const reader = readable.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) break;
      length += value.length;
      if (length > most) {
        await reader.cancel();
        return 'too_large';
      }
      parts.push(value);
    }
    await written;
  } catch {
    return 'broken';
  }
  return joined(parts, length);
}

/** An archive of files as they are, not packed. For readers that ask for an archive and check no sums. */
export function storedZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [path, content] of files) {
    const name = new TextEncoder().encode(path);
    const local = record(30, name, (view) => {
      view.setUint32(0, 0x04_03_4b_50, true);
      view.setUint16(4, 20, true);
      view.setUint16(6, 0x08_00, true);
      view.setUint32(18, content.length, true);
      view.setUint32(22, content.length, true);
      view.setUint16(26, name.length, true);
    });
    directory.push(
      record(46, name, (view) => {
        view.setUint32(0, 0x02_01_4b_50, true);
        view.setUint16(4, 20, true);
        view.setUint16(6, 20, true);
        view.setUint16(8, 0x08_00, true);
        view.setUint32(20, content.length, true);
        view.setUint32(24, content.length, true);
        view.setUint16(28, name.length, true);
        view.setUint32(42, at, true);
      }),
    );
    parts.push(local, content);
    at += local.length + content.length;
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  const end = record(22, new Uint8Array(), (view) => {
    view.setUint32(0, 0x06_05_4b_50, true);
    view.setUint16(8, files.size, true);
    view.setUint16(10, files.size, true);
    view.setUint32(12, size, true);
    view.setUint32(16, at, true);
  });
  return joined([...parts, ...directory, end], at + size + end.length);
}

function record(length: number, name: Uint8Array, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length + name.length);
  fill(new DataView(bytes.buffer));
  bytes.set(name, length);
  return bytes;
}

function endOfDirectory(view: DataView): { readonly count: number; readonly start: number } | null {
  const length = view.byteLength;
  for (let at = length - 22; at >= Math.max(0, length - 22 - 65_535); at--) {
    if (view.getUint32(at, true) !== 0x06_05_4b_50) continue;
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    // archives of the large kind say it in a record of their own, which a locator before this one leads to
    if ((count === 0xff_ff || start === EIGHT) && at >= 20 && view.getUint32(at - 20, true) === 0x07_06_4b_50) {
      const large = number(view, at - 12);
      if (large + 56 > length || view.getUint32(large, true) !== 0x06_06_4b_50) return null;
      return { count: Math.min(number(view, large + 32), 100_000), start: number(view, large + 48) };
    }
    return { count, start };
  }
  return null;
}

/** Where a member is and how large, also where that takes eight bytes. */
function bigSizes(
  view: DataView,
  at: number,
  extra: number,
  length: number,
): { readonly packed: number; readonly at: number } {
  const sizes = { packed: view.getUint32(at + 20, true), at: view.getUint32(at + 42, true) };
  const whole = view.getUint32(at + 24, true);
  for (let place = extra; place + 4 <= extra + length; place += 4 + view.getUint16(place + 2, true)) {
    if (view.getUint16(place, true) !== 1) continue;
    const last = place + 4 + view.getUint16(place + 2, true);
    let next = place + 4 + (whole === EIGHT ? 8 : 0);
    if (sizes.packed === EIGHT && next + 8 <= last) {
      sizes.packed = number(view, next);
      next += 8;
    }
    if (sizes.at === EIGHT && next + 8 <= last) sizes.at = number(view, next);
  }
  return sizes;
}

function number(view: DataView, at: number): number {
  return at < 0 || at + 8 > view.byteLength ? Number.MAX_SAFE_INTEGER : Number(view.getBigUint64(at, true));
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
