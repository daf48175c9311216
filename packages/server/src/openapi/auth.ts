import type { Json, JsonSchema } from '@sluice/core';
import { ACCESS_LIFETIME, EMBED_LIFETIME } from '../auth/access.ts';
import { SHORTEST } from '../auth/passwords.ts';

type Part = Readonly<Record<string, Json>>;

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const text: JsonSchema = { type: 'string' };
const flag: JsonSchema = { type: 'boolean' };
const email: JsonSchema = { type: 'string', format: 'email', maxLength: 254 };
const instant: JsonSchema = { type: 'string', format: 'date-time' };
const uuid: JsonSchema = { type: 'string', format: 'uuid' };
const role: JsonSchema = {
  ...text,
  maxLength: 40,
  description: 'A role of the tenant: admin, sales, viewer, or its own.',
};
const password: JsonSchema = { type: 'string', format: 'password' };
const newPassword: JsonSchema = { ...password, minLength: SHORTEST };
const once: JsonSchema = { type: 'string', description: 'What stands behind the # of the link.' };

const object = (properties: Readonly<Record<string, Json>>, required?: readonly string[]): JsonSchema => ({
  type: 'object',
  properties,
  required: [...(required ?? Object.keys(properties))],
});
const closed = (properties: Readonly<Record<string, Json>>, required: readonly string[]): JsonSchema => ({
  ...object(properties, required),
  additionalProperties: false,
});

const person = object({ email, name: text });

/** The schemas that only the routes of people use. */
export const authSchemas: Readonly<Record<string, JsonSchema>> = {
  Login: closed(
    {
      email,
      password,
      tenant: { ...text, description: 'The short name; needed by those who belong to several.' },
      cookies: { ...flag, default: true, description: 'false: the refresh token comes in the body.' },
    },
    ['email', 'password'],
  ),
  Refresh: closed({ refresh: { ...text, description: 'Left out where the cookie brings it.' } }, []),
  Granted: object(
    {
      token: { ...text, description: 'The access token, for "Authorization: Bearer …".' },
      expiresIn: { type: 'integer', const: ACCESS_LIFETIME, description: 'Seconds.' },
      refresh: { ...text, description: 'Good once. Only where cookies are not wanted.' },
      person,
      tenant: text,
      role,
      ownRecords: flag,
    },
    ['token', 'expiresIn', 'person', 'tenant', 'role', 'ownRecords'],
  ),
  Me: object(
    {
      tenant: text,
      role,
      actor: text,
      ownRecords: flag,
      rights: ref('Rights'),
      person,
      session: uuid,
      tenants: {
        type: 'array',
        items: object({ name: text, label: text, role, suspended: flag, current: flag }),
        description: 'Where they belong, for whoever signed in as a person.',
      },
    },
    ['tenant', 'role', 'actor', 'ownRecords', 'rights'],
  ),
  Switch: closed({ tenant: { ...text, maxLength: 63, description: 'The short name.' } }, ['tenant']),
  Sessions: object({
    items: {
      type: 'array',
      items: object({
        id: uuid,
        tenant: text,
        client: { enum: ['page', 'api'] },
        agent: text,
        createdAt: instant,
        usedAt: instant,
        expiresAt: instant,
        current: flag,
      }),
    },
  }),
  Invite: closed(
    {
      email,
      role: { ...role, default: 'viewer' },
      ownRecords: { ...flag, default: false, description: 'Only records whose owner they are.' },
    },
    ['email'],
  ),
  Link: object({ link: { ...text, format: 'uri' }, expires: instant }),
  Accept: closed({ token: once, password: newPassword, name: { ...text, maxLength: 100 } }, ['token', 'password']),
  Accepted: object({ email, tenant: text }),
  ResetRequest: closed({ email }, ['email']),
  ResetRequested: object({ message: text }),
  Reset: closed({ token: once, password: newPassword }, ['token', 'password']),
  EmbedRequest: closed(
    {
      origin: { ...text, format: 'uri', description: 'Of the page: https://shop.example.com' },
      filters: {
        ...text,
        description: 'Which rows, in the form of addresses: stage=won&amount[gte]=1000. Empty: all.',
      },
      seconds: { type: 'integer', minimum: 30, maximum: EMBED_LIFETIME, default: EMBED_LIFETIME },
    },
    ['origin'],
  ),
  EmbedToken: object({ token: text, expires: instant }),
};

const refusals = (...statuses: readonly number[]): Part =>
  Object.fromEntries(statuses.map((status) => [String(status), { $ref: '#/components/responses/Refused' }]));
const said = (schema: JsonSchema): Part => ({ 'application/json': { schema } });

interface Operation {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly body?: string;
  /** The body may be left out. */
  readonly lax?: boolean;
  /** The status and the schema; no schema: nothing is said. */
  readonly answer: readonly [status: number, schema?: string];
  readonly refused: readonly number[];
  /** For whoever is not signed in. */
  readonly open?: boolean;
  /** It takes an Idempotency-Key. */
  readonly keyed?: boolean;
}

