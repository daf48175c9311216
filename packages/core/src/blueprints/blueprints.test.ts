import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Blueprint, EntityDef, Row } from '../blueprint/index.ts';
import { type Label, labelTexts } from '../kinds/index.ts';
import { metricsOf, queriesOf, registry, summariesOf } from '../metrics/index.ts';
import { type Model, resolveModel } from '../model/index.ts';
import { plan } from '../query/index.ts';
import { headerKey } from '../text.ts';
import type { lead, opportunity, task } from './agency/index.ts';
import type { interaction, investor } from './investors/index.ts';
import { agency, cellar, crm, deals, investors, leads, marketing, opportunities, fundraising } from './index.ts';

const LANGUAGES = ['en', 'fr', 'he', 'ru'];
const blueprints: readonly Blueprint[] = [deals, marketing, investors, agency, cellar, crm];

const resolved = (blueprint: Blueprint): Model => {
  const model = resolveModel(blueprint);
  if (!model.ok) throw new Error(JSON.stringify(model.issues, null, 1));
  return model.value;
};

/** Every label of an entity, with the place where it stands. */
const labelsOf = (entity: EntityDef): readonly (readonly [string, Label | undefined])[] => [
  ['label', entity.label],
  ['plural', entity.plural],
  ...Object.entries(entity.pipelines ?? {}).flatMap(([name, pipeline]) => [
    [name, pipeline.label] as const,
    ...pipeline.stages.map(({ key, label }) => [`${name}.${key}`, label] as const),
  ]),
  ...Object.entries(entity.fields).flatMap(([name, field]) => [
    [name, field.label] as const,
    ...(field.hint === undefined ? [] : [[`${name}.hint`, field.hint] as const]),
    ...(field.kind === 'choice' ? field.options : []).map(({ key, label }) => [`${name}.${key}`, label] as const),
  ]),
  ...Object.entries(entity.metrics ?? {}).flatMap(([id, { label, note }]) => [
    [id, label] as const,
    ...(note === undefined ? [] : [[`${id}.note`, note] as const]),
  ]),
  ...Object.entries(entity.gates ?? {}).map(([code, { message }]) => [code, message] as const),
  ...Object.entries({ ...entity.actions, ...entity.summaries, ...entity.conversions }).map(
    ([name, { label }]) => [name, label] as const,
  ),
];

describe.each(blueprints.map((blueprint) => [blueprint.name, blueprint] as const))(
  'the blueprint %s',
  (_, blueprint) => {
    it('resolves without an issue, and its metrics compile', () => {
      const model = resolveModel(blueprint);
      expect(model.issues).toEqual([]);
      for (const entity of resolved(blueprint).entities) expect(metricsOf(entity).length).toBeGreaterThan(0);
    });

    it('asks in its summaries what can be answered', () => {
      const model = resolved(blueprint);
      const wrong = model.entities.flatMap((entity) =>
        summariesOf(entity).flatMap((summary) =>
          Object.entries(queriesOf(entity, summary)).flatMap(([name, query]) =>
            plan(query, model, registry).issues.map((one) => `${entity.name} ${summary.name} ${name}: ${one.message}`),
          ),
        ),
      );
      expect(wrong).toEqual([]);
    });

    it('is plain JSON', () => {
      expect(JSON.parse(JSON.stringify(blueprint))).toEqual(blueprint);
    });

    it('has no two entities of one name or address', () => {
      const { entities } = resolved(blueprint);
      expect(new Set(entities.map(({ name }) => name)).size).toBe(entities.length);
      expect(new Set(entities.map(({ path }) => path)).size).toBe(entities.length);
    });

    it('speaks four languages, everywhere', () => {
      const silent = blueprint.entities.flatMap((entity) =>
        labelsOf(entity)
          .filter(([, label]) => typeof label !== 'object' || LANGUAGES.some((language) => !label[language]))
          .map(([place]) => `${entity.name}.${place}`),
      );
      expect(silent).toEqual([]);
    });

    it('has no heading that two fields of an entity answer to', () => {
      const twice = resolved(blueprint).entities.flatMap((entity) => {
        const owners = new Map<string, string>();
        return entity.stored.flatMap((field) =>
          [...new Set([field.name, ...labelTexts(field.label), ...field.aliases].map(headerKey))].flatMap((key) => {
            const owner = owners.get(key) ?? field.name;
            owners.set(key, owner);
            return owner === field.name ? [] : [`${entity.name}: ${key} is ${owner} and ${field.name}`];
          }),
        );
      });
      expect(twice).toEqual([]);
    });
  },
);

