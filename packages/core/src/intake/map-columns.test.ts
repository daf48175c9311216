import { describe, expect, it } from 'vitest';
import { mapColumns, type Mapping } from './map-columns.ts';
import { crmModel, entityOf } from './testing.ts';

const model = crmModel();
const map = (
  header: readonly string[],
  options: { entity?: string; rows?: readonly (readonly string[])[]; map?: Record<string, string> } = {},
): Mapping =>
  mapColumns({ header, rows: options.rows ?? [] }, entityOf(model, options.entity ?? 'deal'), {
    map: options.map ?? {},
  });
const fields = ({ columns }: Mapping): Record<string, string> =>
  Object.fromEntries(columns.map(({ header, field }) => [header, field]));

describe('columns find their fields', () => {
  it('maps the export of a task list in French and English without help', () => {
    const header = [
      'Task Name',
      'Status',
      'Date Created',
      'Due Date',
      'Start Date',
      'Assignees',
      'Priority',
      'Tags',
      'Task Content',
      'Montant Deal',
    ];
    const mapping = map(header);
    expect(fields(mapping)).toEqual({
      'Task Name': 'client',
      Status: 'stage',
      'Date Created': 'createdOn',
      'Due Date': 'dueOn',
      'Start Date': 'startOn',
      Assignees: 'owner',
      Priority: 'priority',
      Tags: 'tags',
      'Task Content': 'notes',
      'Montant Deal': 'amount',
    });
    expect(mapping.issues).toEqual([]);
    expect(mapping.unmatched).toEqual([]);
  });

  it.each([
    ['CLIENT', 'client', 'name'],
    ['Échéance', 'dueOn', 'label'],
    ['date d’échéance', 'dueOn', 'alias'],
    ['due_on', 'dueOn', 'name'],
    ['dueOn', 'dueOn', 'name'],
    ['Сумма', 'amount', 'label'],
    ['סכום', 'amount', 'label'],
    ['Montant HT (€)', 'amount', 'label'],
    ['Amount [EUR]', 'amount', 'name'],
    ['Deal Owner', 'owner', 'alias'],
    ['Deal sector', 'sector', 'name'],
    ['Priorty', 'priority', 'similar'],
    ['Total amount', 'amount', 'words'],
  ])('takes %j for %s by its %s', (header, field, reason) => {
    const rows = [['12', 'x']];
    const values = field === 'priority' ? [['high', 'x']] : field === 'amount' ? rows : [['text', 'x']];
    expect(map([header, 'Client name of nobody'], { rows: values }).columns).toMatchObject([{ header, field, reason }]);
  });

  it('is surer of a name than of a label, of a label than of an alias, of an alias than of a guess', () => {
    const confidence = (header: string): number => map([header], { rows: [['12']] }).columns[0]?.confidence ?? 0;
    const sure = ['amount', 'Montant', 'valeur', 'Amount (EUR)', 'total amount'].map(confidence);
    expect(sure).toEqual([...sure].sort((a, b) => b - a));
    expect(new Set(sure).size).toBeGreaterThanOrEqual(4);
  });

  it('feeds each field once, from the surest column', () => {
    const mapping = map(['Valeur', 'Amount', 'Client']);
    expect(fields(mapping)).toEqual({ Amount: 'amount', Client: 'client' });
    expect(mapping.unmatched).toEqual(['Valeur']);
  });

  it('does not guess against the values: a reason is no date', () => {
    const mapping = map(['Client', 'Closed lost reason', 'Stage'], { rows: [['Acme', 'too expensive', 'won']] });
    expect(mapping.unmatched).toEqual(['Closed lost reason']);
  });

  it('makes one name of first and last name, but not beside a full name', () => {
    const mapping = map(['Nom', 'Prénom', 'E-mail'], { entity: 'contact' });
    expect(mapping.columns).toMatchObject([
      { header: 'Prénom', field: 'name', joined: 0, reason: 'joined' },
      { header: 'E-mail', field: 'email' },
    ]);
    expect(mapping.unmatched).toEqual([]);
    expect(fields(map(['First name', 'Last name', 'Full name'], { entity: 'contact' }))).toEqual({
      'Full name': 'name',
    });
  });

  it('takes an id column only for identifiers of ours', () => {
    const uuid = '0194D368-1000-7000-8000-00010000000d';
    expect(fields(map(['id', 'client', 'stage'], { rows: [[uuid, 'Acme', 'won']] }))['id']).toBe('id');
    expect(map(['id', 'client', 'stage'], { rows: [['17', 'Acme', 'won']] }).unmatched).toEqual(['id']);
  });

  it('is not misled by a column named like a property of every object', () => {
    const mapping = map(['__proto__', 'constructor', 'toString', 'client', 'stage']);
    expect(mapping.unmatched).toEqual(['__proto__', 'constructor', 'toString']);
  });
});

describe('what a person asks for', () => {
  it('comes first, by header, spelling or position, and frees the column it replaces', () => {
    const mapping = map(['Client', 'Montant', 'Valeur', 'Statut'], { map: { valeur: 'Amount', '4': 'stage' } });
    expect(mapping.columns.map(({ header, field, reason }) => [header, field, reason])).toEqual([
      ['Client', 'client', 'name'],
      ['Valeur', 'amount', 'asked'],
      ['Statut', 'stage', 'asked'],
    ]);
    expect(mapping.unmatched).toEqual(['Montant']);
  });

  it('can leave a column out', () => {
    expect(map(['Client', 'Stage', 'Notes'], { map: { Notes: '-' } }).unmatched).toEqual(['Notes']);
  });

  it.each([
    [{ Nope: 'amount' }, 'no_such_column'],
    [{ Client: 'revenue' }, 'no_such_field'],
    [{ Client: 'weighted' }, 'read_only'],
    [{ Client: 'client', Stage: 'client' }, 'mapped_twice'],
    [{ Client: '__proto__' }, 'no_such_field'],
  ] as readonly (readonly [Record<string, string>, string])[])('is told what is wrong with %j: %s', (asked, code) => {
    const mapping = map(['Client', 'Stage'], { map: asked });
    expect(mapping.issues.map((one) => one.code)).toEqual([code]);
    expect(mapping.issues[0]?.severity).toBe('error');
  });
});

describe('what is missing', () => {
  it('is an error when nothing matches', () => {
    expect(map(['foo', 'bar']).issues).toMatchObject([
      { code: 'nothing_mapped', severity: 'error', message: 'No column matches a field of deal.' },
    ]);
  });

  it('is an error when a required field has no column', () => {
    expect(map(['Client', 'Amount']).issues).toMatchObject([{ code: 'unmapped_required', path: ['stage'] }]);
  });

  it('is none when a fallback has one: the account names the deal', () => {
    expect(map(['account', 'stage']).issues).toEqual([]);
    expect(map(['opportunity_id', 'stage']).issues).toEqual([]);
  });
});
