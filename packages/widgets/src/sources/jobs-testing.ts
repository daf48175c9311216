// Jobs of a server in the page, for tests and stories. No part of the package.
import { testAsking } from './account-testing.ts';
import type { DeadJob } from './jobs.ts';

/** Three that were given up, each for another reason. */
export const someJobs: readonly DeadJob[] = [
  {
    kind: 'webhook',
    attempts: 17,
    reason: { code: 'not_delivered', message: 'The receiver did not take it: answered 500.' },
  },
  {
    kind: 'mail',
    attempts: 9,
    reason: { code: 'not_taken', message: 'The mail server did not take the mail now (451).' },
  },
  { kind: 'daily', attempts: 5, reason: { code: 'disk_is_green', message: 'Something nobody has words for.' } },
].map((one, at) => ({
  ...one,
  id: `018f2f6e-0000-7000-8000-00000000000${at}`,
  endedAt: `2025-02-05T0${9 - at}:30:00.000Z`,
}));

/** The jobs of a tenant on a server in the page. */
export const jobsServer = (jobs: readonly DeadJob[] = someJobs) => {
  let left = jobs;
  const gone = (id: string) => () => {
    left = left.filter((one) => one.id !== id);
    return [204, null] as const;
  };
  return testAsking({
    'get jobs?state=dead': () => [200, { items: left.map((one) => ({ ...one, state: 'dead', subject: null })) }],
    ...Object.fromEntries(
      jobs.flatMap(({ id }) => [
        [`post jobs/${id}/retry`, gone(id)],
        [`delete jobs/${id}`, gone(id)],
      ]),
    ),
  });
};
