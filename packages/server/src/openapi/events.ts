import type { Json, JsonSchema } from '@sluice/core';

type Part = Readonly<Record<string, Json>>;

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const refused = { $ref: '#/components/responses/Refused' };
const text: JsonSchema = { type: 'string' };
const place: JsonSchema = { type: 'string', pattern: String.raw`^\d{1,20}-\d{1,19}$` };

/** The schemas that only the feed uses. */
export const eventSchemas: Readonly<Record<string, JsonSchema>> = {
  FeedEvent: {
    type: 'object',
    description: 'The data of an event "change". It holds no values: ask for the record.',
    properties: {
      entity: text,
      id: { type: 'string', format: 'uuid' },
      version: { type: 'integer', minimum: 0 },
      op: { enum: ['create', 'change', 'remove'] },
      fields: { type: 'array', items: text, description: 'The fields that changed.' },
      at: { type: 'string', format: 'date-time' },
      actor: text,
    },
    required: ['entity', 'id', 'version', 'op', 'fields', 'at', 'actor'],
  },
};

/** The path of the feed, below the base of the API. */
export const eventPaths: Part = {
  '/events': {
    get: {
      tags: ['Server'],
      summary: 'What changes, as it happens',
      description:
        'Server-sent events: "ready" (or "reset": read everything anew) first, then "change" for every entry of the journal in the order in which they became visible, "bye" before the server ends the stream.',
      operationId: 'events',
      parameters: [
        {
          name: 'Last-Event-ID',
          in: 'header',
          required: false,
          schema: place,
          description: 'The id of the last event that was read: everything after it comes, once.',
        },
        { name: 'after', in: 'query', required: false, schema: place, description: 'The same, in the address.' },
      ],
      responses: {
        '200': {
          description: 'A stream without an end.',
          content: { 'text/event-stream': { schema: ref('FeedEvent') } },
        },
        ...Object.fromEntries([400, 401, 403, 421, 429, 500, 503].map((status) => [String(status), refused])),
      },
    },
  },
};

const origins: Part = {
  'application/json': {
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: { origins: { type: 'array', items: text, maxItems: 100 } },
      required: ['origins'],
    },
  },
};
const listed: Part = { description: 'The origins, for example https://app.example.com.', content: origins };
const refusedWith = (...statuses: readonly number[]): Part =>
  Object.fromEntries(statuses.map((status) => [String(status), refused]));

/** The path of the allow-list, below the base of the API. */
export const originPaths: Part = {
  '/origins': {
    get: {
      tags: ['Server'],
      summary: 'The origins of other sites whose pages may read answers',
      operationId: 'origins',
      responses: { '200': listed, ...refusedWith(401, 403, 404, 421, 429, 500, 503) },
    },
    put: {
      tags: ['Server'],
      summary: 'Replace the list of origins',
      operationId: 'replaceOrigins',
      requestBody: { required: true, content: origins },
      responses: { '200': listed, ...refusedWith(400, 401, 403, 404, 413, 415, 421, 422, 429, 500, 503) },
    },
  },
};

/** What a write takes that must happen once. */
export const keyParameter: Part = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  description:
    'Made up by the sender, one per write. The same request with the same key within 24 hours writes once and gets the first answer, with "Idempotency-Replayed: true".',
};
