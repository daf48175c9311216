/** Files that are not tables of text, by their first bytes. */
const SIGNATURES: readonly (readonly [signature: string, kind: string])[] = [
  ['%PDF', 'a PDF document'],
  ['PK\u0003\u0004', 'an Excel workbook or a zip archive'],
  ['\u00d0\u00cf\u0011\u00e0', 'an old Excel workbook'],
  ['\u001f\u008b', 'a gzip archive'],
  ['\u0089PNG', 'a picture'],
  ['\u00ff\u00d8\u00ff', 'a picture'],
  ['GIF8', 'a picture'],
  ['7z\u00bc\u00af', 'an archive'],
  ['Rar!', 'an archive'],
  ['SQLite format 3', 'a database'],
  ['PAR1', 'a Parquet file'],
  ['{\\rtf', 'a word processor document'],
];

/** What a file is when its first bytes say that it is not text (`a PDF document`), else null. */
export function binaryKind(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  return SIGNATURES.find(([signature]) => start.startsWith(signature))?.[1] ?? null;
}

/** What a text is when it is another format than a table (`a web page`), or holds control characters no text has; else null. */
export function otherText(text: string): string | null {
  const start = text.slice(0, 2000).trimStart().toLowerCase();
  if (/^(<!doctype html|<html|<head|<body|<table|<meta)/.test(start)) return 'a web page';
  if (/^<\?xml|^<[a-z][\w:-]*[\s>]/.test(start)) return 'an XML document';
  if (/^(\[\s*)?\{\s*("|\})/.test(start)) return 'a JSON document';
  if (start.startsWith('begin:vcard')) return 'a list of business cards';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const controls = text.slice(0, 20_000).match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0;
  return controls > 8 && controls > Math.min(text.length, 20_000) / 200 ? 'a binary file' : null;
}
