import {
  type Entity,
  type Field,
  type Json,
  type JsonSchema,
  labelIn,
  type Model,
  OPERATORS,
  RECKONINGS,
} from '@sluice/core';

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const text: JsonSchema = { type: 'string' };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const uuid: JsonSchema = { type: 'string', format: 'uuid' };
const instant: JsonSchema = { type: 'string', format: 'date-time' };
const cell: JsonSchema = { type: ['string', 'number', 'boolean', 'null'] };
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, Json>>, required?: readonly string[]): JsonSchema => ({
  type: 'object',
  properties,
  required: [...(required ?? Object.keys(properties))],
});
const closed = (schema: JsonSchema): JsonSchema => ({ ...schema, additionalProperties: false });

/** A reference to a schema of the document. */
export const schemaRef = ref;

/** The name of an entity's schemas: `Deal`, `MarketingEvent`. */
export const schemaName = (entity: Entity): string => entity.name.charAt(0).toUpperCase() + entity.name.slice(1);

const orNull = (schema: JsonSchema): JsonSchema => {
  const { type, enum: words } = schema;
  if (Object.keys(schema).length === 0) return schema;
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? (type as readonly Json[]) : null;
  if (!types) return { anyOf: [schema, { type: 'null' }] };
  return {
    ...schema,
    type: [...types, 'null'],
    ...(Array.isArray(words) ? { enum: [...(words as Json[]), null] } : {}),
  };
};

