import type { Entity } from '../model/index.ts';
import type { Override } from '../records/index.ts';
import { contentOf, frameOn, storesOf, SYSTEM_STORES } from './build.ts';
import type { Frame, FrameOptions } from './frame.ts';
import { idsOf } from './ids.ts';
import type { Saved } from './store.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

const FORMAT = 2;
const KINDS = { Float64Array, Uint32Array, Uint8Array } as const;
type Numbers = Float64Array | Uint32Array | Uint8Array;

/** Where a piece lies in the buffer. */
interface Place {
  readonly kind: keyof typeof KINDS;
  readonly at: number;
  readonly length: number;
}

interface Kept {
  readonly data: Place;
  readonly offsets?: Place;
  readonly texts?: readonly string[];
}

interface Header {
  readonly format: number;
  readonly entity: string;
  /** Sixteen bytes each; texts where one of them is no UUID. */
  readonly ids: Place | readonly string[];
  readonly columns: Readonly<Record<string, Kept>>;
  readonly overrides: readonly (readonly [string, Readonly<Record<string, Override>>])[];
}

const kindOf = (data: Numbers): keyof typeof KINDS =>
  data instanceof Float64Array ? 'Float64Array' : data instanceof Uint32Array ? 'Uint32Array' : 'Uint8Array';

const aligned = (at: number): number => Math.ceil(at / 8) * 8;

/** A frame as one buffer that can be transferred to another thread or kept: header, then columns. */
export const snapshot = (frame: Frame): ArrayBuffer => {
  const { ids, stores, overrides } = contentOf(frame);
  const pieces: { readonly at: number; readonly data: Numbers }[] = [];
  let end = 0;
  const place = (data: Numbers): Place => {
    const at = aligned(end);
    pieces.push({ at, data });
    end = at + data.byteLength;
    return { kind: kindOf(data), at, length: data.length };
  };
  const columns = Object.fromEntries(
    [...stores].map(([name, store]): [string, Kept] => {
      const { data, offsets, texts } = store.save(frame.length);
      return [
        name,
        { data: place(data), ...(offsets ? { offsets: place(offsets) } : {}), ...(texts ? { texts } : {}) },
      ];
    }),
  );
  const packed = ids.packed();
  const header: Header = {
    format: FORMAT,
    entity: frame.entity.name,
    ids: packed ? place(packed) : Array.from({ length: ids.length }, (_, row) => ids.at(row) ?? ''),
    columns,
    overrides: [...overrides],
  };
  const words = new TextEncoder().encode(JSON.stringify(header));
  const start = aligned(8 + words.length);
  const buffer = new ArrayBuffer(start + end);
  new DataView(buffer).setUint32(0, words.length);
  const bytes = new Uint8Array(buffer);
  bytes.set(words, 8);
  for (const { at, data } of pieces)
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + at);
  return buffer;
};

/**
 * The frame that a snapshot was taken of, over the buffer itself: give it away. Fields that were added since are blank. Throws when the
 * buffer is something else.
 */
export const restore = (entity: Entity, buffer: ArrayBuffer, options: FrameOptions = {}): Frame => {
  const length = buffer.byteLength < 8 ? 0 : new DataView(buffer).getUint32(0);
  if (length === 0 || 8 + length > buffer.byteLength) throw new Error('not a snapshot');
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length))) as Header;
  if (header.format !== FORMAT || header.entity !== entity.name) throw new Error(`not a snapshot of ${entity.name}`);
  const start = aligned(8 + length);
  const read = ({ kind, at, length: count }: Place): Numbers => new KINDS[kind](buffer, start + at, count);
  const saved = (name: string): Saved | undefined => {
    const kept = header.columns[name];
    if (!kept) return undefined;
    return {
      data: read(kept.data),
      ...(kept.offsets ? { offsets: read(kept.offsets) as Uint32Array } : {}),
      ...(kept.texts ? { texts: kept.texts } : {}),
    };
  };
  for (const name of SYSTEM_STORES) if (!header.columns[name]) throw new Error(`a snapshot without ${name}`);
  const ids = idsOf('kind' in header.ids ? (read(header.ids) as Uint8Array) : header.ids);
  const content = { ids, stores: storesOf(entity, saved), overrides: new Map(header.overrides) };
  return frameOn(entity, content, options);
};
