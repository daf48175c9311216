import { type Entity, type Json, labelIn } from '@sluice/core';
import { schemaName } from './schemas.ts';

type Part = Readonly<Record<string, Json>>;

const query = (name: string, schema: Part, description: string): Part => ({
  name,
  in: 'query',
  required: false,
  schema,
  description,
});

/** The parameters that only exports take. */
const OWN: readonly Json[] = [
  query('format', { enum: ['csv', 'xlsx', 'json'], default: 'csv' }, 'What kind of file.'),
  query(
    'columns',
    { type: 'string' },
    'Fields in order, separated by commas; all that are kept when left out. The id is always first.',
  ),
  query(
    'labels',
    { type: 'string' },
    'Headings, stages and options in this language, for example fr; names and keys when left out.',
  ),
  query(
    'links',
    { enum: ['title', 'id'], default: 'title' },
    'Links by the title of what they lead to, or by its id; in JSON always by id.',
  ),
  query('delimiter', { enum: [',', ';', '|', 'tab'], default: ',' }, 'Between the cells of a CSV file.'),
  query('decimal', { enum: ['.', ','], default: '.' }, 'The decimal mark of a CSV file.'),
  query(
    'bom',
    { enum: ['0', '1'], default: '0' },
    'Whether a CSV file begins with a byte order mark, by which spreadsheets know UTF-8.',
  ),
];
const PAGES = new Set<unknown>(['limit', 'cursor', 'format']);

/** Whether a parameter of a list is about its pages, which files have none of. */
export const isPaging = (parameter: Json): boolean =>
  typeof parameter === 'object' && parameter !== null && 'name' in parameter && PAGES.has(parameter['name']);

/** The export of an entity; `list` are the parameters of its list. */
export const exportPath = (entity: Entity, list: readonly Json[], refused: Part): Part => ({
  [`/${entity.path}/export`]: {
    get: {
      tags: [labelIn(entity.plural, 'en')],
      summary: `The ${labelIn(entity.plural, 'en').toLowerCase()} as a file that an import reads back without a change`,
      operationId: `export${schemaName(entity)}`,
      parameters: [...OWN, ...list.filter((one) => !isPaging(one))],
      responses: {
        '200': {
          description:
            'The file, streamed. It tells of one moment, that in which it was begun: each record that was there then is in it once, as it was then, whatever is changed while it is read. A workbook has 1 048 575 records at most, as many as a sheet has rows.',
          headers: {
            'Content-Disposition': { description: 'Its name.', schema: { type: 'string' } },
            'Sluice-Rows': { description: 'How many records it has.', schema: { type: 'integer' } },
          },
          content: {
            'text/csv': { schema: { type: 'string' } },
            'application/json': { schema: { type: 'array', items: { type: 'object' } } },
            'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
              schema: { type: 'string', format: 'binary' },
            },
          },
        },
        ...refused,
      },
    },
  },
});
