import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import { bytes } from '../intake/testing.ts';
import { type Model, resolveModel } from '../model/index.ts';
import { countsOf, ruleText } from './outcome.ts';
import { desk, fates } from './testing.ts';

/** The model with contacts that may refuse, and companies with a number of their own. */
const consenting = (): Model => {
  const entities = crm.entities.map((one) => {
    if (one.name === 'contact')
      return {
        ...one,
        fields: {
          ...one.fields,
          optOut: { kind: 'flag', label: { en: 'Opt out' } },
          subscribed: { kind: 'flag', label: { en: 'Subscribed' } },
          unsubscribedOn: { kind: 'date', label: { en: 'Unsubscribed on' } },
        },
      };
    if (one.name === 'company')
      return { ...one, fields: { ...one.fields, vat: { kind: 'text', label: { en: 'VAT' }, unique: true } } };
    return one;
  });
  const resolved = resolveModel({ ...crm, entities } as unknown as typeof crm);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value;
};

describe('a plan', () => {
  it('gives every row one fate, and the counts add up: 1 new, 1 changed, 1 as it was, 1 unreadable', async () => {
    const { make, plan } = desk();
    await make('deal', { client: 'Atelier Nord', amount: 100_000, stage: 'prospect' });
    const cordier = await make('deal', { client: 'Cordier', amount: 400_000, stage: 'prospect' });
    const planned = await plan(
      'client,amount,stage\nAtelier Nord,1000,prospect\nCordier,5000,prospect\nDelorme,600,won\nFabre,-8,lost\n',
    );
    expect(fates(planned)).toEqual([
      [2, 'unchanged', 'title'],
      [3, 'update', 'title'],
      [4, 'create', 'new'],
      [5, 'reject', 'unreadable'],
    ]);
    expect(planned.counts).toEqual({ rows: 4, create: 1, update: 1, unchanged: 1, reject: 1 });
    expect(planned.rows[1]).toMatchObject({
      id: cordier.id,
      version: 1,
      title: 'Cordier',
      cells: [{ field: 'amount', old: 400_000, new: 500_000, collision: 'overwrite' }],
    });
    expect(ruleText(planned.rows[3]?.rule ?? { by: 'new' })).toBe('no readable amount');
    expect(planned.rows[3]?.source).toEqual(['Fabre', '-8', 'lost']);
  });

  it('reads forecast categories in the words of a file, and reports a word that is none', async () => {
    const { plan } = desk();
    const planned = await plan(
      'client,stage,Forecast category\nA,prospect,Commit\nB,prospect,Meilleur cas\nC,prospect,perhaps\nD,prospect,\n',
    );
    const own = planned.rows.map(({ cells }) => cells.find(({ field }) => field === 'forecast')?.new ?? null);
    expect(own).toEqual(['commit', 'bestCase', null, null]);
    expect(planned.issues).toMatchObject([
      { code: 'not_an_option', path: ['rows', 4, 'Forecast category'], received: 'perhaps' },
    ]);
  });

  it('writes nothing', async () => {
    const { plan, stored, source } = desk();
    await plan('client,amount,stage\nAcme,1,prospect\n');
    expect(stored('deal')).toEqual([]);
    expect(source.journal()).toEqual([]);
  });

  it('tells the line of the file, whatever stands between', async () => {
    const { plan } = desk();
    const planned = await plan('client,stage,notes\nA,won,x\n\nB,won,"two\nlines"\nC,won,y\n');
    expect(planned.rows.map(({ title, line }) => [title, line])).toEqual([
      ['A', 2],
      ['B', 4],
      ['C', 5],
    ]);
  });

  it('rejects every row of a file that cannot be used, and says why', async () => {
    const { plan } = desk();
    const planned = await plan('client,amount\nA,1\nB,2\n', { map: { client: 'no such field' } });
    expect(planned.counts).toEqual({ rows: 2, create: 0, update: 0, unchanged: 0, reject: 2 });
    expect(fates(planned)[0]).toEqual([2, 'reject', 'file']);
    const mistaken = await plan('client,stage\nA,won\n', { rules: { columns: { clientt: 'skip' } } });
    expect(mistaken.writes).toEqual([]);
    expect(mistaken.rows[0]?.issues[0]?.code).toBe('no_such_field');
  });

  it('shows what the gates remark, and rejects what may not be written', async () => {
    const { make, plan } = desk();
    const open = await make('deal', { client: 'Open', amount: 1, stage: 'prospect' });
    const planned = await plan(
      `id,client,amount,stage\n,Unpriced,,prospect\n${open.id},Open,1,negotiation\n${open.id.replace(/.$/, 'f')},Far,1,negotiation\n`,
    );
    expect(fates(planned)).toEqual([
      [2, 'create', 'new'],
      [3, 'reject', 'refused'],
      [4, 'create', 'new'],
    ]);
    expect(planned.rows.map(({ issues }) => issues.map(({ code, severity }) => `${severity} ${code}`))).toEqual([
      ['warning gate_unpriced'],
      ['error gate_unowned'],
      ['warning gate_unowned'],
    ]);
  });
});

