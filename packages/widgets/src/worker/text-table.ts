// A part of the drop-in: see ./text-reader.drop-in.ts.
import { readTable as textTable } from '@sluice/core';

export const readTable = textTable;
