// What was done in an organisation, for tests and stories. No part of the package.
import { testAsking } from './account-testing.ts';

const entry = (at: string, actor: string, entity: string, before: object | null, after: object | null) => ({
  at,
  actor,
  cause: 'request 7f3a',
  entity,
  id: '018f2f6e-0000-7000-8000-000000000001',
  version: 2,
  before,
  after,
});
const ENTRIES = [
  entry('2025-02-05T09:30:00.000Z', 'anna@example.com', 'deal', { amount: 1000.55 }, { amount: 2000 }),
  entry('2025-02-05T09:00:00.000Z', 'boris@example.com', 'company', null, { name: 'EcoGreen', city: 'Rennes' }),
  entry('2025-02-04T16:00:00.000Z', 'anna@example.com', 'tenant.people', { role: 'viewer' }, { role: 'sales' }),
  entry('2025-02-04T15:00:00.000Z', 'anna@example.com', 'contact', { name: 'Jean <b>' }, null),
];

/** A journal of two pages. */
export const auditServer = (entries: readonly object[] = ENTRIES) =>
  testAsking({
    'get journal?': () => [200, { items: entries.slice(0, 3), next: entries.length > 3 ? 'more' : null }],
    'get journal?cursor=more': () => [200, { items: entries.slice(3), next: null }],
    'get journal?entity=deal': () => [200, { items: entries.slice(0, 1), next: null }],
  });
