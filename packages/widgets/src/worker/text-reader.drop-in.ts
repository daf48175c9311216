import type { readTable } from '@sluice/core';

/** What reads files of delimited text: encodings, separators, headers. Loaded when there is one. */
export const textReader = (): Promise<{ readonly readTable: typeof readTable }> => import('./text-table.ts');
