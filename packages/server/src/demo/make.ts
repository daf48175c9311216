import type { Value } from '@sluice/core';

/** A record to be made, in memory units (cents, basis points), under an id of its own. */
export interface DemoDraft {
  readonly id: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** Makes a draft that came to be on a day (`YYYY-MM-DD`); what is null is left out. */
export type Maker = (values: Readonly<Record<string, Value>>, day: string) => DemoDraft;

/** A text or a day of a draft; blank when it has none. */
export const textIn = ({ values }: DemoDraft, field: string): string => {
  const value = values[field];
  return typeof value === 'string' ? value : '';
};