const operation = ({
  id,
  summary,
  description,
  body,
  lax,
  answer: [status, schema],
  refused,
  open,
  keyed,
}: Operation): Part => ({
  tags: ['People'],
  summary,
  ...(description === undefined ? {} : { description }),
  operationId: id,
  ...(open ? { security: [] } : {}),
  ...(keyed ? { parameters: [{ $ref: '#/components/parameters/key' }] } : {}),
  ...(body === undefined ? {} : { requestBody: { required: lax !== true, content: said(ref(body)) } }),
  responses: {
    [String(status)]: { description: summary, ...(schema === undefined ? {} : { content: said(ref(schema)) }) },
    ...refusals(...refused, 403, 421, 429, 500, 503),
  },
});

const BODY = [400, 413, 415, 422];

/** The paths of people, below the base of the API. */
export const authPaths: Part = {
  '/auth/login': {
    post: operation({
      id: 'login',
      summary: 'Sign in by e-mail and password',
      description:
        'The refresh token comes as the cookie sluice_refresh (over HTTPS __Host-sluice_refresh), or in the body with "cookies": false.',
      body: 'Login',
      answer: [200, 'Granted'],
      refused: [...BODY, 401, 403, 429],
      open: true,
    }),
  },
  '/auth/refresh': {
    post: operation({
      id: 'refresh',
      summary: 'A new access token',
      description:
        'A refresh token is good once; who asks again within half a minute is told the same successor. Later use ends the session.',
      body: 'Refresh',
      lax: true,
      answer: [200, 'Granted'],
      refused: [...BODY, 401, 403],
      open: true,
    }),
  },
  '/auth/logout': {
    post: operation({
      id: 'logout',
      summary: 'Sign out',
      body: 'Refresh',
      lax: true,
      answer: [204],
      refused: [...BODY, 403],
      open: true,
    }),
  },
  '/auth/me': { get: operation({ id: 'me', summary: 'Who you are here', answer: [200, 'Me'], refused: [401] }) },
  '/auth/switch': {
    post: operation({
      id: 'switchTenant',
      summary: 'Go to another tenant you belong to; the session here ends',
      body: 'Switch',
      answer: [200, 'Granted'],
      refused: [...BODY, 401, 403, 404, 409],
    }),
  },
  '/auth/sessions': {
    get: operation({
      id: 'sessions',
      summary: 'Where you are signed in',
      answer: [200, 'Sessions'],
      refused: [401, 409],
    }),
    delete: operation({
      id: 'endSessions',
      summary: 'Sign out everywhere, here too',
      answer: [204],
      refused: [401, 403, 409],
    }),
  },
  '/auth/sessions/{id}': {
    parameters: [{ $ref: '#/components/parameters/id' }],
    delete: operation({
      id: 'endSession',
      summary: 'End one of your sessions, at once',
      answer: [204],
      refused: [401, 404, 409],
    }),
  },
  '/auth/invite': {
    post: operation({
      id: 'invite',
      summary: 'A link that lets somebody into this tenant, once',
      description: 'As POST /people.',
      keyed: true,
      body: 'Invite',
      answer: [201, 'Link'],
      refused: [...BODY, 401, 403, 404, 409],
    }),
  },
  '/auth/accept': {
    post: operation({
      id: 'accept',
      summary: 'Accept an invitation',
      description: 'Sets the password of a new account; whoever has one already gives the one they have.',
      body: 'Accept',
      answer: [201, 'Accepted'],
      refused: [...BODY, 401, 409, 429],
      open: true,
    }),
  },
  '/auth/reset-request': {
    post: operation({
      id: 'requestReset',
      summary: 'Ask for a link to set a new password',
      description:
        'Answers the same whether there is such an account or not. The link waits for whoever runs the server, and is mailed where server, tenant and the occasion `reset` allow it.',
      body: 'ResetRequest',
      answer: [202, 'ResetRequested'],
      refused: [...BODY, 429],
      open: true,
    }),
  },
  '/auth/reset': {
    post: operation({
      id: 'reset',
      summary: 'Set a new password with a link',
      description: 'Ends every session of the account.',
      body: 'Reset',
      answer: [204],
      refused: [...BODY, 409],
      open: true,
    }),
  },
  '/auth/embed': {
    post: operation({
      id: 'embed',
      summary: 'A token for widgets on a page of yours',
      description:
        'For the back end of a host, with a token of the role admin. The token reads only, for a quarter of an hour at most, from pages of this origin alone.',
      keyed: true,
      body: 'EmbedRequest',
      answer: [201, 'EmbedToken'],
      refused: [...BODY, 401, 403, 409],
    }),
  },
};
