import {
  isWorkbook,
  readTable,
  readWorkbook,
  type SheetOut,
  type SheetReader,
  type Table,
  type WorkbookOptions,
} from '@sluice/core';
import type { Cell } from 'write-excel-file/node';

const reader: SheetReader = async (archive, sheet, options) => {
  const { readSheet } = await import('read-excel-file/universal');
  return readSheet(archive, sheet, options);
};

/** A file as a table: an Excel workbook by its first bytes, anything else as delimited text. */
export const tableOf = async (bytes: Uint8Array, { name = '', sheet }: WorkbookOptions = {}): Promise<Table> =>
  isWorkbook(bytes)
    ? readWorkbook(bytes, reader, { name, ...(sheet === undefined ? {} : { sheet }) })
    : readTable(bytes, { name });

const cellOf = (cell: SheetOut['rows'][number][number]): Cell => {
  if (cell === null) return null;
  const { value, format, bold } = cell;
  return {
    value,
    ...(typeof value === 'string' ? { type: String } : {}),
    ...(format === undefined ? {} : { format }),
    ...(bold ? { fontWeight: 'bold' as const } : {}),
  };
};

/** The bytes of an .xlsx file with these sheets; the first row of each stays in sight. */
export const workbookOf = async (sheets: readonly SheetOut[]): Promise<Uint8Array> => {
  const { default: write } = await import('write-excel-file/node');
  const made = write(
    sheets.map(({ name, widths, rows, rightToLeft }) => ({
      sheet: name,
      data: rows.map((row) => row.map(cellOf)),
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: 1,
      rightToLeft,
    })),
  );
  return new Uint8Array(await made.toBuffer());
};
