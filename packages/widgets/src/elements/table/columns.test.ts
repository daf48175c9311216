import { resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { describe, expect, it } from 'vitest';
import { columnsOf, namesIn, nextSort, sortIn, sortText } from './columns.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint does not resolve');
const deal = resolved.value.find('deal');
if (!deal) throw new Error('no deals');
const field = (name: string) => {
  const found = deal.field(name);
  if (!found) throw new Error(name);
  return found;
};

describe('the columns of a table', () => {
  it('are those of the entity’s view when none are named', () => {
    expect(columnsOf(deal).columns.map((column) => column.field.name)).toEqual([
      'client',
      'stage',
      'amount',
      'weighted',
      'sector',
      'dueOn',
      'owner',
    ]);
  });

  it('stand in the order of the attribute, and name what the entity does not have', () => {
    const { columns, unknown } = columnsOf(deal, namesIn('amount, client colour'));
    expect(columns.map((column) => column.field.name)).toEqual(['amount', 'client']);
    expect(unknown).toEqual(['colour']);
  });

  it('put numbers at the end', () => {
    const { columns } = columnsOf(deal, ['amount', 'probability', 'client', 'dueOn']);
    expect(columns.map((column) => column.end)).toEqual([true, true, false, false]);
  });
});

describe('the order of a table', () => {
  it.each([
    ['amount:desc', { field: 'amount', descending: true }],
    ['-amount', { field: 'amount', descending: true }],
    ['amount', { field: 'amount', descending: false }],
    ['amount:asc', { field: 'amount', descending: false }],
    ['', null],
    ['amount:upwards', null],
  ])('reads %j', (text, sort) => {
    expect(sortIn(text)).toEqual(sort);
  });

  it('begins with the largest amount, the first name, and turns round', () => {
    expect(sortText(nextSort(field('amount'), null))).toBe('amount:desc');
    expect(sortText(nextSort(field('client'), null))).toBe('client:asc');
    expect(sortText(nextSort(field('amount'), { field: 'amount', descending: true }))).toBe('amount:asc');
  });
});
