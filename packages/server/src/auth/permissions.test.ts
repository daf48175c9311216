import { ENTITY_ACTIONS, TENANT_ACTIONS } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { type Action, may, mayWrite } from './permissions.ts';
import { BUILT_IN, isNewRole, NOTHING, rightsOf, roleNamed, ROLES, rolesOf } from './roles.ts';

const rights = (role: string) => rightsOf(role) ?? NOTHING;
const ACTIONS: readonly Action[] = [...ENTITY_ACTIONS, ...TENANT_ACTIONS];

describe('what roles may do where a tenant says nothing else', () => {
  it('is said in one table, cell by cell', () => {
    const cells = Object.fromEntries(
      ROLES.map((role) => [role, ACTIONS.filter((action) => may(rights(role), action))]),
    );
    expect(cells).toEqual({
      viewer: ['read', 'export'],
      sales: ['read', 'create', 'change', 'remove', 'import', 'export'],
      admin: [...ENTITY_ACTIONS, 'people', 'roles', 'settings', 'embed', 'audit', 'jobs'],
    });
    expect(ROLES.map((role) => [role, mayWrite(rights(role))])).toEqual([
      ['admin', true],
      ['sales', true],
      ['viewer', false],
    ]);
  });

  it('goes by the former names too, and by no other', () => {
    expect([roleNamed('owner'), roleNamed('editor'), roleNamed('viewer')]).toEqual(['admin', 'sales', 'viewer']);
    expect([rightsOf('owner'), rightsOf('king'), roleNamed('King!'), roleNamed(5)]).toEqual([
      BUILT_IN['admin']?.rights,
      null,
      null,
      null,
    ]);
    expect([isNewRole('field-sales'), isNewRole('owner'), isNewRole('editor')]).toEqual([true, false, false]);
  });
});

describe('what a tenant says of its roles', () => {
  it('replaces a built-in one, adds others, and never touches admin', () => {
    const own = {
      sales: { rights: { tenant: [], entities: { '*': ['read'], deal: ['read', 'change'] } } },
      admin: { rights: NOTHING },
      board: { rights: { tenant: ['audit'], entities: {} } },
    } as const;
    const sales = rightsOf('editor', own) ?? NOTHING;
    expect([may(sales, 'change', 'deal'), may(sales, 'change', 'company'), may(sales, 'change')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(rightsOf('admin', own)).toEqual(BUILT_IN['admin']?.rights);
    expect([...rolesOf(own).keys()]).toEqual(['admin', 'sales', 'viewer', 'board']);
    const board = rightsOf('board', own) ?? NOTHING;
    expect([may(board, 'audit'), may(board, 'people'), may(board, 'read', 'deal')]).toEqual([true, false, false]);
  });

  it('has no back door in names that every object has', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(may(rights('viewer'), 'change', name)).toBe(false);
      expect(may(rights('viewer'), 'read', name)).toBe(true);
      expect(rightsOf(name)).toBe(null);
    }
  });
});
