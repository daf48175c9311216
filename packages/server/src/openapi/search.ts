import { type Json, type JsonSchema, RANKS, SEARCH_LIMIT, SEARCH_LONGEST } from '@sluice/core';

type Part = Readonly<Record<string, Json>>;

const query = (name: string, schema: Part, description: string, required = false): Part => ({
  name,
  in: 'query',
  required,
  schema,
  description,
});
const object = (properties: Readonly<Record<string, Json>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

/** The search across entities; `refused` says what is refused. */
export const searchPaths = (refused: (...statuses: readonly number[]) => Part): Part => ({
  '/search': {
    get: {
      tags: ['Search'],
      summary: 'The records with these words, of all entities that may be read',
      description:
        'All words, in any text, tag or title of what is linked, whatever the case and the accents; the best of each entity. Where next to nothing has them, titles that come near follow. All of one entity: its list with ?q=.',
      operationId: 'search',
      parameters: [
        query('q', { type: 'string', minLength: 1, maxLength: SEARCH_LONGEST }, 'Words.', true),
        query('entities', { type: 'string' }, 'Entities, separated by commas; all that may be read when left out.'),
        query(
          'limit',
          { type: 'integer', minimum: 1, maximum: SEARCH_LIMIT.most, default: SEARCH_LIMIT.usual },
          'The most hits of each entity.',
        ),
      ],
      responses: {
        '200': {
          description: 'What was found, entities with the best hit first.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Found' } } },
        },
        ...refused(400),
      },
    },
  },
});

/** The schemas of the search. */
export const searchSchemas: Readonly<Record<string, JsonSchema>> = {
  Found: object({
    text: { type: 'string' },
    groups: {
      type: 'array',
      items: object({
        entity: { type: 'string' },
        total: { type: 'integer', minimum: 0, description: 'How many have all the words.' },
        hits: {
          type: 'array',
          items: object({
            id: { type: 'string', format: 'uuid' },
            title: { type: 'string' },
            rank: { enum: [...RANKS] },
            found: {
              description: 'Where else than in its title.',
              anyOf: [object({ field: { type: 'string' }, text: { type: 'string' } }), { type: 'null' }],
            },
          }),
        },
      }),
    },
  }),
};
