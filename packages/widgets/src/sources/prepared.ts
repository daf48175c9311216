import type { Content } from './content.ts';
import { loaded } from './failure.ts';

/** Whether bytes begin as an archive or an old workbook does: it is told apart where workbooks are read. */
const isPacked = ([a, b]: Uint8Array): boolean => (a === 0x50 && b === 0x4b) || (a === 0xd0 && b === 0xcf);

/** Content with the table of its workbook, where it is one. What reads workbooks is loaded then. */
export const prepared = async <T extends Content>(content: T): Promise<T> => {
  if (content.table || !isPacked(content.bytes)) return content;
  const { tableOfExcel } = await loaded(import('./excel.ts'));
  return { ...content, table: await tableOfExcel(content) };
};
