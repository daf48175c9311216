import { issue } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { type FileColumn, LEAVE, MAKE, type Outlook, type Question } from '../../sources/import-session.ts';
import {
  after,
  asked,
  before,
  columnsInOrder,
  type Event,
  type Flow,
  flow,
  obstacle,
  open,
  START,
  unmatched,
} from './flow.ts';

const column = (header: string, field: string | null, confidence = field === null ? 0 : 1): FileColumn => ({
  header,
  samples: ['Atelier'],
  field,
  confidence,
  reason: field === null ? null : 'label',
  partner: null,
  decimal: null,
  order: null,
});
const unknownStage: Question = {
  about: 'word',
  field: 'stage',
  header: 'Statut',
  text: 'En pause',
  count: 3,
  likely: [],
  makeable: false,
  required: true,
};
const unknownCompany: Question = {
  about: 'name',
  field: 'account',
  header: 'Société',
  text: 'GTXPro',
  count: 1,
  likely: [{ key: 'id-1', title: 'GTX Pro' }],
  makeable: true,
  required: false,
};
const outlook = (part: Partial<Outlook> = {}): Outlook => ({
  file: { name: 'a.csv', encoding: 'utf-8', repaired: false, delimiter: ';', header: ['Client', 'Statut'] },
  rows: 12,
  columns: [column('Client', 'client'), column('Statut', 'stage')],
  issues: [],
  questions: [],
  counts: { rows: 12, create: 12, update: 0, unchanged: 0, reject: 0 },
  sheets: null,
  plan: [],
  targets: { count: 0, titles: [] },
  titles: {},
  ...part,
});
const happened = (...events: readonly Event[]): Flow => events.reduce(flow, START);
const read = (part: Partial<Outlook> = {}, links: 'create' | 'match' = 'match'): Flow =>
  happened({ is: 'chosen', name: 'a.csv', links }, { is: 'planned', outlook: outlook(part) });

describe('the flow of an import', () => {
  it('of a clean file has nothing between the file and its import', () => {
    const clean = read();
    expect([clean.step, obstacle(clean)]).toEqual(['understand', null]);
  });

  it('leads to the columns first, then to the values, then to the rows that are rejected', () => {
    const columns = [column('Client', 'client'), column('Zut', null), column('Statut', 'stage')];
    const messy = {
      questions: [unknownStage],
      counts: { rows: 12, create: 9, update: 0, unchanged: 0, reject: 3 },
    };
    expect(obstacle(read({ ...messy, columns }))).toBe('mapping');
    expect(obstacle(read(messy))).toBe('settle');
    expect(obstacle(read({ ...messy, questions: [] }))).toBe('plan');
  });

  it('shows columns that feed nothing first, then guesses', () => {
    const columns = [column('Client', 'client'), column('Pistes', 'stage', 0.6), column('Zut', null)];
    expect(columnsInOrder(read({ columns })).map(({ header }) => header)).toEqual(['Zut', 'Pistes', 'Client']);
  });

  it('is content with a column that somebody left out', () => {
    const columns = [column('Client', 'client'), column('Zut', null)];
    const left = flow(read({ columns }), { is: 'mapped', header: 'Zut', field: '-' });
    expect(unmatched(left)).toEqual([]);
    expect(obstacle(left)).toBe(null);
  });

  it('takes a field from the column that had it', () => {
    const columns = [column('Client', 'client'), column('Nom', null)];
    const { wish } = flow(read({ columns }), { is: 'mapped', header: 'Nom', field: 'client' });
    expect(wish.map).toEqual({ Nom: 'client', Client: '-' });
  });

  it('keeps a question in its place once it is answered', () => {
    const columns = [column('Statut', 'stage'), column('Société', 'account')];
    const both = read({ columns, questions: [unknownStage, unknownCompany] });
    const answered = flow(both, { is: 'answered', questions: [unknownStage], answer: 'negotiation' });
    const again = flow(answered, { is: 'planned', outlook: outlook({ columns, questions: [unknownCompany] }) });
    expect(again.wish.answers).toEqual({ stage: { 'En pause': 'negotiation' } });
    expect(asked(again)).toEqual([unknownStage, unknownCompany]);
    expect(open(again)).toEqual([unknownCompany]);
  });

  it('forgets the questions of a column that feeds another field now', () => {
    const first = read({ questions: [unknownStage] });
    const columns = [column('Client', 'client'), column('Statut', 'notes')];
    expect(flow(first, { is: 'planned', outlook: outlook({ columns }) }).questions).toEqual([]);
  });

  it('asks about every name in match mode, in create mode only about those that are nearly borne', () => {
    const columns = [column('Société', 'account')];
    const fresh = { ...unknownCompany, text: 'Zénith', likely: [] };
    const questions = [unknownCompany, fresh];
    expect(asked(read({ columns, questions })).map(({ text }) => text)).toEqual(['GTXPro', 'Zénith']);
    expect(asked(read({ columns, questions }, 'create')).map(({ text }) => text)).toEqual(['GTXPro']);
  });

  it('answers many questions at once', () => {
    const fresh = { ...unknownCompany, text: 'Zénith', likely: [] };
    const questions = [unknownCompany, fresh];
    const { wish } = flow(read({ questions }), { is: 'answered', questions, answer: MAKE });
    expect(wish.answers).toEqual({ account: { GTXPro: MAKE, Zénith: MAKE } });
  });

  it('goes by the values only where there are some', () => {
    const plain = flow(read(), { is: 'went', to: 'mapping' });
    expect(after(plain)).toBe('plan');
    expect(before(flow(plain, { is: 'went', to: 'plan' }))).toBe('mapping');
    const questions = flow(read({ questions: [unknownStage] }), { is: 'went', to: 'mapping' });
    expect(after(questions)).toBe('settle');
    expect(before(flow(questions, { is: 'went', to: 'plan' }))).toBe('settle');
  });

  it('ends where the file cannot be used, not where a column can be mapped', () => {
    expect(read({ issues: [issue('empty_file', [])] }).step).toBe('failed');
    const unmapped = read({ issues: [issue('unmapped_required', ['client'])] });
    expect([unmapped.step, obstacle(unmapped)]).toEqual(['understand', 'mapping']);
  });

  it('comes back to the plan when it is stopped, and nothing was written', () => {
    const progress = { done: 200, of: 1000 };
    const stopped = [{ is: 'began' }, { is: 'progressed', progress }, { is: 'stopped' }] as const;
    expect(stopped.reduce<Flow>(flow, read())).toMatchObject({ step: 'plan', stopped: true, done: null });
  });

  it('remembers which edited records are put back', () => {
    const decided = [
      { is: 'decided', id: 'a', putBack: true },
      { is: 'decided', id: 'b', putBack: true },
      { is: 'decided', id: 'a', putBack: false },
    ] as const;
    expect(decided.reduce<Flow>(flow, read()).putBack).toEqual(['b']);
  });

  it('leaves a value out when somebody says so', () => {
    const left = flow(read({ questions: [unknownStage] }), {
      is: 'answered',
      questions: [unknownStage],
      answer: LEAVE,
    });
    expect(open(left)).toEqual([]);
  });
});
