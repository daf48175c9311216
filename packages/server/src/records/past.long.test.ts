import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { done, expectPast, prepare } from '../../test/past.ts';

beforeAll(prepare);
afterAll(done);

describe('the records of a past day in PostgreSQL', () => {
  it('are those that were stored that day, with the links and the figures of that day, on many histories', async () => {
    expect(await expectPast(100, 5)).toBeGreaterThan(300);
  }, 1_200_000);
});