/** Computed values keep to no bounds. */
const propertyOf = (field: Field, mode: 'read' | 'write'): JsonSchema => {
  const { minimum, maximum, ...schema } = field.rules.schema(field);
  const bounds = field.formula
    ? {}
    : { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
  const shown = { title: labelIn(field.label, 'en'), ...schema, ...bounds };
  const nullable = mode === 'write' && field.required ? shown : orNull(shown);
  return { ...nullable, ...((field.formula || field.readOnly) && mode === 'read' ? { readOnly: true } : {}) };
};

const recordSchema = (entity: Entity): JsonSchema => {
  const properties = {
    id: uuid,
    version: { type: 'integer', minimum: 1 },
    createdAt: instant,
    updatedAt: instant,
    overrides: {
      type: 'object',
      description: 'Who set by hand what would otherwise follow, and when; by field.',
      additionalProperties: object({ by: text, at: instant }),
    },
    ...Object.fromEntries(entity.fields.map((field) => [field.name, propertyOf(field, 'read')])),
  };
  return { title: labelIn(entity.label, 'en'), ...object(properties) };
};

const draftSchema = (entity: Entity, whole: boolean): JsonSchema => {
  const written = entity.stored.filter((field) => !field.readOnly);
  const properties = Object.fromEntries(written.map((field) => [field.name, propertyOf(field, 'write')]));
  const id = { ...uuid, description: 'Given by whoever makes the record; made by the server when left out.' };
  const needed = written.filter((field) => field.required && field.default === null && field.fallback.length === 0);
  const required = whole && needed.length > 0 ? { required: needed.map((field) => field.name) } : {};
  const title = whole ? 'A new record' : 'The fields that change';
  const description = 'null makes a field blank. Amounts in major units, percent as percent.';
  const all = whole ? { id, ...properties } : properties;
  return closed({ title, description, type: 'object', properties: all, ...required });
};

const entitySchemas = (entity: Entity): Readonly<Record<string, JsonSchema>> => {
  const name = schemaName(entity);
  const page = {
    items: list(ref(name)),
    total: count,
    next: { type: ['string', 'null'], description: 'The cursor of the next page; null at the end.' },
    titles: { type: 'object', description: 'Titles of linked records, by id.', additionalProperties: text },
  };
  const version = { type: 'integer', minimum: 1 };
  const operation = {
    oneOf: [
      closed(object({ op: { const: 'create' }, values: ref(`${name}Draft`) })),
      closed(object({ op: { const: 'change' }, id: uuid, version, values: ref(`${name}Patch`) })),
      closed(object({ op: { const: 'remove' }, id: uuid, version })),
    ],
  };
  return {
    [name]: recordSchema(entity),
    [`${name}Draft`]: draftSchema(entity, true),
    [`${name}Patch`]: draftSchema(entity, false),
    [`${name}Page`]: object(page),
    [`${name}Bulk`]: closed(object({ operations: { ...list(operation), maxItems: 1000 } })),
    [`${name}BulkAnswer`]: object({
      items: list(object({ op: { enum: ['create', 'change', 'remove'] }, record: ref(name) })),
    }),
  };
};

const label: JsonSchema = {
  description: 'A text, or one per language.',
  anyOf: [text, { type: 'object', additionalProperties: text }],
};

const selection = {
  entity: { ...text, description: 'The name of an entity, for example deal.' },
  filters: list(ref('Condition')),
  where: { ...text, description: 'An expression in the small language, and-ed to the filters.' },
  search: text,
  asOf: {
    ...text,
    format: 'date',
    description: 'A day: the records as they stood when it ended, and that day as today.',
  },
};

const measureColumn = {
  name: text,
  unit: text,
  currency: text,
  currencies: {
    ...list({ type: ['string', 'null'] }),
    description: 'By row, where they differ: a figure by currency.',
  },
  values: list(cell),
  reasons: list({ type: ['string', 'null'] }),
};

const problem = {
  type: text,
  title: text,
  status: { type: 'integer' },
  detail: text,
  code: { ...text, description: 'Stable, for programs.' },
  instance: text,
  requestId: text,
  remedy: text,
  issues: list(ref('Issue')),
  conflict: object({ stored: { type: 'object' }, asked: { type: 'object' } }),
  tenants: { ...list(object({ name: text, label: text })), description: 'Among which somebody has to choose.' },
  import: { ...ref('Import'), description: 'The plan of an import as it is now.' },
};

const shared: Readonly<Record<string, JsonSchema>> = {
  Issue: object(
    {
      code: text,
      severity: { enum: ['error', 'warning'] },
      path: list({ type: ['string', 'integer'] }),
      message: text,
      expected: text,
      received: text,
      remedy: text,
      params: { type: 'object' },
    },
    ['code', 'severity', 'path', 'message'],
  ),
  Problem: {
    description: 'Problem details (RFC 9457).',
    ...object(problem, ['type', 'title', 'status', 'detail', 'code', 'instance', 'requestId', 'remedy']),
  },
  Change: object({
    at: instant,
    actor: text,
    cause: text,
    version: count,
    before: { type: ['object', 'null'] },
    after: { type: ['object', 'null'] },
  }),
  Journal: object({ items: list(ref('Change')) }),
  Condition: object({ field: text, op: { enum: [...OPERATORS] }, values: list(cell) }),
  Query: object(
    {
      ...selection,
      by: list({
        anyOf: [text, object({ field: text, granularity: { enum: ['day', 'week', 'month', 'quarter', 'year'] } })],
      }),
      measures: list({ ...text, description: 'The id of a metric or an aggregate expression.' }),
      sort: list(text),
      top: { type: 'integer', minimum: 1 },
      other: { type: 'boolean' },
      rates: ref('Rates'),
    },
    ['entity', 'measures'],
  ),
  Rates: object(
    {
      to: {
        ...text,
        description: 'ISO 4217: what amounts of other currencies become, each rounded half away from zero.',
      },
      on: { ...text, format: 'date', description: 'The day the rates are of.' },
      rates: {
        type: 'object',
        additionalProperties: { anyOf: [text, { type: 'number' }] },
        description: 'How many `to` one unit of a currency is worth: {"USD": "0.9217"}.',
      },
    },
    ['to', 'rates'],
  ),
  Answer: object(
    {
      entity: text,
      dimensions: list(
        object({ name: text, unit: text, values: list(cell), labels: list(text), granularity: text }, [
          'name',
          'unit',
          'values',
        ]),
      ),
      measures: list(object(measureColumn, ['name', 'unit', 'values'])),
      length: count,
      selected: count,
      population: count,
      rates: ref('Rates'),
    },
    ['entity', 'dimensions', 'measures', 'length', 'selected', 'population'],
  ),
  Figures: object(
    {
      ...selection,
      figure: {
        enum: [...RECKONINGS],
        description:
          'compare (a measure against the period before or last year), contributions (the deals of a measure), coverage (quotas), velocity, cycle, cohorts, slippage, funnel, timeInStage, idle, calibration, waterfall.',
      },
      from: { ...text, format: 'date' },
      to: { ...text, format: 'date' },
      dueFrom: { ...text, format: 'date', description: 'For waterfall: only deals expected from this day on …' },
      dueTo: { ...text, format: 'date', description: '… up to this one.' },
      granularity: { enum: ['day', 'week', 'month', 'quarter', 'year'] },
      compare: { enum: ['previous', 'lastYear'] },
      measure: text,
      by: { ...text, description: 'For coverage: owner or sector.' },
      rates: { ...ref('Rates'), description: 'For compare, contributions and coverage.' },
      outcome: { enum: ['won', 'lost', 'closed'] },
      days: { type: 'integer', minimum: 1 },
      within: { type: 'integer', minimum: 0 },
      enough: { type: 'integer', minimum: 1, description: 'For calibration: closed deals before a stage is judged.' },
    },
    ['figure', 'entity'],
  ),
  Figured: object({ figure: text, currency: text, result: {} }, ['figure', 'currency', 'result']),
  Explain: closed(object({ query: ref('Query'), measure: text })),
  Explanation: object(
    {
      measure: text,
      label,
      unit: text,
      currency: text,
      value: cell,
      definition: { anyOf: [label, { type: 'null' }] },
      formula: text,
      where: text,
      population: count,
      included: count,
      excluded: list(object({ reason: { enum: ['filtered', 'not_meant', 'blank'] }, condition: text, count })),
      nullReason: text,
    },
    ['measure', 'label', 'unit', 'value', 'definition', 'formula', 'population', 'included', 'excluded'],
  ),
  Model: object({
    blueprint: { type: 'object' },
    overlays: list({ type: 'object' }),
    tenant: object({ name: text, label: text }),
    today: { type: 'string', format: 'date' },
    zone: text,
    currency: text,
    role: text,
    actor: text,
    rights: ref('Rights'),
    writable: { type: 'boolean' },
  }),
  Health: object({
    status: { enum: ['ok', 'degraded'] },
    database: { enum: ['ok', 'away', 'overloaded'] },
    version: text,
  }),
};

/** Every schema of the document: those of the model's entities, and those all entities share. */
export const schemasOf = (model: Model): Readonly<Record<string, JsonSchema>> => ({
  ...Object.fromEntries(model.entities.flatMap((entity) => Object.entries(entitySchemas(entity)))),
  ...shared,
});
