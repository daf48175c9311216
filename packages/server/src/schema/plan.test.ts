import type { EntityDef } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { planSchema } from './plan.ts';
import { everything, modelOf } from '../../test/entities.ts';

const planned = (...entities: readonly EntityDef[]) => {
  const schema = planSchema(modelOf(...entities));
  if (!schema.ok) throw new Error(JSON.stringify(schema.issues));
  return schema.value;
};

describe('the table of an entity', () => {
  const table = planned(everything).tables.find((one) => one.name === 'tasting_note');

  it('keeps money in minor units, percent in basis points, links as identifiers, nothing derived', () => {
    const fields = table?.columns.slice(7).map(({ name, type }) => `${name} ${type}`);
    expect(fields).toEqual([
      'title text',
      'body text',
      'email text',
      'phone text',
      'site text',
      'score double precision',
      'share integer',
      'price bigint',
      'tasted_on date',
      'seen_at timestamptz',
      'corked boolean',
      'colour text',
      'stage text',
      'aromas text[]',
      'previous_id uuid',
      'siblings_ids uuid[]',
      'sheet jsonb',
    ]);
  });

  it('starts every key with the tenant', () => {
    expect(table?.primaryKey).toEqual(['tenant_id', 'id']);
    expect(table?.foreignKeys).toEqual([
      {
        name: 'tasting_note_previous_id_fkey',
        columns: ['tenant_id', 'previous_id'],
        table: 'tasting_note',
        references: ['tenant_id', 'id'],
      },
    ]);
    expect(table?.indexes.filter((index) => index.unique)).toEqual([
      { name: 'tasting_note_title_key', columns: ['tenant_id', 'title'], unique: true, method: 'btree' },
    ]);
  });

  it('requires what the blueprint requires', () => {
    expect(table?.required).toEqual([{ name: 'tasting_note_title_required', column: 'title' }]);
  });
});

const text = { kind: 'text' } as const;
const entity = (name: string, fields: Readonly<Record<string, typeof text>>) => ({
  name,
  label: name,
  title: 'title',
  fields: { title: text, ...fields },
});

it.each([
  [
    'a field named like a column of ours',
    [entity('thing', { tenantId: text })],
    'name_taken',
    ['entities', 'thing', 'fields', 'tenantId'],
  ],
  [
    'a field named like a column of PostgreSQL',
    [entity('thing', { xmin: text })],
    'name_taken',
    ['entities', 'thing', 'fields', 'xmin'],
  ],
  ['an entity named like a table of ours', [entity('journal', {})], 'name_taken', ['entities', 'journal']],
  [
    'an entity named like the view of another',
    [entity('deal', {}), entity('dealView', {})],
    'name_taken',
    ['entities', 'dealView'],
  ],
  [
    'a name longer than the database keeps',
    [entity('thing', { ['a'.repeat(62) + 'BC']: text })],
    'name_too_long',
    ['entities', 'thing', 'fields', `${'a'.repeat(62)}BC`],
  ],
])('%s is reported', (_, entities, code, path) => {
  const schema = planSchema(modelOf(...entities));
  expect(schema.ok).toBe(false);
  expect(schema.issues).toEqual([expect.objectContaining({ code, path })]);
});
