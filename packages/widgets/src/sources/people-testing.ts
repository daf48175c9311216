// An organisation of three, for tests and stories. No part of the package.
import { testAsking } from './account-testing.ts';

const member = (id: number, name: string, role: string, more: Readonly<Record<string, unknown>> = {}) => ({
  id: `018f2f6e-0000-7000-8000-00000000010${id}`,
  email: `${name.split(' ')[0]?.toLowerCase() ?? ''}@example.com`,
  name,
  role,
  ownRecords: false,
  disabled: false,
  invited: false,
  since: '2024-11-01T08:00:00.000Z',
  lastSeen: '2025-02-04T15:00:00.000Z',
  sessions: 1,
  you: false,
  ...more,
});

/** Anna (an admin, and the one who looks), Boris in sales, and an invitation to Chloé. */
export const somePeople: readonly Readonly<Record<string, unknown>>[] = [
  member(1, 'Anna Petit', 'admin', { you: true }),
  member(2, 'Boris Lemaire', 'sales', { ownRecords: true }),
  member(3, '', 'viewer', {
    email: 'chloe@example.com',
    invited: true,
    lastSeen: null,
    expires: '2025-02-12T10:00:00.000Z',
  }),
];

/** A server that keeps these people and three roles; it refuses to remove anybody called an admin. */
export const peopleServer = (people = somePeople) => {
  let left = people;
  return testAsking({
    'get people': () => [200, { items: left }],
    'get roles': () => [
      200,
      { items: ['admin', 'sales', 'viewer'].map((name) => ({ name, label: name, builtIn: true })) },
    ],
    'post people': () => [201, { link: 'https://crm.example/#invite=abcdef', expires: '2025-02-12T10:00:00.000Z' }],
    'patch people/{id}': (json) => {
      const role = (json as { readonly role?: string }).role;
      return role === 'viewer' ? [409, { code: 'last_admin' }] : [200, { ...left[1], ...(json as object) }];
    },
    'delete people/{id}': () => {
      left = left.slice(0, 1);
      return [204, null];
    },
  });
};
