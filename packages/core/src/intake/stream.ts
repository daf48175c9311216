import { type Issue, issue } from '../issue.ts';
import { decoder } from './decoder.ts';
import { sniffDialect } from './dialect.ts';
import { type Encoding, sniffEncoding } from './encoding.ts';
import { doubleEncoding, repairDoubleEncoding } from './mojibake.ts';
import { plainLines, recordsOf } from './records.ts';
import { shapeRows } from './shape.ts';
import { otherText } from './signature.ts';
import {
  encodingIssues,
  MOJIBAKE_SAMPLE,
  notATable,
  nulIssue,
  quoteIssues,
  REMEDY,
  refuse,
  SAMPLE,
  sampleOf,
  type TableHead,
  unreadableIn,
  withoutZeros,
} from './table.ts';

/** A piece of a table that is read as it comes. The head is the same in every piece; issues are those found since the piece before. */
export interface TableBatch extends TableHead {
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
  readonly issues: readonly Issue[];
}

const SNIFF = 256 * 1024;

/** How a stream is read. */
export interface StreamOptions {
  readonly name?: string;
  /** Bytes that encoding and layout are decided on; 256 KB when left out. */
  readonly sample?: number;
  /** The encoding, where all bytes were looked at before (`encodingOf`). */
  readonly encoding?: Encoding;
}
/** A line beyond this is cut: memory stays bounded whatever the file holds. */
const LONGEST_LINE = 8_000_000;

/**
 * Reads a delimited text file as its bytes arrive, in memory bounded by one piece and one record, with the answers of `readTable`.
 * Encoding and layout are decided on the first `sample` bytes (256 KB). The last piece carries the issues that concern the whole file.
 */
export async function* streamTable(
  chunks: AsyncIterable<Uint8Array>,
  { name = '', sample = SNIFF, encoding: known }: StreamOptions = {},
): AsyncGenerator<TableBatch, void, undefined> {
  const source = chunks[Symbol.asyncIterator]();
  try {
    const { bytes, done } = await gather(source, sample);
    const refused = refuse(bytes);
    if (refused !== null) {
      yield failed(name, refused);
      return;
    }
    const encoding = known ?? sniffEncoding(bytes, { complete: done });
    const decode = decoder(encoding.name);
    const start = decode.decode(bytes, { stream: !done });
    const other = otherText(start);
    if (other !== null) {
      yield failed(name, notATable(other));
      return;
    }
    const lens = doubleEncoding(start.slice(0, MOJIBAKE_SAMPLE));
    let repaired = 0;
    let zeros = 0;
    // cells never cross a delimiter, so a repair of complete lines is a repair of the file
    const clean = (text: string): string => {
      const fixed = lens === null ? { text, count: 0 } : repairDoubleEncoding(text, lens);
      const whole = withoutZeros(fixed.text);
      repaired += fixed.count;
      zeros += fixed.text.length - whole.length;
      return whole;
    };

    const opening = plainLines(clean(start));
    repaired = 0;
    zeros = 0;
    const dialect = sniffDialect(sampleOf(opening), { complete: done && opening.length <= SAMPLE });
    const shaper = shapeRows(dialect, recordsOf(opening, dialect, { last: done }).records);
    if (shaper.header.length === 0) {
      yield failed(name, issue('empty_file', [], { remedy: REMEDY.empty }));
      return;
    }
    const head: TableHead = {
      name,
      encoding: encoding.name,
      repaired: lens !== null,
      delimiter: dialect.delimiter,
      header: shaper.header,
    };
    const unclosed: number[] = [];
    const stray: number[] = [];
    let count = 0;
    let total = 0;
    let decoded = start;
    let held = '';
    let rest = '';
    let last = done;
    let unreadable = 0;
    for (;;) {
      unreadable += unreadableIn(encoding, decoded);
      const { ready, kept } = wholeLines(held + decoded, last);
      held = kept;
      const cut = recordsOf(rest + plainLines(clean(ready)), dialect, { last });
      rest = cut.rest;
      for (const position of cut.unclosed) unclosed.push(count + position);
      for (const position of cut.stray) stray.push(count + position);
      count += cut.records.length;
      const rows = shaper.add(cut.records);
      total += rows.length;
      const issues = last
        ? [
            ...encodingIssues(encoding, unreadable, repaired),
            ...(zeros > 0 ? [nulIssue(zeros)] : []),
            ...quoteIssues('unclosed_quote', unclosed),
            ...quoteIssues('stray_quote', stray),
            ...shaper.issues(),
            ...(total === 0 ? [issue('header_only', [], { severity: 'warning', remedy: REMEDY.empty })] : []),
          ]
        : [];
      if (rows.length > 0 || last) {
        yield { ...head, rows: rows.map(({ cells }) => cells), lines: rows.map(({ line }) => line), issues };
      }
      if (last) return;
      const next = await source.next();
      last = next.done === true;
      decoded = next.done === true ? decode.decode() : decode.decode(next.value, { stream: true });
    }
  } finally {
    await source.return?.();
  }
}

/** The complete lines of a text and what follows them: a line end or a double-encoded character may be cut in two. */
function wholeLines(text: string, last: boolean): { readonly ready: string; readonly kept: string } {
  if (last || text.length > LONGEST_LINE) return { ready: text, kept: '' };
  const end = Math.max(text.lastIndexOf('\n'), text.slice(0, -1).lastIndexOf('\r'));
  return { ready: text.slice(0, end + 1), kept: text.slice(end + 1) };
}

async function gather(
  source: AsyncIterator<Uint8Array>,
  enough: number,
): Promise<{ readonly bytes: Uint8Array; readonly done: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < enough) {
    const next = await source.next();
    if (next.done === true) return { bytes: joined(pieces, length), done: true };
    pieces.push(next.value);
    length += next.value.length;
  }
  return { bytes: joined(pieces, length), done: false };
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function failed(name: string, why: Issue): TableBatch {
  return { name, encoding: 'utf-8', repaired: false, delimiter: ',', header: [], rows: [], lines: [], issues: [why] };
}
