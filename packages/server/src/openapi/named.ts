import {
  type Conversion,
  type Entity,
  type Field,
  type Json,
  type JsonSchema,
  labelIn,
  summariesOf,
} from '@sluice/core';
import { throughLinks } from '../routes/named.ts';
import { schemaName, schemaRef } from './schemas.ts';

type Part = Readonly<Record<string, Json>>;

const json = (schema: JsonSchema): Part => ({ 'application/json': { schema } });
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const etag = { ETag: { description: 'The version of the record.', schema: { type: 'string' } } };
const idParameter = { $ref: '#/components/parameters/id' };
const versionParameter = { $ref: '#/components/parameters/version' };
const keyed = { $ref: '#/components/parameters/key' };

const parameter = (name: string, schema: JsonSchema, description: string): Part => ({
  name,
  in: 'path',
  required: true,
  schema,
  description,
});

const parameterOf = (field: Field): Part =>
  parameter(
    field.name,
    field.to === undefined ? field.rules.schema(field) : { type: 'string', format: 'uuid' },
    labelIn(field.label, 'en'),
  );

/** What the paths of an entity have in common; `list` are the parameters of its list, `refused` says what is refused. */
export interface NamedGround {
  readonly list: readonly Json[];
  readonly refused: (...statuses: readonly number[]) => Part;
}

const searchPath = (entity: Entity, { list, refused }: NamedGround): Part => ({
  [`/${entity.path}/search`]: {
    get: {
      tags: [labelIn(entity.plural, 'en')],
      summary: `The ${labelIn(entity.plural, 'en').toLowerCase()} with these words`,
      operationId: `search${schemaName(entity)}`,
      parameters: list.map((one) =>
        typeof one === 'object' && one !== null && 'name' in one && one['name'] === 'q'
          ? { ...one, required: true }
          : one,
      ),
      responses: {
        '200': { description: 'A page of records.', content: json(schemaRef(`${schemaName(entity)}Page`)) },
        ...refused(400),
      },
    },
  },
});

const summaryPaths = (entity: Entity, { refused }: NamedGround): Part =>
  Object.fromEntries(
    summariesOf(entity).map((summary) => [
      `/${entity.path}/${summary.path}`,
      {
        ...(summary.parameters.length > 0
          ? {
              parameters: summary.parameters.flatMap((name) => {
                const field = entity.field(name);
                return field ? [parameterOf(field)] : [];
              }),
            }
          : {}),
        get: {
          tags: [labelIn(entity.plural, 'en')],
          summary: `${labelIn(entity.plural, 'en')}: ${labelIn(summary.label, 'en').toLowerCase()}`,
          operationId: `summarise${schemaName(entity)}${capital(summary.name)}`,
          responses: {
            '200': {
              description: 'Figures by name; amounts in major units, percent as percent.',
              content: json(schemaRef('Summary')),
            },
            ...refused(400),
          },
        },
      },
    ]),
  );

const throughPaths = (entity: Entity, { list, refused }: NamedGround): Part =>
  Object.fromEntries(
    throughLinks(entity).map((field) => {
      const name = schemaName(entity);
      const tags = [labelIn(entity.plural, 'en')];
      const many = labelIn(entity.plural, 'en').toLowerCase();
      const one = labelIn(entity.label, 'en').toLowerCase();
      const link = labelIn(field.label, 'en').toLowerCase();
      const upsert = entity.key.length > 0;
      const made = {
        description: 'The record that was made.',
        headers: { ...etag, Location: { description: 'Its address.', schema: { type: 'string' } } },
        content: json(schemaRef(name)),
      };
      const changed = {
        description: 'The record with the same key, changed.',
        headers: etag,
        content: json(schemaRef(name)),
      };
      return [
        `/${entity.path}/${field.name}/{id}`,
        {
          parameters: [idParameter],
          get: {
            tags,
            summary: `The ${many} of a record by their link "${link}"`,
            operationId: `list${name}Of${capital(field.name)}`,
            parameters: list,
            responses: {
              '200': { description: 'A page of records.', content: json(schemaRef(`${name}Page`)) },
              ...refused(400),
            },
          },
          post: {
            tags,
            summary: `Make a ${one}${upsert ? ', or update the one with the same key,' : ''} with its link "${link}" set`,
            operationId: `create${name}Of${capital(field.name)}`,
            parameters: [keyed],
            requestBody: { required: true, content: json(schemaRef(`${name}Patch`)) },
            responses: {
              '201': made,
              ...(upsert ? { '200': changed } : {}),
              ...refused(400, 403, 409, 413, 415, 422),
            },
          },
        },
      ];
    }),
  );

