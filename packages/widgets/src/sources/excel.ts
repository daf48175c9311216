import { readWorkbook, type SheetReader, type Table } from '@sluice/core';
import { readSheet } from 'read-excel-file/universal';
import type { Content } from './content.ts';

const read: SheetReader = (archive, sheet, options) => readSheet(archive, sheet, options);

/** The table in an Excel workbook. Loaded when there is one. */
export const tableOfExcel = ({ bytes, name, sheet }: Content): Promise<Table> =>
  readWorkbook(bytes, read, { name, ...(sheet === undefined ? {} : { sheet }) });
