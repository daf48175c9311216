import { type SheetOut, type SheetValue, sheetWriter, SourceError } from '@sluice/core';
import writeXlsxFile, { type Cell } from 'write-excel-file/browser';

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

/** Workbooks of more rows are packed in workers. */
const SMALL = 300;
const PATIENCE = 3000;

/** Whether the page may have the workers that packing takes: a policy that forbids them is not told to who waits for one. */
const workersAllowed = (): Promise<boolean> =>
  new Promise((resolve) => {
    const address = URL.createObjectURL(new Blob(['postMessage(0)'], { type: 'text/javascript' }));
    let worker: Worker | undefined;
    const end = (allowed: boolean): void => {
      worker?.terminate();
      URL.revokeObjectURL(address);
      resolve(allowed);
    };
    try {
      worker = new Worker(address);
      worker.addEventListener('message', () => end(true));
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        end(false);
      });
      setTimeout(() => end(false), PATIENCE);
    } catch {
      end(false);
    }
  });

/** An .xlsx file with these sheets; the first row of each stays in sight. Loaded when one is asked for. Throws `SourceError`. */
export const workbookOf = async (sheets: readonly SheetOut[]): Promise<Blob> => {
  if (sheets.some(({ rows }) => rows.length > SMALL) && !(await workersAllowed()))
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