describe('a row finds its record', () => {
  it('by identifier, before anything else', async () => {
    const { make, plan } = desk();
    const one = await make('contact', { name: 'Jean', email: 'jean@acme.com' });
    await make('contact', { name: 'Marie', email: 'marie@acme.com' });
    const planned = await plan(`id,name,email\n${one.id},Marie,marie@acme.com\n`, { entity: 'contact' });
    expect(planned.rows[0]).toMatchObject({ fate: 'update', rule: { by: 'id' }, id: one.id });
  });

  it('by a unique field, then by e-mail in any case and between spaces, then by title without accents', async () => {
    const { make, plan } = desk(consenting());
    await make('company', { name: 'Société Générale', vat: 'FR1' });
    const firm = await plan('name,vat,city\nSG,FR1,Paris\nsg,,Lyon\n', { entity: 'company' });
    expect(firm.rows.map(({ rule }) => ruleText(rule))).toEqual(['by key vat', 'duplicate of line 2']);
    const jean = await make('contact', { name: 'Jean Dupont', email: 'jean@acme.com' });
    await make('contact', { name: 'Zoë', email: null });
    const people = await plan('name,email,city\nJ. Dupont, JEAN@Acme.com ,Paris\nzoe,,Lyon\n', { entity: 'contact' });
    expect(
      people.rows.map(({ rule, id, cells }) => [ruleText(rule), id === jean.id, cells.map((c) => c.field)]),
    ).toEqual([
      ['by e-mail (email)', true, ['name', 'city']],
      ['by title (name)', false, ['city']],
    ]);
  });

  it('but not one that several bear: rejected, with the candidates', async () => {
    const { make, plan } = desk();
    const [a, b] = [await make('contact', { name: 'Jean Martin' }), await make('contact', { name: 'Jean Martin' })];
    const planned = await plan('name,city\njean martin,Paris\n', { entity: 'contact' });
    expect(planned.rows[0]).toMatchObject({ fate: 'reject', rule: { by: 'ambiguous', field: 'name' }, id: null });
    expect(planned.rows[0]?.candidates.map(({ id }) => id).sort()).toEqual([a.id, b.id].sort());
  });

  it('by what tells equal titles apart: the reference of a deal, the company of a contact', async () => {
    const { make, plan } = desk();
    const one = await make('deal', { client: 'Acme', reference: 'A-1', stage: 'prospect', amount: 1 });
    const two = await make('deal', { client: 'Acme', reference: 'A-2', stage: 'prospect', amount: 2 });
    const planned = await plan(
      'client,reference,stage,amount\nACME,A-2,prospect,5\nAcme,A-3,prospect,7\nacme,a-1,prospect,9\n',
    );
    expect(planned.rows.map(({ fate, id }) => [fate, id === one.id ? 1 : id === two.id ? 2 : 0])).toEqual([
      ['update', 2],
      ['create', 0],
      ['update', 1],
    ]);
    const [north, south] = [await make('company', { name: 'Nord' }), await make('company', { name: 'Sud' })];
    const there = await make('contact', { name: 'Paul', company: north.id });
    await make('contact', { name: 'Paul', company: south.id });
    const people = await plan('name,company,city\nPaul,nord,Lille\n', { entity: 'contact' });
    expect(people.rows[0]).toMatchObject({ fate: 'update', id: there.id });
  });

  it('offers what is nearly so called, and does not merge it', async () => {
    const { make, plan } = desk();
    const firm = await make('company', { name: 'GTX Pro' });
    const planned = await plan('name\nGTXPro\n', { entity: 'company' });
    expect(planned.rows[0]).toMatchObject({
      fate: 'create',
      candidates: [{ id: firm.id, title: 'GTX Pro' }],
    });
  });

  it('keeps deals of one client apart, and takes a repeated row once', async () => {
    const { plan } = desk();
    const planned = await plan('client,amount,stage\nAcme,1,won\nAcme,2,won\nAcme,1,won\n');
    expect(fates(planned)).toEqual([
      [2, 'create', 'new'],
      [3, 'create', 'new'],
      [4, 'unchanged', 'duplicate'],
    ]);
  });
});

