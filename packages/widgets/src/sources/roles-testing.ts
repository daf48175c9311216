// The roles of an organisation, for tests and stories. No part of the package.
import { testAsking } from './account-testing.ts';
import type { Rights } from './roles.ts';

const rights = (more: Partial<Rights>): Rights => ({
  tenant: [],
  entities: {},
  fields: {},
  ownRecords: false,
  ...more,
});

/** A server with the three roles of the product; `refuses` is the code it refuses changes with. */
export const rolesServer = (refuses = '') => {
  let version = 1;
  let items: readonly Readonly<Record<string, unknown>>[] = [
    { name: 'admin', builtIn: true, fixed: true, members: 1, rights: rights({ entities: { '*': ['read'] } }) },
    {
      name: 'sales',
      builtIn: true,
      fixed: false,
      members: 2,
      rights: rights({ entities: { '*': ['read', 'create', 'change'], company: ['read'] } }),
    },
    { name: 'viewer', builtIn: true, fixed: false, members: 0, rights: rights({ entities: { '*': ['read'] } }) },
  ];
  const server = testAsking({
    'get roles': () => [200, { version, items }],
    'put roles/{id}': (json) => {
      if (refuses !== '') return [403, { code: refuses }];
      version += 1;
      const { label } = json as { readonly label: string };
      const known = items.find((one) => one['name'] === label);
      const kept = { ...(known ?? { name: label, members: 0 }), ...(json as object) };
      items = known ? items.map((one) => (one === known ? kept : one)) : [...items, kept];
      return [200, kept];
    },
    'delete roles/{id}': () => [409, { code: 'role_in_use' }],
  });
  return { ...server, kept: () => items };
};
