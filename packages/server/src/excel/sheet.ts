import { MOST_ROWS, type SheetOut, type SheetValue } from '@sluice/core';
import type { Styles } from './styles.ts';
import { content, DECLARATION, MAIN } from './xml.ts';

/** A sheet whose rows come while it is written, some at a time; the first of all is the heading. */
export interface SheetFlow extends Omit<SheetOut, 'rows'> {
  readonly rows: Iterable<SheetOut['rows']> | AsyncIterable<SheetOut['rows']>;
}

/** About how many letters are handed on at once: little enough that others have their turn in between. */
const CHUNK = 65_536;
const DAY = 86_400_000;
/** Days from the beginning of a spreadsheet's calendar to that of computers. */
const BEFORE_1970 = 25_569;

const lettersOf = (column: number): string =>
  `${column < 26 ? '' : lettersOf(Math.floor(column / 26) - 1)}${String.fromCharCode(65 + (column % 26))}`;

const inner = (text: string): string =>
  `<is><t${/^\s|\s$|\s\s|\n/.test(text) ? ' xml:space="preserve"' : ''}>${content(text)}</t></is>`;

const cellXml = (cell: SheetValue, place: string, styles: Styles): string => {
  const { value } = cell;
  const style = styles.numberOf(cell);
  const start = `<c r="${place}"${style === 0 ? '' : ` s="${style}"`}`;
  if (typeof value === 'string') return `${start} t="inlineStr">${inner(value)}</c>`;
  if (typeof value === 'boolean') return `${start} t="b"><v>${value ? 1 : 0}</v></c>`;
  return `${start}><v>${value instanceof Date ? value.getTime() / DAY + BEFORE_1970 : value}</v></c>`;
};

const headXml = ({ widths, rightToLeft }: SheetFlow, shown: boolean): string => {
  const flags = `${shown ? ' tabSelected="1"' : ''}${rightToLeft ? ' rightToLeft="1"' : ''}`;
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  return (
    `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView${flags} workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `${columns.length === 0 ? '' : `<cols>${columns.join('')}</cols>`}<sheetData>`
  );
};

/**
 * The XML of a sheet, piece by piece, in the memory of the rows that come together. Texts lie in their cells, so that nothing has to be
 * remembered to the end. `shown` for the sheet that a spreadsheet opens first. Throws when there are more rows than a sheet has.
 */
export async function* sheetXml(
  sheet: SheetFlow,
  styles: Styles,
  { shown }: { readonly shown: boolean },
): AsyncGenerator<string, void, undefined> {
  const letters = sheet.widths.map((_, at) => lettersOf(at));
  let text = headXml(sheet, shown);
  let number = 0;
  for await (const rows of sheet.rows)
    for (const row of rows) {
      number++;
      if (number > MOST_ROWS + 1) throw new Error('There are more rows than a sheet has.');
      text += `<row r="${number}">`;
      for (const [at, cell] of row.entries())
        if (cell !== null) text += cellXml(cell, `${letters[at] ?? lettersOf(at)}${number}`, styles);
      text += '</row>';
      if (text.length < CHUNK) continue;
      yield text;
      text = '';
    }
  yield `${text}</sheetData></worksheet>`;
}