describe('rows that are the same record', () => {
  const file = 'name,email,city,phone\nJean,jean@acme.com,Paris,\nJean D.,JEAN@acme.com,Lyon,+33 6 12 34 56 78\n';

  it('add up to one write, found by what the first says', async () => {
    const { plan } = desk();
    const planned = await plan(file, { entity: 'contact' });
    expect(planned.rows.map(({ fate, rule }) => [fate, ruleText(rule)])).toEqual([
      ['create', 'new'],
      ['update', 'duplicate of line 2'],
    ]);
    expect(planned.writes.map(({ record }) => record.values)).toMatchObject([
      { name: 'Jean', email: 'jean@acme.com', city: 'Lyon', phone: '+33 6 12 34 56 78' },
    ]);
  });

  it('or the second is rejected, when so ruled', async () => {
    const { plan } = desk();
    const planned = await plan(file, { entity: 'contact', rules: { duplicates: 'reject' } });
    expect(fates(planned)[1]).toEqual([3, 'reject', 'duplicate']);
    expect(planned.writes[0]?.record.values).toMatchObject({ name: 'Jean', city: 'Paris' });
  });

  it('change nothing when the last takes back what the first changed', async () => {
    const { make, plan } = desk();
    await make('contact', { name: 'Jean', email: 'jean@acme.com', city: 'Lyon' });
    const planned = await plan('name,email,city\nJean,jean@acme.com,Paris\nJean,jean@acme.com,Lyon\n', {
      entity: 'contact',
    });
    expect(planned.counts).toMatchObject({ unchanged: 2, update: 0 });
    expect(planned.writes).toEqual([]);
  });
});

describe('a cell that has a value', () => {
  const before = { name: 'Acme', city: 'Paris', sector: null, employees: 10, country: 'France' };
  const file = 'name,city,sector,employees,country\nAcme,Lyon,SaaS,20,\n';

  it.each([
    ['is overwritten by default, a blank cell says nothing', {}, ['city', 'sector', 'employees']],
    ['is kept and blanks are filled', { columns: { city: 'fill', sector: 'fill', employees: 'fill' } }, ['sector']],
    ['is left alone', { columns: { city: 'skip', sector: 'skip' } }, ['employees']],
    ['is emptied when so ruled', { clear: ['country'] }, ['city', 'sector', 'employees', 'country']],
  ] as const)('%s', async (_what, rules, fields) => {
    const { make, plan } = desk();
    await make('company', before);
    const planned = await plan(file, { entity: 'company', rules });
    expect(planned.rows[0]?.cells.map(({ field }) => field).sort()).toEqual([...fields].sort());
  });

  it('is never a refusal that an import takes back', async () => {
    const { make, plan } = desk(consenting());
    const refusing = { optOut: true, subscribed: false, unsubscribedOn: '2024-05-01' };
    await make('contact', { name: 'A', email: 'a@b.fr', ...refusing });
    await make('contact', { name: 'B', email: 'b@b.fr', optOut: false, subscribed: true });
    const planned = await plan(
      'name,email,optOut,subscribed,unsubscribedOn\nA,a@b.fr,no,yes,\nB,b@b.fr,yes,no,2025-01-01\n',
      { entity: 'contact', rules: { clear: ['unsubscribedOn', 'optOut'] } },
    );
    expect(fates(planned)).toEqual([
      [2, 'unchanged', 'email'],
      [3, 'update', 'email'],
    ]);
    expect(planned.rows[0]?.issues.map(({ code }) => code)).toEqual(['consent_kept', 'consent_kept']);
    expect(planned.writes[0]?.record.values).toMatchObject({ optOut: true, subscribed: false });
  });

  it('follows again when the file says what it would follow to', async () => {
    const { make, plan } = desk();
    await make('deal', { client: 'A', amount: 1, stage: 'qualified', probability: 5500 });
    await make('deal', { client: 'B', amount: 1, stage: 'qualified' });
    const planned = await plan('client,amount,stage,probability\nA,0.01,qualified,30 %\nB,0.01,qualified,30 %\n');
    expect(fates(planned).map(([, fate]) => fate)).toEqual(['update', 'unchanged']);
    expect(planned.writes[0]?.record).toMatchObject({ overrides: {}, values: { probability: null } });
  });
});

