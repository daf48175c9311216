import { type Condition, type Entity, filtersFromAddress, filtersToAddress, isDate } from '@sluice/core';
import type { SharedSelection } from '../../controllers/session.ts';

/** The search stands under this name, as in the addresses of the API. */
const SEARCH = 'q';
/** So does the day that the page speaks of. */
const DAY = 'asOf';

/** Whether a parameter of the page's address is a filter on an entity; all others belong to the page. */
const isOurs = (name: string, entity: Entity): boolean =>
  name === SEARCH || name === DAY || entity.scope.resolve((name.split('[')[0] ?? '').split('.')) !== undefined;

/** The filters and the search in the address of a page. What is no filter, or cannot be read as one, is left alone. */
export const selectionIn = (address: string, entity: Entity): SharedSelection => {
  const all = [...new URL(address).searchParams];
  const filters: Condition[] = [];
  const names = new Set(all.map(([name]) => name).filter((name) => isOurs(name, entity)));
  for (const name of names) {
    const read = filtersFromAddress(all.filter(([other]) => other === name));
    if (read.ok) filters.push(...read.value);
  }
  return { filters, search: all.find(([name]) => name === SEARCH)?.[1] ?? '' };
};

/** The past day in the address of a page; blank when there is none, or none that is a day. */
export const dayIn = (address: string): string => {
  const day = new URL(address).searchParams.get(DAY) ?? '';
  return isDate(day) ? day : '';
};

/** The address of a page with these filters and this search in place of those it had. */
export const addressWith = (
  address: string,
  { asOf = '', ...selection }: SharedSelection & { readonly asOf?: string },
  entity: Entity,
): string => {
  const url = new URL(address);
  for (const name of new Set(url.searchParams.keys())) if (isOurs(name, entity)) url.searchParams.delete(name);
  for (const [name, value] of filtersToAddress(selection)) url.searchParams.append(name, value);
  if (asOf !== '') url.searchParams.append(DAY, asOf);
  return url.href;
};
