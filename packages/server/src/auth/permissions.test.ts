import { describe, expect, it } from 'vitest';
import { ACTIONS, may } from './permissions.ts';
import { ROLES } from './roles.ts';

describe('what roles may do', () => {
  it('is said in one table, cell by cell', () => {
    const cells = Object.fromEntries(ROLES.map((role) => [role, ACTIONS.filter((action) => may(role, action))]));
    expect(cells).toEqual({
      viewer: ['read'],
      editor: ['read', 'create', 'change', 'remove', 'import'],
      owner: ['read', 'create', 'change', 'remove', 'import', 'invite', 'embed'],
    });
  });

  it('a tenant says otherwise by role and entity: what it names replaces, what it leaves out stays', () => {
    const own = { editor: { deal: ['read'] }, viewer: { '*': [] } } as const;
    expect(may('editor', 'change', 'deal', own)).toBe(false);
    expect(may('editor', 'read', 'deal', own)).toBe(true);
    expect(may('editor', 'change', 'company', own)).toBe(true);
    expect(may('viewer', 'read', 'deal', own)).toBe(false);
    expect(may('owner', 'remove', 'deal', own)).toBe(true);
  });

  it('has no back door in names that every object has', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(may('viewer', 'change', name)).toBe(false);
      expect(may('viewer', 'read', name)).toBe(true);
    }
  });
});
