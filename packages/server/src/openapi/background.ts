import type { Json, JsonSchema } from '@sluice/core';
import { JOB_STATES } from '../jobs/dead.ts';
import { KIND_NAMES } from '../jobs/kinds.ts';
import { MAIL_STATES } from '../mail/outbox.ts';
import { MAIL_ACTIONS, MAIL_LANGUAGES } from '../mail/words.ts';

type Part = Readonly<Record<string, Json>>;

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const refusedWith = (...statuses: readonly number[]): Part =>
  Object.fromEntries(statuses.map((status) => [String(status), { $ref: '#/components/responses/Refused' }]));
const text: JsonSchema = { type: 'string' };
const maybe = (type: string, more: Part = {}): JsonSchema => ({ type: [type, 'null'], ...more });
const uuid: JsonSchema = { type: 'string', format: 'uuid' };
const instant: JsonSchema = { type: 'string', format: 'date-time' };
const words = (list: readonly string[]): JsonSchema => ({ enum: [...list] });
const content = (schema: JsonSchema): Part => ({ 'application/json': { schema } });
const listOf = (name: string): JsonSchema => ({
  type: 'object',
  properties: { items: { type: 'array', items: ref(name) } },
  required: ['items'],
});
const object = (properties: Readonly<Record<string, JsonSchema>>, description: string): JsonSchema => ({
  type: 'object',
  description,
  properties,
  required: Object.keys(properties),
});

/** Always possible for whoever runs a tenant. */
const ALWAYS = [401, 403, 404, 421, 429, 500, 503];

const stateParameter = (states: readonly string[], usual?: string): Part => ({
  name: 'state',
  in: 'query',
  required: false,
  schema: { ...words(states), ...(usual === undefined ? {} : { default: usual }) },
  description: 'Those in this state.',
});
const limitParameter: Part = {
  name: 'limit',
  in: 'query',
  required: false,
  schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  description: 'How many, the latest first.',
};
const idParameter: Part = { $ref: '#/components/parameters/id' };

/** The schemas of what goes on while nobody waits. */
export const backgroundSchemas: Readonly<Record<string, JsonSchema>> = {
  Job: object(
    {
      id: uuid,
      kind: words(KIND_NAMES),
      state: words(JOB_STATES),
      subject: maybe('string', { description: 'What it is about: a mail of the outbox, a delivery.' }),
      reason: {
        type: ['object', 'null'],
        description: 'Why it failed the last time.',
        properties: { code: text, message: text },
        required: ['code', 'message'],
      },
      attempts: { type: 'integer', minimum: 0 },
      createdAt: instant,
      nextAt: maybe('string', { format: 'date-time', description: 'When it is tried next.' }),
      endedAt: maybe('string', { format: 'date-time' }),
    },
    'Something the server does while nobody waits.',
  ),
  Mail: object(
    {
      id: uuid,
      action: words(MAIL_ACTIONS),
      recipient: text,
      subject: text,
      body: {
        ...text,
        description: 'Of a letter (invite, reset) with {link} in place of its link, which nobody is shown.',
      },
      state: words(MAIL_STATES),
      reason: maybe('string', {
        description:
          'Why it is held (server, tenant, action, recipient, link), or what the mail server said. A mail whose state is unknown is not sent again.',
      }),
      createdAt: instant,
      changedAt: instant,
    },
    'A mail as it lies in the outbox.',
  ),
  OutboundWish: {
    ...object(
      {
        mail: { type: 'boolean' },
        actions: { type: 'array', items: words(MAIL_ACTIONS) },
        webhooks: { type: 'boolean' },
        language: words(MAIL_LANGUAGES),
      },
      'What the tenant lets out of the server.',
    ),
    additionalProperties: false,
  },
  Outbound: object(
    {
      mail: { type: 'boolean' },
      actions: { type: 'array', items: words(MAIL_ACTIONS) },
      webhooks: { type: 'boolean' },
      language: words(MAIL_LANGUAGES),
      server: object({ mail: { type: 'boolean' }, webhooks: { type: 'boolean' } }, 'What the server itself lets out.'),
    },
    'What the tenant and the server let out.',
  ),
};

const done: Part = { '204': { description: 'Done.' } };

/** The paths of what goes on while nobody waits, below the base of the API. */
export const backgroundPaths: Part = {
  '/jobs': {
    get: {
      tags: ['Background'],
      summary: 'What the server does for the tenant while nobody waits',
      description: 'The dead ones when nothing else is said: tried as often as it makes sense, and kept.',
      operationId: 'jobs',
      parameters: [stateParameter(JOB_STATES, 'dead'), limitParameter],
      responses: {
        '200': { description: 'The jobs.', content: content(listOf('Job')) },
        ...refusedWith(400, ...ALWAYS),
      },
    },
  },
  '/jobs/{id}': {
    parameters: [idParameter],
    delete: {
      tags: ['Background'],
      summary: 'Forget a dead job',
      operationId: 'forgetJob',
      responses: { ...done, ...refusedWith(...ALWAYS) },
    },
  },
  '/jobs/{id}/retry': {
    parameters: [idParameter],
    post: {
      tags: ['Background'],
      summary: 'Try a dead job once more',
      operationId: 'retryJob',
      responses: { ...done, ...refusedWith(...ALWAYS) },
    },
  },
  '/outbox': {
    get: {
      tags: ['Background'],
      summary: 'The mails of the tenant, sent or not',
      operationId: 'outbox',
      parameters: [stateParameter(MAIL_STATES), limitParameter],
      responses: {
        '200': { description: 'The mails.', content: content(listOf('Mail')) },
        ...refusedWith(400, ...ALWAYS),
      },
    },
  },
  '/outbox/{id}/release': {
    parameters: [idParameter],
    post: {
      tags: ['Background'],
      summary: 'Send a mail that was held, if everything allows it by now',
      operationId: 'releaseMail',
      responses: {
        '200': { description: 'The mail, on its way.', content: content(ref('Mail')) },
        ...refusedWith(409, ...ALWAYS),
      },
    },
  },
  '/outbound': {
    get: {
      tags: ['Background'],
      summary: 'What the tenant lets out of the server',
      operationId: 'outbound',
      responses: {
        '200': { description: 'What it lets out.', content: content(ref('Outbound')) },
        ...refusedWith(...ALWAYS),
      },
    },
    put: {
      tags: ['Background'],
      summary: 'Say what the tenant lets out of the server',
      description: 'Nothing leaves unless the server allows it too.',
      operationId: 'replaceOutbound',
      requestBody: { required: true, content: content(ref('OutboundWish')) },
      responses: {
        '200': { description: 'What it lets out.', content: content(ref('Outbound')) },
        ...refusedWith(400, 413, 415, ...ALWAYS),
      },
    },
  },
};
