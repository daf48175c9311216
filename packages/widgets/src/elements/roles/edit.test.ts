import { describe, expect, it } from 'vitest';
import type { Rights } from '../../sources/roles.ts';
import { actionsOn, roleNameFrom, withAction, withField, withOwnRules, withTenantAction } from './edit.ts';

const SALES: Rights = {
  tenant: ['embed'],
  entities: { '*': ['read', 'create', 'change'] },
  fields: {},
  ownRecords: false,
};

describe('editing what a role may do', () => {
  it('gives an entity rules of its own, which begin as those of all others', () => {
    const rights = withOwnRules(SALES, 'deal');
    expect(actionsOn(rights, 'deal')).toEqual(['read', 'create', 'change']);
    const less = withAction(rights, 'deal', 'create');
    expect([actionsOn(less, 'deal'), actionsOn(less, 'contact')]).toEqual([
      ['read', 'change'],
      ['read', 'create', 'change'],
    ]);
    expect(withOwnRules(less, 'deal')).toEqual(SALES);
  });

  it('lets nobody change what they may not see', () => {
    const blind = withAction(withOwnRules(SALES, 'deal'), 'deal', 'read');
    expect(actionsOn(blind, 'deal')).toEqual([]);
    expect(actionsOn(withAction(blind, 'deal', 'change'), 'deal')).toEqual(['read', 'change']);
  });

  it('keeps a field from a role, and says nothing of those that it may write', () => {
    const hidden = withField(SALES, 'deal', 'amount', 'none');
    expect(hidden.fields).toEqual({ deal: { amount: 'none' } });
    expect(withField(hidden, 'deal', 'amount', 'write')).toEqual(SALES);
  });

  it('allows things in the organisation', () => {
    expect(withTenantAction(SALES, 'audit').tenant).toEqual(['embed', 'audit']);
    expect(withTenantAction(SALES, 'embed').tenant).toEqual([]);
  });

  it('makes names that commands and tokens can carry', () => {
    expect(roleNameFrom('Field Sales', new Set())).toBe('field-sales');
    expect(roleNameFrom('Équipe Sud 2', new Set())).toBe('equipe-sud2');
    expect(roleNameFrom('Rep', new Set(['rep']))).toBe('rep2');
  });
});
