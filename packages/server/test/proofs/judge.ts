import type { Json } from '@sluice/core';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Description, Operation, Schema } from './document.ts';
import { FIGURES } from './drafts.ts';
import type { TenantName } from './world.ts';

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Words that tell of the inside of a server: SQL, states, stacks, paths, names of tables, rules and roles. */
const INSIDE =
  /SQLSTATE|PostgresError|node_modules|\bat (?:async )?[\w.<>]+ \(|file:\/\/|\/src\/|\.ts:\d|sluice_(?:app|system|tester|test)|relation "|constraint "|\w_(?:pkey|fkey|idx)\b|\w_\w+_key"|duplicate key|syntax error|tenant_id|invalid input|violates|current_setting|pg_catalog|\[object /;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

const isObject = (value: unknown): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema with every object closed that says what it has: an answer that tells more than is described is a fault. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string'
        ? value.replace(/^#/, 'document#')
        : key === 'enum' || key === 'const'
          ? value
          : closed(value),
    ]),
  );
  const open = 'properties' in schema && !('additionalProperties' in schema) && !('allOf' in schema);
  return open ? { ...inner, additionalProperties: false } : inner;
};

const DATE = /^\d{4}-\d\d-\d\d$/;

/** Says what is wrong with answers, by the document alone. */
export const judgeBy = ({ schemas }: Description) => {
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  ajv.addFormat('date', DATE);
  ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)) && text.includes('T'));
  for (const free of ['email', 'uri', 'password', 'binary', 'int64', 'byte']) ajv.addFormat(free, true);
  ajv.addSchema({ $id: 'document', components: { schemas: closed(schemas) as object } });
  const known = new Map<Schema, ValidateFunction>();
  const validatorOf = (schema: Schema): ValidateFunction => {
    const found = known.get(schema) ?? ajv.compile(closed(schema) as object);
    known.set(schema, found);
    return found;
  };
  const problem = validatorOf({ $ref: '#/components/schemas/Problem' });

  const whyNot = (validate: ValidateFunction, json: unknown): string | null =>
    validate(json) ? null : ajv.errorsText(validate.errors, { dataVar: 'answer' }).slice(0, 300);

  /** What is wrong with a refusal: it is a problem with code, title and request id, and tells nothing of the inside. */
  const refusal = ({ status, headers, text }: Answer, sent: string): string | null => {
    if (!(headers.get('content-type') ?? '').startsWith('application/problem+json')) return `${status} is no problem`;
    const json = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const fault = whyNot(problem, json);
    if (fault !== null) return fault;
    if (json['status'] !== status) return 'the status of the body is another';
    if (json['requestId'] !== headers.get('x-request-id') || json['requestId'] === '') return 'no request id';
    if (!/^[a-z][a-z0-9_]+$/.test(String(json['code']))) return `the code is ${String(json['code'])}`;
    if (String(json['title']) === '' || String(json['detail']) === '') return 'no title or detail';
    // what was sent may be said again
    const own = JSON.stringify({ ...json, instance: '', requestId: '' });
    const inside = INSIDE.exec(own)?.[0];
    return inside !== undefined && !sent.includes(inside)
      ? `it tells of the inside: ${inside} in ${own.slice(0, 300)}`
      : null;
  };

  /** What is wrong with an answer: not described, not as described, a fault of the server. */
  const answer = (operation: Operation, said: Answer, sent: string): string | null => {
    const { status, headers, text } = said;
    if (status >= 500 && status !== 503) return `${status}: ${text.slice(0, 200)}`;
    const described = operation.answers[String(status)];
    if (described === undefined) return `${status} is not described: ${text.slice(0, 200)}`;
    if (status >= 400) return refusal(said, sent);
    const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
    const kinds = Object.keys(described);
    if (kinds.length === 0) return text === '' ? null : 'there is a body where none is described';
    const schema = described[type];
    if (schema === undefined) return `${type || 'no type'} is not described`;
    if (!type.endsWith('json')) return null;
    return whyNot(validatorOf(schema), JSON.parse(text));
  };

  return { answer, refusal };
};

export type Judge = ReturnType<typeof judgeBy>;

/** What of a tenant that should not show stands in an answer; null when nothing does. `sent`: what was sent may come back. */
export const leakIn = (
  { headers, text }: Answer,
  {
    marks,
    ids,
    tenant,
  }: { readonly marks: readonly string[]; readonly ids: ReadonlySet<string>; readonly tenant: TenantName },
  sent: string,
): string | null => {
  const all = `${text}\n${[...headers].flat().join('\n')}`;
  const mark = marks.find((one) => all.includes(one) && !sent.includes(one));
  if (mark !== undefined) return `a text of ${tenant}: ${mark}`;
  const asked = sent.toLowerCase();
  const id = all.match(UUID)?.find((one) => ids.has(one.toLowerCase()) && !asked.includes(one.toLowerCase()));
  if (id !== undefined) return `an id of ${tenant}: ${id}`;
  const figure = new RegExp(String.raw`(?<![\w.-])${FIGURES[tenant]}\d{3}(?![\w-])`).exec(all)?.[0];
  return figure !== undefined && !sent.includes(figure) ? `a figure of ${tenant}: ${figure}` : null;
};

/** An answer as somebody sees it who wants to know whether something is there: without what differs every time, and the id that was asked. */
export const seen = ({ status, headers, text }: Answer, asked: string): string => {
  const plain = (one: string): string =>
    one.replaceAll(asked, '<id>').replaceAll(asked.toLowerCase(), '<id>').replaceAll(encodeURIComponent(asked), '<id>');
  const kept = [...headers].filter(([name]) => name !== 'x-request-id' && !name.startsWith('ratelimit'));
  const body = text.replace(/"requestId":"[^"]*"/, '');
  return plain(JSON.stringify([status, kept, body]));
};
