import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { crm } from '../blueprints/index.ts';
import { resolveModel } from '../model/index.ts';
import { checkSuccession, type Overlay, overlayChanges, readOverlay } from './index.ts';

const codes = (json: unknown) => {
  const read = readOverlay(json);
  return read.ok ? [] : read.issues.map(({ code, path }) => `${code} ${path.join('.')}`);
};
const deal = (change: object) => ({ entities: { deal: change } });

describe('an overlay from outside', () => {
  it('is taken with everything that a tenant may say', () => {
    const overlay = deal({
      label: { en: 'Order', fr: 'Commande' },
      fields: {
        colour: {
          kind: 'choice',
          label: 'Colour',
          options: [{ key: 'red', label: { en: 'Red' } }, { key: 'white' }],
          indexed: true,
        },
        sector: { label: 'Branche', required: true },
      },
      pipelines: { sales: { stages: [{ key: 'demo', probability: 50, label: 'Demo' }], order: ['prospect', 'demo'] } },
      gates: { pale: { severity: 'warning', fails: "colour = 'white'", message: 'Pale' } },
      views: { table: ['client', 'colour'] },
    });
    expect(codes(overlay)).toEqual([]);
    const model = resolveModel(crm, { overlays: [overlay] });
    expect(model.ok && model.value.find('deal')?.field('colour')?.custom).toBe(true);
  });

  it.each<[string, unknown, string]>([
    ['is no object', [], 'not_an_overlay '],
    ['says what an overlay does not say', { tenants: {} }, 'overlay_forbidden tenants'],
    [
      'makes a field read-only for all',
      deal({ fields: { sector: { readOnly: true } } }),
      'overlay_forbidden entities.deal.fields.sector.readOnly',
    ],
    ['has fields that are no object', deal({ fields: 5 }), 'not_an_overlay entities.deal.fields'],
    [
      'has a kind there is not',
      deal({ fields: { a: { kind: 'spell' } } }),
      'not_an_overlay entities.deal.fields.a.kind',
    ],
    [
      'has a choice without options',
      deal({ fields: { a: { kind: 'choice' } } }),
      'new_field_incomplete entities.deal.fields.a',
    ],
    [
      'has an option twice',
      deal({ fields: { a: { kind: 'choice', options: [{ key: 'x' }, { key: 'x' }] } } }),
      'named_twice entities.deal.fields.a.options',
    ],
    [
      'has options of a text',
      deal({ fields: { a: { kind: 'text', options: [{ key: 'x' }] } } }),
      'overlay_forbidden entities.deal.fields.a.options',
    ],
    [
      'has a probability of 400 %',
      deal({ pipelines: { sales: { stages: [{ key: 'a', probability: 400 }] } } }),
      'not_an_overlay entities.deal.pipelines.sales.stages.0.probability',
    ],
  ])('is refused when it %s', (_what, json, code) => {
    expect(codes(json)).toContain(code);
  });

  it('never takes a name that every object has', () => {
    for (const name of ['constructor', 'toString', 'id', 'version', 'sort', 'hasOwnProperty']) {
      const read = readOverlay(deal({ fields: { [name]: { kind: 'text' } } }));
      const model = read.ok ? resolveModel(crm, { overlays: [read.value] }) : read;
      expect([name, model.ok]).toEqual([name, false]);
    }
    const proto = readOverlay(JSON.parse('{"entities":{"deal":{"fields":{"__proto__":{"kind":"text"}}}}}'));
    expect(proto.ok && Object.keys(proto.value.entities?.['deal']?.fields ?? {})).toEqual([]);
  });

  it('is never an error of the program, whatever JSON it is', () => {
    const word = fc.constantFrom(
      'entities',
      'deal',
      'fields',
      'gates',
      'views',
      'kind',
      'options',
      'pipelines',
      'sales',
      'stages',
      'label',
      'amount',
    );
    const json = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.dictionary(word, tie('node')),
        fc.array(tie('node'), { maxLength: 3 }),
      ),
    })).node;
    fc.assert(
      fc.property(json, (said) => {
        const read = readOverlay(deal({ fields: said }));
        const other = readOverlay(said);
        const models = [read, other].map((one) => (one.ok ? resolveModel(crm, { overlays: [one.value] }) : one));
        expect(models.every(({ ok, issues }) => ok || issues.length > 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('an overlay after another', () => {
  const before = deal({
    fields: {
      colour: { kind: 'choice', options: [{ key: 'red' }, { key: 'white' }] },
      priority: { options: [{ key: 'high' }, { key: 'medium' }, { key: 'low' }, { key: 'never' }] },
      sector: { required: true },
    },
    pipelines: {
      sales: {
        stages: [
          { key: 'demo', probability: 50 },
          { key: 'won', label: 'Gagné' },
        ],
      },
    },
    gates: { pale: { severity: 'error', fails: "colour = 'white'", message: 'Pale' } },
  }) as unknown as Overlay;
  const after = (change: object): readonly string[] =>
    checkSuccession(crm, before, { entities: { deal: { ...before.entities?.['deal'], ...change } } }).map(
      ({ code, path }) => `${code} ${path.slice(2).join('.')}`,
    );

  it('may take back what it tightened, its own rules and its words', () => {
    const { colour, priority } = before.entities?.['deal']?.fields ?? {};
    expect(after({ fields: { colour, priority }, gates: {} })).toEqual([]);
  });

  it('keeps the fields, options and stages that it added', () => {
    expect(after({ fields: {} })).toEqual(['overlay_drops fields.colour', 'overlay_drops fields.priority.options']);
    expect(after({ pipelines: {} })).toEqual(['overlay_drops pipelines.sales.stages']);
    const { priority } = before.entities?.['deal']?.fields ?? {};
    expect(after({ fields: { colour: { kind: 'text' }, priority } })).toEqual([
      'overlay_drops fields.colour.options',
      'kind_is_fixed fields.colour.kind',
    ]);
  });

  it('is told from the one before part by part', () => {
    expect(overlayChanges(before, before)).toEqual([]);
    const { colour } = before.entities?.['deal']?.fields ?? {};
    const next = {
      entities: { deal: { ...before.entities?.['deal'], fields: { colour, size: { kind: 'number' } } } },
    } as Overlay;
    expect(overlayChanges(before, next).map(({ path, kind }) => `${kind} ${path.join('.')}`)).toEqual([
      'removed entities.deal.fields.priority',
      'removed entities.deal.fields.sector',
      'added entities.deal.fields.size',
    ]);
  });
});
