import { type Entity, type Field, type Json, type JsonSchema, labelIn, type Model } from '@sluice/core';
import type { RoleDef } from '../auth/roles.ts';
import { withAccess } from './access.ts';
import { eventPaths, eventSchemas, keyParameter, originPaths } from './events.ts';
import { authPaths, authSchemas } from './auth.ts';
import { backgroundPaths, backgroundSchemas } from './background.ts';
import { exportPath, isPaging } from './exports.ts';
import { importPaths, importSchemas } from './imports.ts';
import { namedPaths, namedSchemas } from './named.ts';
import { reportPaths } from './reports.ts';
import { searchPaths, searchSchemas } from './search.ts';
import { operatorPaths, settingsPaths, settingsSchemas } from './settings.ts';
import { schemaName, schemaRef, schemasOf } from './schemas.ts';
import { webhookPaths, webhookSchemas } from './webhooks.ts';

type Part = Readonly<Record<string, Json>>;

const json = (schema: JsonSchema): Part => ({ 'application/json': { schema } });
const body = (schema: JsonSchema): Part => ({ required: true, content: json(schema) });
const refusals = (...statuses: readonly number[]): Part =>
  Object.fromEntries(statuses.map((status) => [String(status), { $ref: '#/components/responses/Refused' }]));
const etag = { ETag: { description: 'The version of the record.', schema: { type: 'string' } } };
const records = (name: string, description: string, headers: Part = etag): Part => ({
  description,
  headers,
  content: json(schemaRef(name)),
});

const ALWAYS = [401, 403, 404, 421, 429, 500, 503];
const BODY = [400, 403, 413, 415, 422];
const idParameter = { $ref: '#/components/parameters/id' };
const versionParameter = { $ref: '#/components/parameters/version' };
const keyed = { $ref: '#/components/parameters/key' };

const OPERATOR_HELP =
  'Keeps the records with this value; repeat it for one of several, leave it empty for blank. Compare otherwise with an operator in brackets, for example amount[gte]=1000: not, gt, gte, lt, lte, contains, empty, filled.';

const query = (name: string, schema: Part, description: string): Part => ({
  name,
  in: 'query',
  required: false,
  schema,
  description,
});

const filterOf = (field: Field): Part =>
  query(field.name, { type: 'array', items: { type: 'string' } }, `${labelIn(field.label, 'en')}. ${OPERATOR_HELP}`);

const asOfParameter = query(
  'asOf',
  { type: 'string', format: 'date' },
  'A day: the records as they stood when it ended, for example 2017-09-30.',
);

