import { type Condition, createFormat, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { describe, expect, it } from 'vitest';
import { filterMessages } from '../../locales/messages/filter.ts';
import { sayIn } from '../../locales/words.ts';
import { clausesOf, clauseText, fieldAt, type Wording } from './words.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('the blueprint does not resolve');
const model = resolved.value;
const entity = model.find('deal');
if (!entity) throw new Error('no deals');

const said = (filters: readonly Condition[], locale = 'en'): readonly string[] => {
  const wording: Wording = {
    model,
    entity,
    locale,
    format: createFormat({ locale, currency: 'EUR' }),
    say: sayIn(filterMessages, locale),
    titleOf: (_, value) => (value === 'u1' ? 'Anna Petit' : undefined),
  };
  return clausesOf(filters, wording).map((clause) => clauseText(clause, wording).replace(/[\u00a0\u202f]/g, ' '));
};

describe('filters in words', () => {
  it.each<[Condition, string]>([
    [{ field: 'stage', op: 'in', values: ['won'] }, 'Stage: Won'],
    [{ field: 'stage', op: 'in', values: ['won', 'lost', 'qualified'] }, 'Stage: Won, Lost or Qualified'],
    [{ field: 'stage', op: 'not', values: ['lost'] }, 'Stage: other than Lost'],
    [{ field: 'stage.open', op: 'in', values: ['true'] }, 'Stage: still open'],
    [{ field: 'sector', op: 'in', values: [null] }, 'Sector: Not given'],
    [{ field: 'sector', op: 'filled', values: [] }, 'Sector: given'],
    [{ field: 'client', op: 'contains', values: ['eco'] }, 'Client: contains “eco”'],
    [{ field: 'amount', op: 'gte', values: ['1000.5'] }, 'Amount: €1,000.50 or more'],
    [{ field: 'probability', op: 'lt', values: [70] }, 'Probability: less than 70%'],
    [{ field: 'dueOn', op: 'lt', values: ['2025-02-05'] }, 'Due: before Feb 5, 2025'],
    [{ field: 'owner', op: 'in', values: ['u1'] }, 'Owner: Anna Petit'],
    [{ field: 'owner', op: 'in', values: ['u2'] }, 'Owner: …'],
    [{ field: 'account.sector', op: 'in', values: ['Retail'] }, 'Company · Sector: Retail'],
  ])('say %j as “%s”', (condition, text) => {
    expect(said([condition])).toEqual([text]);
  });

  it('say from and to of one date in one clause, and one day once', () => {
    const due = (from: string, to: string): readonly Condition[] => [
      { field: 'dueOn', op: 'gte', values: [from] },
      { field: 'dueOn', op: 'lte', values: [to] },
    ];
    expect(said(due('2025-02-01', '2025-02-28'), 'fr')).toEqual(['Échéance : 1 févr. 2025 à 28 févr. 2025']);
    expect(said(due('2025-02-01', '2025-02-01'))).toEqual(['Due: Feb 1, 2025']);
  });

  it('speak the language of the reader', () => {
    const filters: readonly Condition[] = [{ field: 'stage', op: 'in', values: ['won', 'lost'] }];
    expect(said(filters, 'fr')).toEqual(['Étape : Gagné ou Perdu']);
    expect(said(filters, 'ru')).toEqual(['Этап: Выиграна или Проиграна']);
    expect(said(filters, 'he')).toEqual(['שלב: נסגר בהצלחה או אבוד']);
  });

  it('find the field at the end of a path, and the part of a stage', () => {
    expect(fieldAt(model, entity, 'account.sector')?.field.entity).toBe('company');
    expect(fieldAt(model, entity, 'stage.open')?.part).toBe('open');
    expect(fieldAt(model, entity, 'account.nothing')).toBeNull();
  });
});
