import { type Overlay, resolveModel } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { describe, expect, it } from 'vitest';
import { labelled, nameFrom, optionsFrom, withField, withGate, withOrder, withStage } from './edit.ts';

const modelWith = (overlay: Overlay) => {
  const model = resolveModel(crm, { overlays: [overlay] });
  if (!model.ok) throw new Error(model.issues.map(({ message }) => message).join(' '));
  const deal = model.value.find('deal');
  if (!deal) throw new Error('There are no deals.');
  return deal;
};

describe('editing what a tenant adds', () => {
  it('adds a field, and says it differently later without losing what was said', () => {
    const added = withField({}, 'deal', 'colour', {
      kind: 'choice',
      label: 'Colour',
      options: optionsFrom('Red\nBlue'),
    });
    const later = withField(added, 'deal', 'colour', { required: true });
    const field = modelWith(later).field('colour');
    expect(field).toMatchObject({ kind: 'choice', label: 'Colour', required: true, custom: true });
    expect(field?.options.map(({ key }) => key)).toEqual(['red', 'blue']);
    expect(added.entities?.['deal']?.fields?.['colour']).not.toHaveProperty('required');
  });

  it('changes the chance of a stage, adds one and puts it where it belongs', () => {
    const pipeline = modelWith({}).stage?.pipeline;
    const name = pipeline?.name ?? '';
    const [first = '', ...others] = pipeline?.stages.map(({ key }) => key) ?? [];
    let overlay = withStage({}, 'deal', name, { key: first, probability: 12.5 });
    overlay = withStage(overlay, 'deal', name, { key: 'demo', label: 'Demo', probability: 35 });
    overlay = withOrder(overlay, 'deal', name, [first, 'demo', ...others]);
    const stages = modelWith(overlay).stage?.pipeline?.stages ?? [];
    expect(stages.slice(0, 2).map(({ key, probability }) => [key, probability])).toEqual([
      [first, 1250],
      ['demo', 3500],
    ]);
    expect(stages).toHaveLength(others.length + 2);
  });

  it('adds a rule and takes it back', () => {
    const rule = { severity: 'warning', fails: 'amount > 1000000', message: 'Very large' } as const;
    const added = withGate({}, 'deal', 'veryLarge', rule);
    expect(modelWith(added).gates.some(({ code }) => code === 'veryLarge')).toBe(true);
    expect(modelWith(withGate(added, 'deal', 'veryLarge', null)).gates.some(({ code }) => code === 'veryLarge')).toBe(
      false,
    );
  });

  it('says a label in one language and leaves the others', () => {
    expect(labelled('Amount', 'fr', 'Montant')).toEqual({ en: 'Amount', fr: 'Montant' });
    expect(labelled({ en: 'Amount', fr: 'Montant' }, 'fr-CA', 'Somme')).toEqual({ en: 'Amount', fr: 'Somme' });
    expect(labelled('Amount', 'en', 'Value')).toBe('Value');
  });

  it('makes names of labels in any language, each once', () => {
    expect(nameFrom('Échéance du contrat', new Set())).toBe('echeanceDuContrat');
    expect(nameFrom('Colour', new Set(['colour', 'colour2']))).toBe('colour3');
    expect(nameFrom('צבע', new Set())).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(nameFrom('2nd contact', new Set())).toBe('field2ndContact');
    expect(optionsFrom(' Red \n\nRed\n')).toEqual([
      { key: 'red', label: 'Red' },
      { key: 'red2', label: 'Red' },
    ]);
  });
});
