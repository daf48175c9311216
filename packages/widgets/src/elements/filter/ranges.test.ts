import { type Condition, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { describe, expect, it } from 'vitest';
import { afterPress, isRange, type QuickRange, quickRanges } from './ranges.ts';

const resolved = resolveModel(crm);
const deal = resolved.ok ? resolved.value.find('deal') : undefined;
if (!deal) throw new Error('no deals');
const rangesOf = (name: string, today = '2025-02-05'): readonly QuickRange[] => {
  const field = deal.field(name);
  if (!field) throw new Error(name);
  return quickRanges(field, deal, today);
};
const range = (ranges: readonly QuickRange[], name: string): QuickRange => {
  const found = ranges.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
const days = (one: QuickRange) => one.conditions.map(({ op, values }) => [op, values[0]]);

describe('quick ranges', () => {
  it('look ahead for the date a deal is expected on, back for all others', () => {
    expect(rangesOf('dueOn').map(({ name }) => name)).toEqual(['overdue', 'thisMonth', 'next30', 'thisYear']);
    expect(rangesOf('createdOn').map(({ name }) => name)).toEqual(['last30', 'thisMonth', 'thisYear']);
  });

  it.each([
    ['thisMonth', '2024-02-29', '2024-02-01', '2024-02-29'],
    ['thisMonth', '2025-12-31', '2025-12-01', '2025-12-31'],
    ['thisYear', '2024-01-01', '2024-01-01', '2024-12-31'],
    ['thisYear', '2025-07-01', '2025-01-01', '2025-12-31'],
    ['next30', '2025-02-05', '2025-02-05', '2025-03-07'],
  ])('%s on %s is from %s to %s', (name, today, from, to) => {
    expect(days(range(rangesOf('dueOn', today), name))).toEqual([
      ['gte', from],
      ['lte', to],
    ]);
  });

  it('call a deal overdue that was due yesterday and is still open, and no deal that is due today', () => {
    expect(range(rangesOf('dueOn'), 'overdue').conditions).toEqual([
      { field: 'dueOn', op: 'lt', values: ['2025-02-05'] },
      { field: 'stage.open', op: 'in', values: [true] },
    ]);
  });

  it('leave the other filters alone, and go by a second press', () => {
    const sector: Condition = { field: 'sector', op: 'in', values: ['Retail'] };
    const ranges = rangesOf('dueOn');
    const overdue = range(ranges, 'overdue');
    const pressed = afterPress(overdue, ranges, [sector]);
    expect(pressed).toEqual([sector, ...overdue.conditions]);
    expect(isRange(overdue, pressed)).toBe(true);
    expect(afterPress(overdue, ranges, pressed)).toEqual([sector]);
  });

  it('take the place of each other, open deals included', () => {
    const ranges = rangesOf('dueOn');
    const month = range(ranges, 'thisMonth');
    const pressed = afterPress(range(ranges, 'overdue'), ranges, []);
    expect(afterPress(month, ranges, pressed)).toEqual(month.conditions);
  });

  it('know themselves in an address, where every value is a text', () => {
    const overdue = range(rangesOf('dueOn'), 'overdue');
    const address: readonly Condition[] = [
      { field: 'stage.open', op: 'in', values: ['true'] },
      { field: 'dueOn', op: 'lt', values: ['2025-02-05'] },
    ];
    expect(isRange(overdue, address)).toBe(true);
  });
});
