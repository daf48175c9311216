import { type Field, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { describe, expect, it } from 'vitest';
import { columnsOf, type Sort, sortIn } from './columns.ts';
import { isSortable, leastWidth, orderAfter, sortWord } from './order.ts';

const resolved = resolveModel(crm);
const deal = resolved.ok ? resolved.value.find('deal') : undefined;
const field = (name: string): Field => {
  const found = deal?.field(name);
  if (!found) throw new Error(name);
  return found;
};
const presses = (name: string, times: number): (string | null)[] => {
  let order: Sort | null = null;
  return Array.from({ length: times }, () => {
    order = orderAfter(field(name), order);
    return order && sortWord(order);
  });
};

describe('the order of a table', () => {
  it('goes round in three presses: amounts from the largest, names from A', () => {
    expect(presses('amount', 4)).toEqual(['-amount', 'amount', null, '-amount']);
    expect(presses('client', 4)).toEqual(['client', '-client', null, 'client']);
  });

  it('begins anew on another column', () => {
    expect(orderAfter(field('client'), { field: 'amount', descending: true })).toEqual({
      field: 'client',
      descending: false,
    });
  });

  it('is written as it is read', () => {
    for (const word of ['-amount', 'client']) {
      const order = sortIn(word);
      expect(order && sortWord(order)).toBe(word);
    }
  });

  it('cannot be by tags', () => {
    expect(['client', 'owner', 'tags'].map((name) => isSortable(field(name)))).toEqual([true, true, false]);
  });

  it('leaves a row as wide as its columns ask for at least', () => {
    if (!deal) throw new Error('no deals');
    expect(leastWidth(columnsOf(deal, ['client', 'amount']).columns)).toBe(292);
  });
});
