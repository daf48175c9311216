import { ENTITY_ACTIONS, type Json, type JsonSchema, TENANT_ACTIONS } from '@sluice/core';

type Part = Readonly<Record<string, Json>>;

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const text: JsonSchema = { type: 'string' };
const flag: JsonSchema = { type: 'boolean' };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const uuid: JsonSchema = { type: 'string', format: 'uuid' };
const instant: JsonSchema = { type: 'string', format: 'date-time' };
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, Json>>, required?: readonly string[]): JsonSchema => ({
  type: 'object',
  properties,
  required: [...(required ?? Object.keys(properties))],
});
const closed = (properties: Readonly<Record<string, Json>>, required: readonly string[]): JsonSchema => ({
  ...object(properties, required),
  additionalProperties: false,
});
const byName = (of: JsonSchema, description: string): JsonSchema => ({
  type: 'object',
  additionalProperties: of,
  description,
});
const label: JsonSchema = { anyOf: [text, { type: 'object', additionalProperties: text }] };

const rights = {
  tenant: { ...list({ enum: [...TENANT_ACTIONS] }), description: 'What it may do to the tenant.' },
  entities: byName(list({ enum: [...ENTITY_ACTIONS] }), 'By entity; * is every entity that is not named.'),
  fields: byName(
    { type: 'object', additionalProperties: { enum: ['none', 'read'] } },
    'By entity and field; what is not named may be read and written.',
  ),
  ownRecords: { ...flag, description: 'Sees only records whose owner they are.' },
};
const role = {
  name: text,
  label,
  builtIn: flag,
  fixed: { ...flag, description: 'admin: it may do everything, always.' },
  members: { ...count, description: 'How many have it, or are invited to it.' },
  rights: ref('Rights'),
};
const person = {
  id: uuid,
  email: { type: 'string', format: 'email' },
  name: text,
  role: text,
  ownRecords: flag,
  disabled: flag,
  invited: { ...flag, description: 'No member yet: a link waits for them.' },
  since: instant,
  lastSeen: { type: ['string', 'null'], format: 'date-time' },
  sessions: count,
  you: flag,
  expires: { ...instant, description: 'When the invitation ends.' },
};
const PERSON_NEEDS = Object.keys(person).filter((name) => name !== 'expires');
const overlay: JsonSchema = {
  type: 'object',
  description:
    'By entity: label, plural, fields, pipelines, metrics, gates, views. It adds, relabels, reorders, tightens and changes probabilities; it changes no kind, drops no field and loosens no rule.',
};
const tenant = {
  name: text,
  label: text,
  zone: text,
  currency: text,
  createdAt: instant,
  suspended: flag,
  suspendedAt: { type: ['string', 'null'], format: 'date-time' },
  members: count,
  admins: count,
};
const about = {
  label: { ...text, maxLength: 200 },
  zone: { ...text, maxLength: 80 },
  currency: { ...text, maxLength: 3 },
};
const email: JsonSchema = { type: 'string', format: 'email', maxLength: 254 };
const link = { link: { ...text, format: 'uri' }, expires: instant };