const listParameters = (entity: Entity): readonly Json[] => [
  query('q', { type: 'string' }, 'Words searched in the texts of the record.'),
  query('where', { type: 'string' }, 'An expression in the small language, for example amount > 1000 and stage.open.'),
  query('sort', { type: 'string' }, 'Fields, separated by commas; - in front for descending.'),
  query('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 50 }, 'How many records.'),
  query('cursor', { type: 'string' }, 'Where the last page ended.'),
  asOfParameter,
  ...entity.fields.filter((field) => field.unit !== 'json').map(filterOf),
];

const entityPaths = (entity: Entity): Part => {
  const name = schemaName(entity);
  const tags = [labelIn(entity.plural, 'en')];
  const one = labelIn(entity.label, 'en').toLowerCase();
  const many = labelIn(entity.plural, 'en').toLowerCase();
  const edit = (summary: string, operationId: string): Part => ({
    tags,
    summary,
    operationId,
    parameters: [versionParameter, keyed],
    requestBody: body(schemaRef(`${name}Patch`)),
    responses: {
      '200': records(name, 'The record as it is now.'),
      ...refusals(...BODY, ...ALWAYS, 409, 412, 428),
    },
  });
  return {
    [`/${entity.path}`]: {
      get: {
        tags,
        summary: `The ${many}, a page at a time`,
        operationId: `list${name}`,
        parameters: listParameters(entity),
        responses: { '200': records(`${name}Page`, 'A page of records.', {}), ...refusals(400, ...ALWAYS) },
      },
      post: {
        tags,
        summary: `Make a ${one}`,
        operationId: `create${name}`,
        parameters: [keyed],
        requestBody: body(schemaRef(`${name}Draft`)),
        responses: {
          '201': records(name, 'The record that was made.', {
            ...etag,
            Location: { description: 'Its address.', schema: { type: 'string' } },
          }),
          ...refusals(...BODY, ...ALWAYS, 409),
        },
      },
    },
    [`/${entity.path}/bulk`]: {
      post: {
        tags,
        summary: `Write many ${many} at once, all or none`,
        operationId: `bulk${name}`,
        parameters: [keyed],
        requestBody: body(schemaRef(`${name}Bulk`)),
        responses: {
          '200': records(`${name}BulkAnswer`, 'What became of each write, in order.', {}),
          ...refusals(...BODY, ...ALWAYS, 409, 412),
        },
      },
    },
    ...exportPath(entity, listParameters(entity), refusals(400, 413, ...ALWAYS)),
    ...namedPaths(entity, {
      list: listParameters(entity),
      refused: (...statuses) => refusals(...statuses, ...ALWAYS),
    }),
    [`/${entity.path}/{id}`]: {
      parameters: [idParameter],
      get: {
        tags,
        summary: `One ${one}`,
        operationId: `get${name}`,
        parameters: [asOfParameter],
        responses: { '200': records(name, 'The record.'), ...refusals(400, ...ALWAYS) },
      },
      patch: edit(`Change some fields of a ${one}`, `change${name}`),
      put: edit(`Replace all fields of a ${one}: what is not named becomes blank`, `replace${name}`),
      delete: {
        tags,
        summary: `Remove a ${one}`,
        operationId: `remove${name}`,
        parameters: [versionParameter, keyed],
        responses: { '204': { description: 'It is gone.' }, ...refusals(400, 403, ...ALWAYS, 409, 412, 422, 428) },
      },
    },
    [`/${entity.path}/{id}/journal`]: {
      parameters: [idParameter],
      get: {
        tags,
        summary: `Every change of a ${one}, the latest first`,
        operationId: `journal${name}`,
        responses: { '200': records('Journal', 'The changes.', {}), ...refusals(...ALWAYS) },
      },
    },
  };
};

const asked = (operationId: string, summary: string, request: string, given: string): Part => ({
  post: {
    tags: ['Figures'],
    summary,
    operationId,
    requestBody: body(schemaRef(request)),
    responses: {
      '200': records(given, 'The answer; amounts in major units, percent as percent.', {}),
      ...refusals(400, 413, 415, ...ALWAYS),
    },
  },
});

const read = (operationId: string, summary: string, schema: JsonSchema, open: boolean): Part => ({
  get: {
    tags: ['Server'],
    summary,
    operationId,
    ...(open ? { security: [] } : {}),
    responses: {
      '200': { description: summary, content: json(schema) },
      ...refusals(...(open ? [403, 421, 429, 500] : ALWAYS)),
    },
  },
});

/** The filters of the entity that reports are about when they name none. */
const aboutReports = (model: Model): readonly Json[] => {
  const entity = model.entities.find((one) => one.stage) ?? model.entities[0];
  return entity ? listParameters(entity).filter((one) => !isPaging(one)) : [];
};

/** The OpenAPI 3.1 document of a model, as it is served below `/api/v1`. `roles`: what a tenant says of its own. */
export const openApiOf = (model: Model, version: string, roles: Readonly<Record<string, RoleDef>> = {}): Part =>
  withAccess(described(model, version), model, roles);

const described = (model: Model, version: string): Part => ({
  openapi: '3.1.0',
  info: {
    title: 'Sluice',
    version,
    description: 'The records and figures of a tenant. Everything refused is a problem (RFC 9457) with a stable code.',
  },
  servers: [{ url: '/api/v1' }],
  security: [{ token: [] }, { session: [] }],
  tags: [
    ...model.entities.map((entity) => ({ name: labelIn(entity.plural, 'en') })),
    { name: 'Imports' },
    { name: 'Search' },
    { name: 'Figures' },
    { name: 'Reports' },
    { name: 'People' },
    { name: 'Settings' },
    { name: 'Operator' },
    { name: 'Background' },
    { name: 'Server' },
  ],
  paths: {
    ...Object.fromEntries(model.entities.flatMap((entity) => Object.entries(entityPaths(entity)))),
    ...importPaths(model),
    ...authPaths,
    ...eventPaths,
    ...originPaths,
    ...settingsPaths,
    ...operatorPaths,
    ...backgroundPaths,
    ...webhookPaths,
    ...reportPaths(aboutReports(model), refusals(400, 413, ...ALWAYS)),
    ...searchPaths((...statuses) => refusals(...statuses, ...ALWAYS)),
    '/query': asked('query', 'Figures by dimensions', 'Query', 'Answer'),
    '/explain': asked('explain', 'How a figure came about', 'Explain', 'Explanation'),
    '/figures': asked('figures', 'A figure that takes a history, two days or quotas', 'Figures', 'Figured'),
    '/model': read('model', 'What the tenant keeps and how it is shown', schemaRef('Model'), false),
    '/health': read('health', 'How the server is', schemaRef('Health'), true),
    '/openapi.json': read('openapi', 'This document', { type: 'object' }, true),
  },
  components: {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      session: {
        type: 'apiKey',
        in: 'cookie',
        name: 'sluice_session',
        description: 'For our own pages; over HTTPS the name is __Host-sluice_session.',
      },
    },
    parameters: {
      key: keyParameter,
      id: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      version: {
        name: 'If-Match',
        in: 'header',
        required: true,
        schema: { type: 'string' },
        description: 'The ETag of the version that was edited, for example "3".',
      },
    },
    responses: {
      Refused: { description: 'Refused.', content: { 'application/problem+json': { schema: schemaRef('Problem') } } },
    },
    schemas: {
      ...schemasOf(model),
      ...namedSchemas,
      ...searchSchemas,
      ...importSchemas,
      ...authSchemas,
      ...settingsSchemas,
      ...eventSchemas,
      ...backgroundSchemas,
      ...webhookSchemas,
    },
  },
});
