import { type Condition, type Notice, type Source, SourceError } from '@sluice/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { fixtureSource } from '../fixtures.ts';
import { narrowed } from './narrowed.ts';
import { Session, type SessionEvent } from './session.ts';

const open = (settings = {}): Session => {
  const session = new Session({ locale: 'fr', timezone: 'Europe/Paris', today: '2025-02-05', ...settings });
  session.use(fixtureSource());
  return session;
};
const heard = (session: Session): SessionEvent[] => {
  const events: SessionEvent[] = [];
  session.subscribe((event) => events.push(event));
  return events;
};
const won: Condition = { field: 'stage', op: 'in', values: ['won'] };

describe('what a session says about itself', () => {
  it('has the day of its zone when nobody says the day', () => {
    const now = () => '2025-02-05T23:30:00.000Z';
    expect(new Session({ timezone: 'Europe/Paris' }, now).today).toBe('2025-02-06');
    expect(new Session({ timezone: 'America/New_York' }, now).today).toBe('2025-02-05');
    expect(new Session({ timezone: 'Europe/Paris', today: '2024-02-29' }, now).moment).toEqual({
      today: '2024-02-29',
      zone: 'Europe/Paris',
    });
  });

  it('takes no zone and no day that do not exist', () => {
    const session = new Session({ timezone: 'Mars/Olympus', today: '2025-02-30' }, () => '2025-02-05T12:00:00.000Z');
    expect(session.timezone).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(session.today).toMatch(/^2025-02-0[456]$/);
  });

  it('is about the first entity with a stage, or the one it names', () => {
    expect(open().entity).toBe('deal');
    expect(open({ entity: 'companies' }).entity).toBe('company');
    expect(new Session().entity).toBe('');
  });

  it('tells of a setting only when it is another', () => {
    const session = open();
    const events = heard(session);
    session.configure({ locale: 'fr' });
    session.configure({ locale: 'he', currency: 'ILS' });
    expect(events).toHaveLength(1);
    expect([session.locale, session.currency, session.today]).toEqual(['he', 'ILS', '2025-02-05']);
  });
});

describe('the filters of a session', () => {
  let session: Session;
  beforeEach(() => {
    session = open();
  });

  it('gather the chosen values of a field in one condition', () => {
    session.toggle('stage', 'won');
    session.toggle('stage', 'lost');
    session.toggle('sector', null);
    expect(session.filters).toEqual([
      { field: 'stage', op: 'in', values: ['won', 'lost'] },
      { field: 'sector', op: 'in', values: [null] },
    ]);
    expect(session.isChosen('stage', 'won')).toBe(true);
    expect(session.isChosen('sector', null)).toBe(true);
    expect(session.isChosen('sector', 'null')).toBe(false);
    session.toggle('stage', 'won');
    session.toggle('stage', 'lost');
    expect(session.filters).toEqual([{ field: 'sector', op: 'in', values: [null] }]);
  });

  it('know a number again that came as a text from an address', () => {
    session.setFilters([{ field: 'amount', op: 'in', values: ['1000.55'] }]);
    expect(session.isChosen('amount', 1000.55)).toBe(true);
    session.toggle('amount', 1000.55);
    expect(session.filters).toEqual([]);
  });

  it('remember how a chosen value is called', () => {
    session.toggle('owner', 'some-id', 'Anna Petit');
    expect(session.shownAs('owner', 'some-id')).toBe('Anna Petit');
    expect(session.shownAs('owner', 'another')).toBe(undefined);
  });

  it('have one condition for each field and operator, in place', () => {
    session.setCondition({ field: 'amount', op: 'gte', values: [1000] });
    session.setCondition(won);
    session.setCondition({ field: 'amount', op: 'lt', values: [9000] });
    session.setCondition({ field: 'amount', op: 'gte', values: [2000] });
    expect(session.filters.map(({ field, op, values }) => `${field} ${op} ${values.join()}`)).toEqual([
      'amount gte 2000',
      'stage in won',
      'amount lt 9000',
    ]);
    session.setCondition({ field: 'amount', op: 'gte', values: [] });
    session.setCondition({ field: 'owner', op: 'empty', values: [] });
    expect(session.filters.map(({ op }) => op)).toEqual(['in', 'lt', 'empty']);
    session.clearField('amount');
    expect(session.filters.map(({ op }) => op)).toEqual(['in', 'empty']);
  });

  it('are told once for each change, and not when nothing changed', () => {
    const events = heard(session);
    session.toggle('stage', 'won');
    session.setFilters([won]);
    session.clearField('amount');
    session.setSearch('  acme ');
    session.setSearch('acme');
    session.clear();
    session.clear();
    expect(events.map((event) => event.data)).toEqual([false, false, false]);
    expect([session.filters, session.search]).toEqual([[], '']);
  });

  it('limit the main entity only, and not by the dimension of who asks', () => {
    session.setFilters([won, { field: 'dueOn', op: 'gte', values: ['2025-01-01'] }]);
    session.setSearch('élan');
    expect(session.selectionFor('deal')).toEqual({ filters: session.filters, search: 'élan' });
    expect(session.selectionFor('deals', 'stage').filters.map(({ field }) => field)).toEqual(['dueOn']);
    expect(session.selectionFor('deal', 'dueOn:month').filters).toEqual([won]);
    expect(session.selectionFor('company')).toEqual({ filters: [], search: '' });
  });

  it('are added to what a query asks itself', () => {
    session.setFilters([won]);
    session.setSearch('élan');
    const own: Condition = { field: 'sector', op: 'in', values: ['Santé'] };
    const query = { entity: 'deal', measures: ['count'], filters: [own], search: 'nord' };
    expect(narrowed(query, session)).toEqual({ ...query, filters: [own, won], search: 'nord élan' });
    expect(narrowed({ entity: 'company', measures: ['count'] }, session)).toEqual({
      entity: 'company',
      measures: ['count'],
    });
    expect(narrowed(null, session)).toBe(null);
  });

  it('that name nothing of a new source are let go', () => {
    session.setFilters([
      won,
      { field: 'colour', op: 'in', values: ['red'] },
      { field: 'account.sector', op: 'in', values: ['x'] },
    ]);
    session.use(fixtureSource());
    expect(session.filters.map(({ field }) => field)).toEqual(['stage', 'account.sector']);
  });

  it('are heard no more by who stopped listening', () => {
    let count = 0;
    const stop = session.subscribe(() => (count += 1));
    session.setSearch('a');
    stop();
    session.setSearch('b');
    expect(count).toBe(1);
  });
});

