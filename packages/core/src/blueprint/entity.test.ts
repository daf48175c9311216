import { describe, expect, expectTypeOf, it } from 'vitest';
import { deal } from '../blueprints/deals/deal.ts';
import type { marketingEvent } from '../blueprints/marketing/marketing-event.ts';
import { defineEntity, type Draft, type EntityDef, type Row } from './index.ts';

describe('a blueprint', () => {
  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(deal)) as EntityDef).toEqual(deal);
  });

  it('gives a row whose stage is one of the stages of its pipeline', () => {
    expectTypeOf<Row<typeof deal>['stage']>().toEqualTypeOf<
      'prospect' | 'followUp' | 'qualified' | 'negotiation' | 'won' | 'lost'
    >();
    expectTypeOf<Row<typeof deal>['amount']>().toEqualTypeOf<number | null>();
    expectTypeOf<Row<typeof deal>['client']>().toEqualTypeOf<string>();
    expectTypeOf<Row<typeof deal>['sector']>().toEqualTypeOf<string | null>();
    expectTypeOf<Row<typeof marketingEvent>['format']>().toEqualTypeOf<'meetup' | 'webinar' | 'fair' | null>();
    expectTypeOf<Row<typeof marketingEvent>['deals']>().toEqualTypeOf<readonly string[] | null>();
  });

  it('refuses drafts that the entity would refuse', () => {
    const good: Draft<typeof deal> = { client: 'ACME', amount: 100_00, stage: 'prospect' };
    // @ts-expect-error a required field without default or fallback is missing
    const stageless: Draft<typeof deal> = { client: 'ACME', amount: 1 };
    // @ts-expect-error derived fields cannot be written
    const derived: Draft<typeof deal> = { client: 'A', amount: 1, stage: 'won', weighted: 3 };
    // @ts-expect-error not a stage
    const misspelt: Draft<typeof deal> = { client: 'A', amount: 1, stage: 'wonn' };
    expect([good, stageless, derived, misspelt]).toHaveLength(4);
  });

  it('refuses wrong words where they stand', () => {
    const pipelines = { p: { stages: [{ key: 'a', probability: 1 }] } } as const;
    // @ts-expect-error the title must name a field
    defineEntity({ name: 'x', label: 'X', title: 'nope', fields: { a: { kind: 'text' } } });
    // @ts-expect-error a misspelt property
    defineEntity({ name: 'x', label: 'X', title: 'a', fields: { a: { kind: 'text', requred: true } } });
    // @ts-expect-error min is no property of text
    defineEntity({ name: 'x', label: 'X', title: 'a', fields: { a: { kind: 'text', min: 3 } } });
    // @ts-expect-error an unknown kind
    defineEntity({ name: 'x', label: 'X', title: 'a', fields: { a: { kind: 'txt' } } });
    // @ts-expect-error a view of a field that does not exist
    defineEntity({ name: 'x', label: 'X', title: 'a', fields: { a: { kind: 'text' } }, views: { table: ['b'] } });
    // @ts-expect-error an unknown top-level word
    defineEntity({ name: 'x', label: 'X', title: 'a', feilds: 1, fields: { a: { kind: 'text' } } });
    const fields = { s: { kind: 'stage', pipeline: 'q' } } as const;
    // @ts-expect-error a pipeline that the entity does not have
    defineEntity({ name: 'x', label: 'X', title: 's', pipelines, fields });
    // @ts-expect-error a part played by a field that does not exist
    defineEntity({ name: 'x', label: 'X', title: 'a', fields: { a: { kind: 'text' } }, parts: { amount: 'b' } });
    // @ts-expect-error functions are no JSON
    defineEntity({ name: 'x', label: 'X', title: 'a', fields: { a: { kind: 'text', default: () => 'x' } } });
    expect(defineEntity({ name: 'x', label: 'X', title: 'a', fields: { a: { kind: 'text' } } }).name).toBe('x');
  });
});
