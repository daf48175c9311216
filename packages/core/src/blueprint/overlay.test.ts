import { describe, expect, it } from 'vitest';
import { deal } from '../blueprints/deals/deal.ts';
import { applyOverlay, type EntityOverlay } from './index.ts';

const overlay = (change: EntityOverlay) => applyOverlay(deal, { entities: { deal: change } });
const codes = (change: EntityOverlay) => {
  const result = overlay(change);
  return result.ok ? [] : result.issues.map((one) => one.code);
};

describe('an overlay', () => {
  it('adds a field, relabels one and adds aliases to those there are', () => {
    const result = overlay({
      fields: { vintage: { kind: 'number', label: 'Vintage' }, sector: { label: 'Branche', aliases: ['branche'] } },
    });
    expect(result.ok && result.value.fields['vintage']).toEqual({ kind: 'number', label: 'Vintage' });
    expect(result.ok && result.value.fields['sector']).toMatchObject({ label: 'Branche', kind: 'text' });
    expect(result.ok && result.value.fields['sector']?.aliases).toContain('secteur');
    expect(result.ok && result.value.fields['sector']?.aliases).toContain('branche');
  });

  it('changes a probability, adds a stage and reorders the pipeline', () => {
    const result = overlay({
      pipelines: {
        sales: {
          stages: [
            { key: 'qualified', probability: 45 },
            { key: 'demo', probability: 50 },
          ],
          order: ['prospect', 'qualified', 'demo'],
        },
      },
    });
    const stages = result.ok ? result.value.pipelines?.['sales']?.stages : [];
    expect(stages?.map((stage) => [stage.key, stage.probability])).toEqual([
      ['prospect', 10],
      ['qualified', 45],
      ['demo', 50],
      ['followUp', 10],
      ['negotiation', 70],
      ['won', 100],
      ['lost', 0],
    ]);
  });

  it('tightens: a field may become required, a maximum smaller', () => {
    expect(codes({ fields: { sector: { required: true, max: 50 } } })).toEqual([]);
  });

  it.each<[string, EntityOverlay, string]>([
    ['drops a field', { fields: { sector: null } }, 'overlay_drops'],
    ['changes a kind', { fields: { sector: { kind: 'number' } } }, 'kind_is_fixed'],
    ['makes a required field optional', { fields: { stage: { required: false } } }, 'overlay_loosens'],
    ['lowers a minimum', { fields: { amount: { min: -10 } } }, 'overlay_loosens'],
    ['replaces a formula', { fields: { weighted: { formula: 'amount' } } }, 'overlay_forbidden'],
    [
      'turns won into lost',
      { pipelines: { sales: { stages: [{ key: 'won', outcome: 'lost' }] } } },
      'outcome_is_fixed',
    ],
    ['drops an option', { fields: { priority: { options: [{ key: 'high' }] } } }, 'overlay_drops'],
    ['removes an error gate', { gates: { unowned: null } }, 'overlay_loosens'],
    ['turns an error gate into a warning', { gates: { unowned: { severity: 'warning' } } }, 'overlay_loosens'],
    ['rewrites an error gate', { gates: { unowned: { fails: 'false' } } }, 'overlay_loosens'],
    ['adds a field without a kind', { fields: { vintage: { label: 'Vintage' } } }, 'new_field_incomplete'],
    ['adds a field named like a prototype', { fields: { ['__proto__x']: { kind: 'text' } } }, 'new_field_incomplete'],
  ])('is refused when it %s', (_what, change, code) => {
    expect(codes(change)).toEqual([code]);
  });

  it('is refused whole: a good change beside a bad one changes nothing', () => {
    const result = overlay({ fields: { vintage: { kind: 'number' }, sector: null } });
    expect(result.ok).toBe(false);
    expect(Object.hasOwn(deal.fields, 'vintage')).toBe(false);
  });
});
