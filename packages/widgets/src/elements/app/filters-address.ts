import { type Condition, type Entity, filtersFromAddress, filtersToAddress } from '@sluice/core';
import type { SharedSelection } from '../../controllers/session.ts';

/** The search stands under this name, as in the addresses of the API. */
const SEARCH = 'q';

/** Whether a parameter of the page's address is a filter on an entity; all others belong to the page. */
const isOurs = (name: string, entity: Entity): boolean =>
  name === SEARCH || entity.scope.resolve((name.split('[')[0] ?? '').split('.')) !== undefined;

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

/** The address of a page with these filters and this search in place of those it had. */
export const addressWith = (address: string, selection: SharedSelection, entity: Entity): string => {
  const url = new URL(address);
  for (const name of new Set(url.searchParams.keys())) if (isOurs(name, entity)) url.searchParams.delete(name);
  for (const [name, value] of filtersToAddress(selection)) url.searchParams.append(name, value);
  return url.href;
};
