import type { Json, Model } from '@sluice/core';
import { openApiOf } from '../../src/openapi/document.ts';

/** A JSON schema of the document, references not followed. */
export type Schema = Readonly<Record<string, Json>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly schema: Schema;
}

/** One operation of the document, with what it takes and gives. */
export interface Operation {
  readonly id: string;
  /** `POST` */
  readonly method: string;
  /** `/deals/{id}` */
  readonly path: string;
  /** Nobody has to be signed in. */
  readonly open: boolean;
  readonly parameters: readonly Parameter[];
  /** By type of content. */
  readonly bodies: Readonly<Record<string, Schema>>;
  readonly bodyRequired: boolean;
  /** Schemas of the answers, by status and type of content. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  /** Who may call it, where the document says so. */
  readonly roles?: readonly string[];
}

type Part = Readonly<Record<string, unknown>>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const part = (value: unknown): Part => (typeof value === 'object' && value !== null ? (value as Part) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The document of a model and what is in it. */
export interface Description {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, Schema>>;
  /** A schema, or the one it refers to. */
  readonly follow: (schema: Schema) => Schema;
}

/** Reads the OpenAPI document as a stranger would: nothing is known of a route but what stands there. */
export const describe = (model: Model): Description => {
  const document = JSON.parse(JSON.stringify(openApiOf(model, '0.0.0'))) as Part;
  const components = part(document['components']);
  const pointed = (value: unknown): Part => {
    const { $ref } = part(value);
    if (typeof $ref !== 'string') return part(value);
    return $ref
      .slice(2)
      .split('/')
      .reduce<Part>((at, step) => part(at[step]), document);
  };
  const contents = (value: unknown): Readonly<Record<string, Schema>> =>
    Object.fromEntries(
      Object.entries(part(part(value)['content'])).map(([type, one]) => [type, part(one)['schema'] as Schema]),
    );
  const parametersOf = (value: unknown): readonly Parameter[] =>
    list(value).map((one) => {
      const { name, in: place, required, schema } = pointed(one);
      return {
        name: String(name),
        in: place as Parameter['in'],
        required: required === true,
        schema: part(schema) as Schema,
      };
    });
  const operations = Object.entries(part(document['paths'])).flatMap(([path, item]) =>
    METHODS.flatMap((method): readonly Operation[] => {
      const said = part(part(item)[method]);
      if (typeof said['operationId'] !== 'string') return [];
      const body = pointed(said['requestBody']);
      const security = said['security'];
      const roles = said['x-roles'];
      return [
        {
          id: said['operationId'],
          method: method.toUpperCase(),
          path,
          open: Array.isArray(security) && security.length === 0,
          parameters: [...parametersOf(part(item)['parameters']), ...parametersOf(said['parameters'])],
          bodies: contents(body),
          bodyRequired: body['required'] === true,
          answers: Object.fromEntries(
            Object.entries(part(said['responses'])).map(([status, answer]) => [status, contents(pointed(answer))]),
          ),
          ...(Array.isArray(roles) ? { roles: roles.map(String) } : {}),
        },
      ];
    }),
  );
  return {
    operations,
    schemas: part(components['schemas']) as Description['schemas'],
    follow: (schema) => pointed(schema) as Schema,
  };
};