describe('the pipelines', () => {
  const said = ({ stages }: typeof leads | typeof opportunities | typeof fundraising) =>
    stages.map((stage) => [stage.key, stage.probability, 'outcome' in stage ? stage.outcome : 'open']);

  it('of opportunities has the eight steps of the reference system, and lost', () => {
    expect(said(opportunities)).toEqual([
      ['initialInterest', 5, 'open'],
      ['infoRequested', 10, 'open'],
      ['firstCallScheduled', 20, 'open'],
      ['pitchDelivered', 40, 'open'],
      ['proposalSent', 60, 'open'],
      ['negotiation', 70, 'open'],
      ['verbalCommitment', 90, 'open'],
      ['won', 100, 'won'],
      ['lost', 0, 'lost'],
    ]);
  });

  it('of leads ends in a conversion or a loss', () => {
    expect(said(leads)).toEqual([
      ['new', 10, 'open'],
      ['contacted', 25, 'open'],
      ['meetingScheduled', 50, 'open'],
      ['converted', 100, 'won'],
      ['lost', 0, 'lost'],
    ]);
  });

  it('of a round rises with every step to the money in the bank', () => {
    expect(said(fundraising)).toEqual([
      ['identified', 2, 'open'],
      ['contacted', 5, 'open'],
      ['meeting', 10, 'open'],
      ['pitch', 25, 'open'],
      ['dueDiligence', 50, 'open'],
      ['termSheet', 75, 'open'],
      ['closing', 90, 'open'],
      ['invested', 100, 'won'],
      ['passed', 0, 'lost'],
    ]);
  });
});

describe('rows', () => {
  it('have their stages and words as literals', () => {
    expectTypeOf<Row<typeof opportunity>['stage']>().toEqualTypeOf<
      | 'initialInterest'
      | 'infoRequested'
      | 'firstCallScheduled'
      | 'pitchDelivered'
      | 'proposalSent'
      | 'negotiation'
      | 'verbalCommitment'
      | 'won'
      | 'lost'
    >();
    expectTypeOf<Row<typeof lead>['status']>().toEqualTypeOf<
      'new' | 'contacted' | 'meetingScheduled' | 'converted' | 'lost'
    >();
    expectTypeOf<Row<typeof lead>['priority']>().toEqualTypeOf<'a' | 'b' | 'c' | null>();
    expectTypeOf<Row<typeof task>['overdue']>().toEqualTypeOf<boolean | null>();
    expectTypeOf<Row<typeof investor>['committed']>().toEqualTypeOf<number | null>();
    expectTypeOf<Row<typeof interaction>['kind']>().toEqualTypeOf<'call' | 'mail' | 'meeting' | 'note'>();
  });
});

describe('the whole', () => {
  it('is about deals first, and nothing else leads to them than before', () => {
    const model = resolved(crm);
    expect(model.entities.find(({ stage }) => stage !== undefined)?.name).toBe('deal');
    expect(model.find('deal')?.inverse).toEqual([
      { entity: 'marketingEvent', field: 'deals', many: true },
      { entity: 'stageChange', field: 'deal', many: false },
    ]);
  });

  it.each([
    ['interactions', 'interaction'],
    ['kpis', 'kpi'],
    ['monthly-kpis', 'monthlyKpi'],
    ['investor-contacts', 'investorContact'],
    ['Opportunités', 'opportunity'],
    ['Лиды', 'lead'],
    ['משימות', 'task'],
    ['activities', 'activity'],
    ['contacts', 'contact'],
  ])('knows %s as %s', (word, name) => {
    expect(resolved(crm).named(word)?.name).toBe(name);
  });
});
