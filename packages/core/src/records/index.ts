export { change, create, make, remove, type Write, type WriteContext } from './change.ts';
export { derive, type Follow, present, readerOf } from './derive.ts';
export { idSequence, newId } from './id.ts';
export type { Change, Override, Rec } from './record.ts';
export {
  checkLinks,
  checkRequired,
  checkValues,
  complete,
  decodeValues,
  encodeValues,
  linksOf,
  type TitleOf,
} from './validate.ts';
export { decodeRecord, encodeRecord, WIRE_NAMES, type WireRecord } from './wire.ts';
