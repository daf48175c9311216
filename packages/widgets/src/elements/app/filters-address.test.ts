import { describe, expect, it } from 'vitest';
import { fixtureModel } from '../../fixtures.ts';
import { columnsMap } from './columns-map.ts';
import { addressWith, selectionIn } from './filters-address.ts';

const deal = fixtureModel().find('deal');
if (!deal) throw new Error('no deals');
const page = 'https://page.example/crm';

describe('filters in the address of a page', () => {
  it('come back as they were', () => {
    const selection = {
      filters: [
        { field: 'stage', op: 'in', values: ['won', 'lost'] },
        { field: 'sector', op: 'in', values: [null, 'Santé & co'] },
        { field: 'amount', op: 'gte', values: ['1000.55'] },
        { field: 'account.sector', op: 'not', values: ['Retail'] },
        { field: 'owner', op: 'empty', values: [] },
      ],
      search: 'élan vital',
    } as const;
    const address = addressWith(page, selection, deal);
    expect(selectionIn(address, deal)).toEqual(selection);
  });

  it('leave alone what belongs to the page', () => {
    const address = `${page}?utm_source=x&stage=won&tab=2&colour[like]=red#top`;
    expect(selectionIn(address, deal)).toEqual({
      filters: [{ field: 'stage', op: 'in', values: ['won'] }],
      search: '',
    });
    const next = addressWith(address, { filters: [], search: 'acme' }, deal);
    expect(next).toBe(`${page}?utm_source=x&tab=2&colour%5Blike%5D=red&q=acme#top`);
  });

  it('that cannot be read do not spoil the others', () => {
    expect(selectionIn(`${page}?amount[about]=3&stage=won`, deal).filters).toEqual([
      { field: 'stage', op: 'in', values: ['won'] },
    ]);
  });

  it('that do not change leave the address as it is', () => {
    const address = `${page}?stage=won`;
    expect(addressWith(address, selectionIn(address, deal), deal)).toBe(address);
  });
});

describe('the columns of a file in an attribute', () => {
  it('are pairs with semicolons or lines between', () => {
    expect(columnsMap('Montant HT=amount; Statut = stage;\n a=b =client;;broken;=x;y=')).toEqual({
      'Montant HT': 'amount',
      Statut: 'stage',
      'a=b': 'client',
    });
    expect(columnsMap(null)).toEqual({});
  });
});
