import type { Json, JsonSchema } from '@sluice/core';
import { DELIVERY_STATES } from '../webhooks/store.ts';

type Part = Readonly<Record<string, Json>>;

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const refusedWith = (...statuses: readonly number[]): Part =>
  Object.fromEntries(statuses.map((status) => [String(status), { $ref: '#/components/responses/Refused' }]));
const text: JsonSchema = { type: 'string' };
const flag: JsonSchema = { type: 'boolean' };
const uuid: JsonSchema = { type: 'string', format: 'uuid' };
const instant: JsonSchema = { type: 'string', format: 'date-time' };
const maybeInstant: JsonSchema = { type: ['string', 'null'], format: 'date-time' };
const content = (schema: JsonSchema): Part => ({ 'application/json': { schema } });
const given = (name: string, description: string): Part => ({ description, content: content(ref(name)) });
const ALWAYS = [401, 403, 404, 421, 429, 500, 503];
const idParameter: Part = { $ref: '#/components/parameters/id' };
const keyed: Part = { $ref: '#/components/parameters/key' };

const wish: Readonly<Record<string, JsonSchema>> = {
  url: { type: 'string', format: 'uri', maxLength: 2000, description: 'https, on the open internet.' },
  label: { type: 'string', maxLength: 200 },
  entities: { type: 'array', items: text, description: 'The entities it is told of; none: all of them.' },
  enabled: flag,
};
const webhook: Readonly<Record<string, JsonSchema>> = {
  id: uuid,
  ...wish,
  createdAt: instant,
  createdBy: text,
  owner: {
    ...text,
    description:
      'Who said last where it leads: it is told what they may read, and nothing when they are not let in any more.',
  },
  formerUntil: { ...maybeInstant, description: 'Until when what is sent is signed with the former secret too.' },
};
const secret: JsonSchema = { type: 'string', description: 'Shown this once: whsec_… proves what is sent.' };
const wished: Part = { type: 'object', additionalProperties: false, properties: wish };

/** The schemas of webhooks. */
export const webhookSchemas: Readonly<Record<string, JsonSchema>> = {
  WebhookDraft: { ...wished, required: ['url'] },
  WebhookPatch: wished,
  Webhook: {
    type: 'object',
    description: 'An address that is told what changes.',
    properties: webhook,
    required: Object.keys(webhook),
  },
  WebhookWithSecret: {
    type: 'object',
    description: 'A webhook with the secret it has from now on.',
    properties: { ...webhook, secret },
    required: [...Object.keys(webhook), 'secret'],
  },
  WebhookDelivery: {
    type: 'object',
    description: 'Something a webhook is told, and what became of it.',
    properties: {
      id: uuid,
      event: text,
      state: { enum: [...DELIVERY_STATES] },
      reason: { type: ['string', 'null'] },
      attempts: { type: 'integer', minimum: 0 },
      status: { type: ['integer', 'null'], description: 'The status of the last answer; never anything else of it.' },
      createdAt: instant,
      triedAt: maybeInstant,
    },
    required: ['id', 'event', 'state', 'reason', 'attempts', 'status', 'createdAt', 'triedAt'],
  },
};

const listOf = (name: string, description: string): Part => ({
  description,
  content: content({
    type: 'object',
    properties: { items: { type: 'array', items: ref(name) } },
    required: ['items'],
  }),
});

/** The paths of webhooks, below the base of the API. */
export const webhookPaths: Part = {
  '/webhooks': {
    get: {
      tags: ['Background'],
      summary: 'The addresses that are told what changes',
      operationId: 'webhooks',
      responses: { '200': listOf('Webhook', 'The webhooks.'), ...refusedWith(...ALWAYS) },
    },
    post: {
      tags: ['Background'],
      summary: 'Let an address be told what changes',
      description:
        'It is told from now on what the stream of changes would tell its owner. The secret in the answer is shown this once.',
      operationId: 'createWebhook',
      parameters: [keyed],
      requestBody: { required: true, content: content(ref('WebhookDraft')) },
      responses: {
        '201': {
          ...given('WebhookWithSecret', 'The webhook that was made.'),
          headers: { Location: { description: 'Its address.', schema: text } },
        },
        ...refusedWith(400, 409, 413, 415, 422, ...ALWAYS),
      },
    },
  },
  '/webhooks/{id}': {
    parameters: [idParameter],
    get: {
      tags: ['Background'],
      summary: 'One webhook',
      operationId: 'getWebhook',
      responses: { '200': given('Webhook', 'The webhook.'), ...refusedWith(...ALWAYS) },
    },
    patch: {
      tags: ['Background'],
      summary: 'Change a webhook',
      description: 'Whoever changes it answers for it from then on: it is told what they may read.',
      operationId: 'changeWebhook',
      requestBody: { required: true, content: content(ref('WebhookPatch')) },
      responses: { '200': given('Webhook', 'As it is now.'), ...refusedWith(400, 413, 415, 422, ...ALWAYS) },
    },
    delete: {
      tags: ['Background'],
      summary: 'Remove a webhook, with everything it was told',
      operationId: 'removeWebhook',
      responses: { '204': { description: 'It is gone.' }, ...refusedWith(...ALWAYS) },
    },
  },
  '/webhooks/{id}/secret': {
    parameters: [idParameter],
    post: {
      tags: ['Background'],
      summary: 'Give a webhook another secret',
      description: 'What is sent is signed with both for a day, so that the receiver can change over.',
      operationId: 'rotateWebhookSecret',
      parameters: [keyed],
      responses: {
        '200': given('WebhookWithSecret', 'The webhook with its secret.'),
        ...refusedWith(400, 409, 422, ...ALWAYS),
      },
    },
  },
  '/webhooks/{id}/test': {
    parameters: [idParameter],
    post: {
      tags: ['Background'],
      summary: 'Tell a webhook something to try it',
      operationId: 'testWebhook',
      parameters: [keyed],
      responses: { '202': given('WebhookDelivery', 'It is on its way.'), ...refusedWith(400, 409, 422, ...ALWAYS) },
    },
  },
  '/webhooks/{id}/deliveries': {
    parameters: [idParameter],
    get: {
      tags: ['Background'],
      summary: 'What a webhook was told, the latest first',
      operationId: 'webhookDeliveries',
      parameters: [
        {
          name: 'limit',
          in: 'query',
          required: false,
          schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
          description: 'How many.',
        },
      ],
      responses: { '200': listOf('WebhookDelivery', 'The deliveries.'), ...refusedWith(400, ...ALWAYS) },
    },
  },
  '/webhooks/{id}/deliveries/{delivery}/retry': {
    parameters: [
      idParameter,
      { name: 'delivery', in: 'path', required: true, schema: uuid, description: 'Which of its deliveries.' },
    ],
    post: {
      tags: ['Background'],
      summary: 'Tell a webhook once more what it did not take',
      operationId: 'retryDelivery',
      responses: { '202': given('WebhookDelivery', 'As it is now.'), ...refusedWith(...ALWAYS) },
    },
  },
};