/** The schemas that only people, roles, settings, the journal and the operator use. */
export const settingsSchemas: Readonly<Record<string, JsonSchema>> = {
  Rights: object(rights, ['tenant', 'entities']),
  Role: object(role, ['name', 'builtIn', 'fixed', 'members', 'rights']),
  RoleDraft: closed({ label, rights: ref('Rights') }, ['rights']),
  Roles: object({ version: count, items: list(ref('Role')), writable: flag }),
  Permissions: object({
    roles: list(text),
    operations: byName(object({ method: text, path: text, roles: list(text) }), 'By operationId.'),
  }),
  Person: object(person, PERSON_NEEDS),
  People: object({ items: list(ref('Person')) }),
  PersonPatch: closed({ role: text, ownRecords: flag, disabled: flag }, []),
  Settings: object({
    version: count,
    tenant: object({ name: text, label: text, zone: text, currency: text }),
    overlay,
    blueprint: { type: 'object', description: "The product's own, whole." },
  }),
  SettingsDraft: closed({ overlay }, ['overlay']),
  SettingsPatch: closed(about, []),
  SettingsPreview: object({
    ok: flag,
    issues: list(ref('Issue')),
    changes: list(object({ path: list(text), kind: { enum: ['added', 'changed', 'removed'] } })),
    affected: {
      ...list(
        object({
          entity: text,
          gate: text,
          severity: { enum: ['error', 'warning'] },
          records: { type: ['integer', 'null'] },
        }),
      ),
      description: 'How many records new and changed rules would catch now.',
    },
  }),
  TenantJournal: object({
    items: list(
      object({
        entity: { ...text, description: 'An entity, or tenant.people, tenant.roles, tenant.settings.' },
        id: uuid,
        at: instant,
        actor: text,
        cause: text,
        version: count,
        before: { type: ['object', 'null'] },
        after: { type: ['object', 'null'] },
      }),
    ),
    next: { type: ['string', 'null'], description: 'The cursor of the next page; null at the end.' },
  }),
  Tenant: object(tenant),
  Tenants: object({ items: list(ref('Tenant')) }),
  TenantDraft: closed(
    { name: { ...text, maxLength: 63 }, ...about, admin: { ...email, description: 'Is invited as its first admin.' } },
    ['name'],
  ),
  TenantPatch: closed({ name: { ...text, maxLength: 63 }, ...about }, []),
  TenantMade: object({ tenant: ref('Tenant'), ...link }, ['tenant']),
  TenantInvite: closed({ email, role: { ...text, maxLength: 40, default: 'admin' } }, ['email']),
};

const said = (schema: JsonSchema): Part => ({ 'application/json': { schema } });
const ALWAYS = [401, 403, 404, 421, 429, 500, 503];
const BODY = [400, 413, 415, 422];
const VERSION = [400, 412, 428];

interface Operation {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag?: string;
  readonly body?: string;
  /** The status and the schema; no schema: nothing is said. */
  readonly answer: readonly [status: number, schema?: string];
  readonly refused?: readonly number[];
  readonly versioned?: boolean;
  readonly parameters?: readonly Json[];
}

const operation = (one: Operation): Part => {
  const {
    id,
    summary,
    description,
    tag = 'People',
    body,
    answer,
    refused = [],
    versioned = false,
    parameters = [],
  } = one;
  const [status, schema] = answer;
  const statuses = [
    ...new Set([...ALWAYS, ...(body === undefined ? [] : BODY), ...(versioned ? VERSION : []), ...refused]),
  ];
  const all = [...(versioned ? [{ $ref: '#/components/parameters/version' }] : []), ...parameters];
  return {
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    operationId: id,
    ...(all.length > 0 ? { parameters: all } : {}),
    ...(body === undefined ? {} : { requestBody: { required: true, content: said(ref(body)) } }),
    responses: {
      [String(status)]: { description: summary, ...(schema === undefined ? {} : { content: said(ref(schema)) }) },
      ...Object.fromEntries(statuses.map((code) => [String(code), { $ref: '#/components/responses/Refused' }])),
    },
  };
};

const idParameter = { $ref: '#/components/parameters/id' };
const parameters = [{ $ref: '#/components/parameters/key' }];
const nameParameter = (description: string): Part => ({
  name: 'name',
  in: 'path',
  required: true,
  schema: text,
  description,
});
const query = (name: string, schema: JsonSchema, description: string): Part => ({
  name,
  in: 'query',
  required: false,
  schema,
  description,
});
const S = 'Settings';
const O = 'Operator';

