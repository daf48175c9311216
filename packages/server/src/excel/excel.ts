import { isWorkbook, readTable, readWorkbook, type SheetReader, type Table, type WorkbookOptions } from '@sluice/core';

const reader: SheetReader = async (archive, sheet, options) => {
  const { readSheet } = await import('read-excel-file/universal');
  return readSheet(archive, sheet, options);
};

/** A file as a table: an Excel workbook by its first bytes, anything else as delimited text. */
export const tableOf = async (bytes: Uint8Array, { name = '', sheet }: WorkbookOptions = {}): Promise<Table> =>
  isWorkbook(bytes)
    ? readWorkbook(bytes, reader, { name, ...(sheet === undefined ? {} : { sheet }) })
    : readTable(bytes, { name });