describe('the source of a session', () => {
  const watched = (): { source: Source; tell: (notice: Notice) => void; watchers: () => number } => {
    const listeners = new Set<(notice: Notice) => void>();
    const source: Source = {
      ...fixtureSource(),
      watch: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    return { source, tell: (notice) => listeners.forEach((one) => one(notice)), watchers: () => listeners.size };
  };

  it('is loading, then ready', async () => {
    const session = new Session();
    const states: string[] = [];
    session.subscribe(() => states.push(session.status));
    expect(session.status).toBe('idle');
    await session.open(() => Promise.resolve(fixtureSource()));
    expect(states).toEqual(['loading', 'ready']);
    expect(session.model?.name).toBe('crm');
  });

  it('that cannot be opened is a problem in the language of the reader, until it can', async () => {
    const session = new Session({ locale: 'fr' });
    let reachable = false;
    await session.open(async () => {
      if (!reachable) throw new SourceError('offline', 'The data cannot be reached.', 'Check the connection.');
      return fixtureSource();
    });
    expect(session.status).toBe('failed');
    expect(session.problem).toEqual({
      code: 'offline',
      message: 'Les données sont injoignables.',
      remedy: 'Vérifiez la connexion et réessayez.',
    });
    session.configure({ locale: 'ru' });
    expect(session.problem?.message).toBe('Данные недоступны.');
    reachable = true;
    await session.retry();
    expect([session.status, session.problem]).toEqual(['ready', null]);
  });

  it('is the one asked for last, whichever comes first', async () => {
    const session = new Session();
    const [slow, fast] = [fixtureSource(), fixtureSource({ deals: 1 })];
    let arrive: (source: Source) => void = () => {};
    const first = session.open(() => new Promise((resolve) => (arrive = resolve)));
    await session.open(() => Promise.resolve(fast));
    arrive(slow);
    await first;
    expect(session.source).toBe(fast);
  });

  it('stays while another one is opened and when that fails', async () => {
    const session = open();
    const { source } = session;
    await session.open(() => Promise.reject(new SourceError('offline', '', '')));
    expect(session.source).toBe(source);
    expect(session.status).toBe('failed');
  });

  it('is watched, one at a time', () => {
    const session = new Session();
    const [one, two] = [watched(), watched()];
    session.use(one.source);
    const events = heard(session);
    const before = session.dataRevision;
    one.tell({ entity: 'deal', ids: ['a'] });
    expect(events.map((event) => event.data)).toEqual([true]);
    expect(session.dataRevision).toBe(before + 1);
    session.use(two.source);
    expect([one.watchers(), two.watchers()]).toEqual([0, 1]);
    session.close();
    expect(two.watchers()).toBe(0);
    expect([session.source, session.status]).toEqual([null, 'idle']);
  });

  it('tells of a write', async () => {
    const session = open();
    const events = heard(session);
    const made = await session.source?.create('deal', { client: 'ACME', stage: 'prospect' });
    expect(made?.ok).toBe(true);
    expect(events.map((event) => event.data)).toEqual([true]);
  });
});