/** The paths of people, roles, settings and the journal, below the base of the API. */
export const settingsPaths: Part = {
  '/people': {
    get: operation({ id: 'people', summary: 'Who belongs to this tenant, or is invited', answer: [200, 'People'] }),
    post: operation({
      id: 'invitePerson',
      summary: 'A link that lets somebody into this tenant, once',
      description:
        'Pass the link on; it is mailed too where server, tenant and the occasion `invite` allow it. Nobody gives more than they have.',
      parameters,
      body: 'Invite',
      answer: [201, 'Link'],
      refused: [409],
    }),
  },
  '/people/{id}': {
    parameters: [idParameter],
    patch: operation({
      id: 'changePerson',
      summary: 'Change what somebody may do, at once; or keep them out for a while',
      body: 'PersonPatch',
      answer: [200, 'Person'],
      refused: [409],
    }),
    delete: operation({
      id: 'removePerson',
      summary: 'Show somebody out, or take an invitation back',
      answer: [204],
      refused: [409],
    }),
  },
  '/roles': {
    get: operation({ id: 'roles', tag: S, summary: 'What the roles of this tenant may do', answer: [200, 'Roles'] }),
  },
  '/roles/{name}': {
    parameters: [nameParameter('The name of the role, for example field-sales.')],
    put: operation({
      id: 'putRole',
      tag: S,
      summary: 'Make a role, or say anew what it may do; effective at once',
      body: 'RoleDraft',
      answer: [200, 'Role'],
      versioned: true,
      refused: [409],
    }),
    delete: operation({
      id: 'deleteRole',
      tag: S,
      summary: 'Take a role away; a built-in one goes back to what it was',
      answer: [204],
      versioned: true,
      refused: [409, 422],
    }),
  },
  '/permissions': {
    get: operation({
      id: 'permissions',
      tag: S,
      summary: 'Which roles may send which requests',
      answer: [200, 'Permissions'],
    }),
  },
  '/settings': {
    get: operation({
      id: 'settings',
      tag: S,
      summary: 'What this tenant keeps otherwise than the product',
      answer: [200, 'Settings'],
    }),
    put: operation({
      id: 'putSettings',
      tag: S,
      summary: 'Put an overlay in force: fields, stages, rules, words, views; for this tenant, at once',
      body: 'SettingsDraft',
      answer: [200, 'Settings'],
      versioned: true,
    }),
    patch: operation({
      id: 'patchSettings',
      tag: S,
      summary: 'Change the name, the time zone or the currency of this tenant',
      body: 'SettingsPatch',
      answer: [200, 'Settings'],
      versioned: true,
    }),
  },
  '/settings/preview': {
    post: operation({
      id: 'previewSettings',
      tag: S,
      summary: 'What an overlay would do; nothing is written',
      body: 'SettingsDraft',
      answer: [200, 'SettingsPreview'],
    }),
  },
  '/journal': {
    get: operation({
      id: 'journal',
      tag: S,
      summary: 'Everything that was done in this tenant, the latest first, a page at a time',
      answer: [200, 'TenantJournal'],
      refused: [400],
      parameters: [
        query('entity', list(text), 'Entries of these entities; repeat it for several.'),
        query('actor', text, 'What somebody did.'),
        query('cause', text, 'What one request, import or job did.'),
        query('from', text, 'From this day of the tenant, or this point in time, on.'),
        query('to', text, 'Before this day or point in time.'),
        query('limit', { type: 'integer', minimum: 1, maximum: 500, default: 50 }, 'How many entries.'),
        query('cursor', text, 'Where the last page ended.'),
      ],
    }),
  },
};

const word = (id: string, summary: string): Part => ({
  parameters: [nameParameter('The short name.')],
  post: operation({ id, tag: O, summary, answer: [200, 'Tenant'] }),
});

/** The paths of whoever runs the server, below the base of the API. */
export const operatorPaths: Part = {
  '/operator/tenants': {
    get: operation({ id: 'tenants', tag: O, summary: 'The tenants of this server', answer: [200, 'Tenants'] }),
    post: operation({
      id: 'createTenant',
      tag: O,
      summary: 'Make a tenant, with a link for its first admin',
      parameters,
      body: 'TenantDraft',
      answer: [201, 'TenantMade'],
      refused: [409],
    }),
  },
  '/operator/tenants/{name}': {
    parameters: [nameParameter('The short name.')],
    get: operation({ id: 'tenant', tag: O, summary: 'One tenant', answer: [200, 'Tenant'] }),
    patch: operation({
      id: 'changeTenant',
      tag: O,
      summary: 'Rename a tenant, or change its zone or currency',
      body: 'TenantPatch',
      answer: [200, 'Tenant'],
      refused: [409],
    }),
  },
  '/operator/tenants/{name}/suspend': word('suspendTenant', 'Let nobody in any more, at once; what is kept is kept'),
  '/operator/tenants/{name}/resume': word('resumeTenant', 'Let them in again'),
  '/operator/tenants/{name}/invite': {
    parameters: [nameParameter('The short name.')],
    post: operation({
      id: 'inviteToTenant',
      tag: O,
      summary: 'A link that lets somebody into a tenant, once',
      parameters,
      body: 'TenantInvite',
      answer: [201, 'Link'],
      refused: [409],
    }),
  },
};
