import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crm } from '../blueprints/index.ts';
import { resolveModel } from '../model/index.ts';
import type { Answer } from './query.ts';
import { decodeAnswer, decodeExplanation, encodeAnswer, encodeExplanation } from './wire.ts';

const resolved = resolveModel(crm);
if (!resolved.ok) throw new Error('The blueprint is broken.');
const model = resolved.value;
const answer: Answer = {
  entity: 'deal',
  dimensions: [
    { name: 'stage', unit: 'text', values: ['prospect', null] },
    { name: 'amount', unit: 'money', values: [100055, null] },
  ],
  measures: [
    { name: 'sum(amount)', unit: 'money', currency: 'EUR', values: [100055, null], reasons: [null, 'no_rows'] },
    { name: 'avg(probability)', unit: 'percent', values: [3050, 0] },
    { name: 'winRate', unit: 'ratio', values: [0.63, null] },
    { name: 'fare', unit: 'money', currency: 'JPY', values: [100055, 7] },
  ],
  length: 2,
  selected: 12,
  population: 40,
};

describe('an answer on the wire', () => {
  it('says money in major units of its currency and percent as percent, leaves ratios', () => {
    const wire = encodeAnswer(answer, model);
    expect(wire.dimensions[1]?.values).toEqual([1000.55, null]);
    expect(wire.measures.map((one) => one.values)).toEqual([
      [1000.55, null],
      [30.5, 0],
      [0.63, null],
      [100055, 7],
    ]);
    expect(wire.measures[0]?.reasons).toEqual([null, 'no_rows']);
  });

  it('comes back as it went, to the cent, for every whole number of cents', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger()), (values) => {
        const one: Answer = {
          ...answer,
          dimensions: [],
          measures: [{ name: 'a', unit: 'money', currency: 'TND', values: values.map((cents) => cents % 1e15) }],
          length: values.length,
        };
        const back = decodeAnswer(JSON.parse(JSON.stringify(encodeAnswer(one, model))), model);
        expect(back.ok && back.value.measures[0]?.values.map((cents) => Number(cents) + 0)).toEqual(
          one.measures[0]?.values.map((cents) => Number(cents) + 0),
        );
      }),
    );
  });

  it('is refused when it is anything else', () => {
    for (const json of [null, {}, { ...answer, length: 3 }, { ...answer, measures: [{}] }, 'no', []])
      expect(decodeAnswer(json, model).issues[0]?.code).toBe('not_an_answer');
  });
});

describe('an explanation on the wire', () => {
  it('keeps its value to the cent', () => {
    const explanation = {
      measure: 'amount.won',
      label: { en: 'Won' },
      unit: 'money',
      currency: 'EUR',
      value: 100055,
      definition: null,
      formula: 'sum(amount)',
      population: 3,
      included: 2,
      excluded: [{ reason: 'not_meant', condition: 'stage.won', count: 1 }],
    } as const;
    const wire = encodeExplanation(explanation);
    expect(wire.value).toBe(1000.55);
    expect(decodeExplanation(JSON.parse(JSON.stringify(wire)))).toEqual({ ok: true, value: explanation, issues: [] });
    expect(decodeExplanation({}).ok).toBe(false);
  });
});