describe('links', () => {
  it('create what they ask for on request, once, and not when it exists already', async () => {
    const { make, plan } = desk();
    await make('company', { name: 'Nord' });
    const file = 'client,account,stage\nA,Sud,won\nB,Sud,won\nC,Nord,won\n';
    expect((await plan(file)).targets).toEqual([]);
    const planned = await plan(file, { links: 'create', existing: {} });
    expect(planned.targets.map(({ title, create }) => [title, create])).toEqual([
      ['Sud', true],
      ['Nord', false],
    ]);
    expect(planned.writes.map(({ change }) => change.entity)).toEqual(['company', 'deal', 'deal', 'deal']);
  });

  it('of a companion file lead to the records that its rows are', async () => {
    const { make, plan, apply, stored } = desk();
    const nord = await make('company', { name: 'Nord' });
    const planned = await plan('client,account,stage\nA,Nord,won\nB,Sud,won\n', {
      with: { company: bytes('name,city\nnord,Lille\nSud,Nice\n') },
      existing: {},
    });
    expect(planned.companions[0]?.counts).toMatchObject({ rows: 2, update: 1, create: 1 });
    await apply(planned);
    expect(stored('company').map(({ values }) => [values['name'], values['city']])).toEqual([
      ['Nord', 'Lille'],
      ['Sud', 'Nice'],
    ]);
    expect(stored('deal')[0]?.values['account']).toBe(nord.id);
  });

  it('to a row that is not imported stay blank, and the row says so', async () => {
    const { make, plan } = desk();
    await make('company', { name: 'Nord' });
    await make('company', { name: 'Nord' });
    const planned = await plan('client,account,stage\nA,Nord,won\n', {
      with: { company: bytes('name,city\nNord,Lille\n') },
      existing: {},
    });
    expect(planned.companions[0]?.counts.reject).toBe(1);
    expect(planned.rows[0]).toMatchObject({
      fate: 'create',
      issues: [{ code: 'not_linked' }, { code: 'gate_unpriced' }],
    });
  });
});

it('counts of nothing are nothing', () => {
  expect(countsOf([])).toEqual({ rows: 0, create: 0, update: 0, unchanged: 0, reject: 0 });
});

it('lets a probability that an earlier row set by hand go when a later row says what its stage has anyway', async () => {
  const one = desk();
  const file =
    'client,stage,probability,reference\nAcme,prospect,30%,A-1\nAcme,qualified,,A-1\nAcme,prospect,10%,A-1\n';
  await one.import(file, { entity: 'deal' });
  expect(
    one.stored('deal').map(({ values, overrides }) => [values['stage'], values['probability'], overrides]),
  ).toEqual([['prospect', null, {}]]);
  expect((await one.plan(file, { entity: 'deal' })).counts).toMatchObject({ create: 0, update: 0, unchanged: 3 });
});
