import { SourceError } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { carryThrough } from './import-job.ts';
import { type ImportProgress, LEFT } from './import-session.ts';
import type { AskOptions, RemoteAnswer } from './remote-types.ts';

const ID = '01940000-0000-7000-8000-000000000001';
const PLAN = { id: ID, digest: 'ab12' };
const AWAY = new SourceError('offline', 'The data cannot be reached.', '');

type Said = Readonly<Record<string, unknown>> | SourceError | (() => void);

const running = (done: number, of = 900): Said => ({ ...PLAN, status: 'planned', job: { state: 'running', done, of } });
const ended = (state: string, more = {}): Said => ({
  ...PLAN,
  status: 'planned',
  job: { state, done: 0, of: 0, ...more },
});
const WRITTEN: Said = { ...PLAN, status: 'accepted' };
const refused = (code: string): Said => ({ code, detail: `It is ${code}.`, remedy: 'Mend it.' });

/** A server that answers in this order; a function is something that happens before the next answer. */
const following = async (said: readonly Said[], told = false, stop = new AbortController()) => {
  const rest = [...said];
  const asked: string[] = [];
  const options: AskOptions[] = [];
  const progress: ImportProgress[] = [];
  const ask = (method: string, path: string, how: AskOptions = {}): Promise<RemoteAnswer> => {
    asked.push(`${method} ${path.replace(`imports/${ID}`, '')}`.trim());
    options.push(how);
    const next = rest.shift();
    if (next instanceof SourceError) return Promise.reject(next);
    if (next === undefined || typeof next === 'function') return Promise.reject(new Error('Nothing more is said.'));
    const status = 'code' in next ? 409 : 200;
    return Promise.resolve({ status, json: next, warnings: [] });
  };
  const waiting = (): Promise<void> => {
    const [next] = rest;
    if (typeof next === 'function') {
      rest.shift();
      next();
    }
    return Promise.resolve();
  };
  let outcome: unknown;
  try {
    const plan = { ...PLAN, told };
    const { status } = (await carryThrough({ ask }, plan, (one) => progress.push(one), stop.signal, waiting)) as {
      readonly status: string;
    };
    outcome = status;
  } catch (failure) {
    outcome = failure instanceof SourceError ? failure.code : failure;
  }
  return { outcome, asked, options, progress };
};

describe('an import that a server writes while nobody waits', () => {
  it('is begun once, and looked at until it is written', async () => {
    const { outcome, asked, options, progress } = await following([running(0), running(300), running(600), WRITTEN]);
    expect(outcome).toBe('accepted');
    expect(asked).toEqual(['post /accept', 'get', 'get', 'get']);
    expect(options[0]).toMatchObject({ version: 'ab12', prefer: 'respond-async' });
    expect(progress.map(({ done }) => done)).toEqual([0, 300, 600]);
  });

  it('is done at once where the server was quick', async () => {
    expect(await following([WRITTEN])).toMatchObject({ outcome: 'accepted', asked: ['post /accept'] });
  });

  it('is found again after the connection was lost, and is not begun twice', async () => {
    const { outcome, asked, progress } = await following([running(0), AWAY, AWAY, running(600), WRITTEN]);
    expect([outcome, asked.filter((one) => one === 'post /accept').length]).toEqual(['accepted', 1]);
    expect(progress.map(({ away = false }) => away)).toEqual([false, true, true, false]);
  });

  it('is begun when nobody knows whether the server heard it, and it had not', async () => {
    const silent: Said = { ...PLAN, status: 'planned' };
    const { outcome, asked } = await following([AWAY, silent, running(1), WRITTEN]);
    expect([outcome, asked]).toEqual(['accepted', ['post /accept', 'get', 'post /accept', 'get']]);
  });

  it('is begun again when the server ended on the way, but not for ever', async () => {
    const again = [ended('interrupted'), running(1), WRITTEN];
    expect(await following([running(9), ...again])).toMatchObject({ outcome: 'accepted' });
    const never = Array.from({ length: 4 }, () => ended('interrupted'));
    expect(await following(never)).toMatchObject({ outcome: 'interrupted' });
  });

  it('is followed by the page that comes after a reload, and not begun by it', async () => {
    expect(await following([running(5), WRITTEN], true)).toMatchObject({ outcome: 'accepted', asked: ['get', 'get'] });
  });

  it('is stopped there when a person stops it', async () => {
    const stop = new AbortController();
    const { outcome, asked } = await following([running(1), () => stop.abort(), ended('stopped')], false, stop);
    expect([outcome, asked]).toEqual(['stopped', ['post /accept', 'post /cancel']]);
  });

  it('is stopped as soon as the server can be reached again', async () => {
    const stop = new AbortController();
    const said = [running(1), () => stop.abort(), AWAY, AWAY, ended('stopped')];
    const { outcome, asked } = await following(said, false, stop);
    expect([outcome, asked.slice(1)]).toEqual(['stopped', ['post /cancel', 'post /cancel', 'post /cancel']]);
  });

  it('is done when it was written before it could be stopped', async () => {
    const stop = new AbortController();
    const said = [running(1), () => stop.abort(), refused('already_accepted'), WRITTEN];
    expect(await following(said, false, stop)).toMatchObject({ outcome: 'accepted' });
  });

  it('goes on when the page only leaves', async () => {
    const stop = new AbortController();
    const { asked } = await following([running(1), () => stop.abort(LEFT)], false, stop);
    expect(asked).toEqual(['post /accept']);
  });

  it('fails as the server says, in its code', async () => {
    expect(await following([refused('plan_expired')])).toMatchObject({ outcome: 'plan_expired' });
    expect(await following([running(1), ended('failed', { code: 'plan_changed' })])).toMatchObject({
      outcome: 'plan_changed',
    });
    expect(await following([{ no: 'import' }])).toMatchObject({ outcome: 'unreadable' });
  });
});