const actionPaths = (entity: Entity, { refused }: NamedGround): Part =>
  Object.fromEntries(
    entity.actions.map(({ name, path, label }) => [
      `/${entity.path}/{id}/${path}`,
      {
        parameters: [idParameter],
        put: {
          tags: [labelIn(entity.plural, 'en')],
          summary: labelIn(label, 'en'),
          operationId: `${name}Of${schemaName(entity)}`,
          parameters: [versionParameter, keyed],
          responses: {
            '200': {
              description: 'The record as it is now.',
              headers: etag,
              content: json(schemaRef(schemaName(entity))),
            },
            ...refused(400, 403, 409, 412, 422, 428),
          },
        },
      },
    ]),
  );

const choiceOf = (optional: boolean, target: string): JsonSchema => ({
  anyOf: [
    {
      type: 'object',
      properties: { id: { type: 'string', format: 'uuid' } },
      required: ['id'],
      additionalProperties: false,
      description: 'A record that is there already.',
    },
    schemaRef(`${target}Patch`),
    ...(optional ? [{ type: 'null', description: 'None.' }] : []),
  ],
});

const conversionPath = (entity: Entity, { name, path, label, makes }: Conversion, { refused }: NamedGround): Part => {
  const made = Object.fromEntries(
    makes.map(({ link, entity: target }) => [
      link,
      {
        type: 'object',
        properties: {
          entity: { const: target },
          taken: { type: 'boolean', description: 'It was there already.' },
          record: schemaRef(capital(target)),
        },
        required: ['entity', 'taken', 'record'],
      },
    ]),
  );
  return {
    [`/${entity.path}/{id}/${path}`]: {
      parameters: [idParameter],
      post: {
        tags: [labelIn(entity.plural, 'en')],
        summary: `${labelIn(label, 'en')}: ${makes.map(({ link }) => link).join(', ')}; all or nothing`,
        operationId: `${name}Of${schemaName(entity)}`,
        parameters: [versionParameter, keyed],
        requestBody: {
          required: false,
          description: 'What is to be otherwise than usual, by link.',
          content: json({
            type: 'object',
            additionalProperties: false,
            properties: Object.fromEntries(
              makes.map(({ link, entity: target, optional }) => [link, choiceOf(optional, capital(target))]),
            ),
          }),
        },
        responses: {
          '200': {
            description: 'The converted record, and what was made of it.',
            headers: etag,
            content: json({
              type: 'object',
              properties: {
                record: schemaRef(schemaName(entity)),
                made: { type: 'object', properties: made },
              },
              required: ['record', 'made'],
            }),
          },
          ...refused(400, 403, 409, 412, 413, 415, 422, 428),
        },
      },
    },
  };
};

const takeBackPath = (entity: Entity, { name, path, label }: Conversion, { refused }: NamedGround): Part => ({
  [`/${entity.path}/{id}/${path}/undo`]: {
    parameters: [idParameter],
    post: {
      tags: [labelIn(entity.plural, 'en')],
      summary: `Take back: ${labelIn(label, 'en').toLowerCase()}; refused when what was made is edited or linked to`,
      operationId: `${name}UndoOf${schemaName(entity)}`,
      parameters: [versionParameter, keyed],
      responses: {
        '200': {
          description: 'The record as it was before.',
          headers: etag,
          content: json(schemaRef(schemaName(entity))),
        },
        ...refused(400, 403, 409, 412, 422, 428),
      },
    },
  },
});

/** The addresses that an entity has beside its records, as its blueprint declares them. */
export const namedPaths = (entity: Entity, ground: NamedGround): Part => ({
  ...searchPath(entity, ground),
  ...summaryPaths(entity, ground),
  ...throughPaths(entity, ground),
  ...actionPaths(entity, ground),
  ...Object.fromEntries(
    entity.conversions
      .flatMap((one) => [conversionPath(entity, one, ground), takeBackPath(entity, one, ground)])
      .flatMap((part) => Object.entries(part)),
  ),
});

/** The schemas that these addresses need beside those of the entities. */
export const namedSchemas: Readonly<Record<string, JsonSchema>> = {
  Summary: {
    type: 'object',
    properties: {
      summary: { type: 'string' },
      parameters: { type: 'object', additionalProperties: { type: 'string' } },
      figures: { type: 'object', additionalProperties: { $ref: '#/components/schemas/Answer' } },
    },
    required: ['summary', 'parameters', 'figures'],
  },
};
