import { type SheetOut, type SheetValue, sheetWriter, SourceError } from '@sluice/core';
import writeXlsxFile, { type Cell } from 'write-excel-file/browser';
import { canPack } from './packing.ts';

export { sheetWriter };

const cellOf = (cell: SheetValue | null): Cell => {
  if (cell === null) return null;
  const { value, format, bold } = cell;
  return {
    value,
    ...(typeof value === 'string' ? { type: String } : {}),
    ...(format === undefined ? {} : { format }),
    ...(bold ? { fontWeight: 'bold' as const } : {}),
  };
};

/** An .xlsx file with these sheets; the first row of each stays in sight. Loaded when one is asked for. Throws `SourceError`. */
export const workbookOf = async (sheets: readonly SheetOut[]): Promise<Blob> => {
  if (!(await canPack(Math.max(0, ...sheets.map(({ rows }) => rows.length)))))
    throw new SourceError('refused', 'This page forbids what writing a large workbook takes.', 'Export as CSV.');
  return writeXlsxFile(
    sheets.map(({ name, widths, rows, rightToLeft }) => ({
      sheet: name,
      data: rows.map((row) => row.map(cellOf)),
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: 1,
      rightToLeft,
    })),
  ).toBlob();
};
