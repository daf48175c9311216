import type { Json, JsonSchema, Model } from '@sluice/core';

type Part = Readonly<Record<string, Json>>;

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const text: JsonSchema = { type: 'string' };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const uuid: JsonSchema = { type: 'string', format: 'uuid' };
const anything: JsonSchema = {};
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, Json>>, required?: readonly string[]): JsonSchema => ({
  type: 'object',
  properties,
  required: [...(required ?? Object.keys(properties))],
});
const status: JsonSchema = { enum: ['planning', 'planned', 'accepted', 'undone', 'failed'] };
const fates = (...names: readonly string[]): JsonSchema =>
  object(Object.fromEntries(names.map((name) => [name, count])));

const row = object({
  line: { ...count, description: 'As a spreadsheet counts: the row under the header is 2.' },
  fate: { enum: ['create', 'update', 'unchanged', 'reject'] },
  rule: { ...text, description: 'Why, for example "by id", "new", "duplicate of line 7".' },
  because: {
    type: 'object',
    required: ['by'],
    properties: {
      by: {
        enum: [
          'id',
          'key',
          'email',
          'title',
          'new',
          'unreadable',
          'duplicate',
          'ambiguous',
          'refused',
          'changed',
          'file',
        ],
      },
      field: text,
      column: text,
      line: count,
    },
    description: 'The same in parts, for other languages.',
  },
  id: { type: ['string', 'null'] },
  title: text,
  cells: list(
    object({ field: text, old: anything, new: anything, collision: { enum: ['overwrite', 'fill', 'skip'] } }),
  ),
  issues: list(ref('Issue')),
  candidates: list(object({ id: uuid, title: text, likeness: { type: 'number' } })),
});

const about = {
  id: uuid,
  status,
  name: text,
  at: { type: 'string', format: 'date-time' },
  actor: text,
  cause: { ...text, description: 'What the journal calls the import.' },
  entity: text,
  counts: ref('ImportCounts'),
};

const undoRow = object({
  entity: text,
  id: uuid,
  title: text,
  fate: { enum: ['remove', 'restore', 'part', 'done', 'conflict'] },
  cells: list(
    object({ field: text, before: anything, written: anything, now: anything, touched: { type: 'boolean' } }),
  ),
  issues: list(ref('Issue')),
});

/** How a column was understood: which field it feeds and how its cells are read. */
const mappedColumn = object(
  {
    column: count,
    header: text,
    field: text,
    confidence: { type: 'number' },
    reason: text,
    joined: count,
    otherwise: list(count),
    samples: list(text),
    decimal: text,
    order: text,
    ratio: { type: 'boolean' },
    separator: text,
    currency: text,
    sure: { type: 'boolean' },
  },
  ['column', 'header', 'field', 'confidence', 'reason'],
);

const IMPORT_NEEDS = [
  ...Object.keys(about),
  'digest',
  'file',
  'mapping',
  'columns',
  'targets',
  'offers',
  'issues',
  'rows',
  'rejected',
  'titles',
];

/** The schemas that only imports use. */
export const importSchemas: Readonly<Record<string, JsonSchema>> = {
  ImportCounts: {
    ...fates('rows', 'create', 'update', 'unchanged', 'reject'),
    description: 'The last four add up to the first.',
  },
  ImportRow: row,
  Import: object(
    {
      ...about,
      digest: { ...text, description: 'The mark of the plan; also its ETag.' },
      job: {
        ...object(
          {
            state: { enum: ['running', 'stopping', 'stopped', 'failed', 'interrupted'] },
            done: count,
            of: count,
            code: text,
            detail: text,
          },
          ['state', 'done', 'of'],
        ),
        description: 'How far an acceptance is that nobody waits for; status is the truth.',
      },
      file: object({ name: text, encoding: text, repaired: { type: 'boolean' }, delimiter: text, header: list(text) }),
      mapping: object({
        columns: list(mappedColumn),
        unmatched: list(text),
      }),
      columns: list(object({ header: text, field: text, collision: text })),
      targets: list(object({ entity: text, create: count, titles: list(text) })),
      offers: list(
        object({
          field: text,
          name: text,
          candidates: list(object({ id: uuid, title: text, likeness: { type: 'number' } })),
        }),
      ),
      issues: list(ref('Issue')),
      rows: { ...list(ref('ImportRow')), description: 'The first 100 rows.' },
      rejected: { ...list(ref('ImportRow')), description: 'The first 1 000 rows that are not imported.' },
      titles: {
        type: 'object',
        description: 'Titles of the records that the shown rows link to, by id.',
        additionalProperties: text,
      },
    },
    IMPORT_NEEDS,
  ),
  ImportList: object({ items: list(object(about)) }),
  ImportUndo: object({
    id: uuid,
    status,
    counts: fates('records', 'remove', 'restore', 'part', 'done', 'conflict'),
    rows: list(undoRow),
    conflicts: { ...list(undoRow), description: 'Records that were edited since, with both values; they are kept.' },
  }),
};

const json = (schema: JsonSchema): Part => ({ 'application/json': { schema } });
const answer = (name: string, description: string): Part => ({ description, content: json(ref(name)) });
const refusals = (...statuses: readonly number[]): Part =>
  Object.fromEntries(statuses.map((one) => [String(one), { $ref: '#/components/responses/Refused' }]));
const ALWAYS = [401, 403, 404, 421, 429, 500, 503];
const tags = ['Imports'];
const keyed = { $ref: '#/components/parameters/key' };
const idParameter = { $ref: '#/components/parameters/id' };
const query = (name: string, schema: JsonSchema, description: string, required = false): Part => ({
  name,
  in: 'query',
  required,
  schema,
  description,
});
const byName = (name: string, values: JsonSchema, description: string): Part => ({
  name,
  in: 'query',
  required: false,
  style: 'deepObject',
  explode: true,
  schema: { type: 'object', additionalProperties: values },
  description,
});
const file: JsonSchema = { type: 'string' };
const bytes: JsonSchema = { type: 'string', format: 'binary' };
const tableRows = list({ type: 'object', additionalProperties: true });

const parameters = (model: Model): readonly Json[] => [
  query('entity', { enum: model.entities.map((entity) => entity.name) }, 'What the rows are.', true),
  query('name', text, 'The name of the file, for the report.'),
  query('sheet', text, 'The sheet of a workbook; the first with data when left out.'),
  query('links', { enum: ['match', 'create'], default: 'match' }, 'What becomes of a link name that nothing bears.'),
  query('order', { enum: ['dayFirst', 'monthFirst'] }, 'The order of dates where the file leaves it open.'),
  query(
    'duplicates',
    { enum: ['update', 'reject'], default: 'update' },
    'A row that is the same record as an earlier one.',
  ),
  query('titles', { enum: ['same', 'apart'] }, 'Rows of one title that nothing tells apart: one record, or several.'),
  query('clear', text, 'Fields, separated by commas, whose blank cells empty the record’s.'),
  query('apart', text, 'Fields, separated by commas, that tell records of one title apart.'),
  byName('map', text, 'Which field a column feeds, for example map[Montant]=amount; - leaves it out.'),
  byName('column', { enum: ['overwrite', 'fill', 'skip'] }, 'What a field does to a value that is there already.'),
  byName(
    'value',
    { type: 'object', additionalProperties: text },
    'What a text of a column means, for example value[Étape][En cours]=proposal: the key of an option, the id of a record, - to leave it out, + to make a record so called.',
  ),
  byName(
    'create',
    { enum: ['1', '0'] },
    'Links whose names make records, for example create[account]=1, where links=match.',
  ),
];
const form: JsonSchema = {
  type: 'object',
  description:
    'What the parameters say may also be fields of the form, however long; "with.company" and its like are files that the rows link to.',
  properties: { file: { type: 'string', format: 'binary' } },
  required: ['file'],
  additionalProperties: true,
};

/** Wishes not to wait. */
const prefer = {
  name: 'Prefer',
  in: 'header',
  required: false,
  schema: text,
  description: 'respond-async: answers 202 at once; GET the import to see how far it is.',
} as const;

/** The paths of imports, below the base of the API. */
export const importPaths = (model: Model): Part => ({
  '/imports': {
    get: {
      tags,
      summary: 'The imports, the latest first',
      operationId: 'listImports',
      responses: { '200': answer('ImportList', 'Up to 200 imports.'), ...refusals(...ALWAYS) },
    },
    post: {
      tags,
      summary: 'Plan an import: nothing is written',
      operationId: 'planImport',
      parameters: [...parameters(model), keyed, prefer],
      requestBody: {
        required: true,
        description:
          'A text file of up to 2 GB, kept and read in pieces; a workbook, a form with files, or rows as JSON of up to 50 MB.',
        content: {
          'text/csv': { schema: file },
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: bytes },
          'application/octet-stream': { schema: bytes },
          'multipart/form-data': { schema: form },
          ...json({ anyOf: [tableRows, object({ rows: tableRows })] }),
        },
      },
      responses: {
        '201': answer('Import', 'What it would do.'),
        '202': answer('Import', 'The file is kept and is being planned.'),
        ...refusals(400, 403, 409, 413, 415, 422, ...ALWAYS),
      },
    },
  },
  '/imports/{id}': {
    parameters: [idParameter],
    get: {
      tags,
      summary: 'One import: its plan, or what it did',
      operationId: 'getImport',
      responses: { '200': answer('Import', 'The import.'), ...refusals(...ALWAYS) },
    },
  },
  '/imports/{id}/rejected.csv': {
    parameters: [idParameter],
    get: {
      tags,
      summary: 'The rows that are not imported, with the reasons, ready to be mended and sent again',
      operationId: 'rejectedRows',
      responses: {
        '200': { description: 'A file; empty when every row is imported.', content: { 'text/csv': { schema: file } } },
        ...refusals(...ALWAYS),
      },
    },
  },
  '/imports/{id}/accept': {
    parameters: [idParameter],
    post: {
      tags,
      summary: 'Do what was planned, all of it or nothing; a second time it answers what the first did',
      operationId: 'acceptImport',
      parameters: [
        keyed,
        {
          name: 'If-Match',
          in: 'header',
          required: false,
          schema: text,
          description: 'The ETag of the plan that was seen.',
        },
        prefer,
      ],
      responses: {
        '200': answer('Import', 'What it did.'),
        '202': answer('Import', 'It is under way; see its job.'),
        ...refusals(400, 403, 409, 422, ...ALWAYS),
      },
    },
  },
  '/imports/{id}/cancel': {
    parameters: [idParameter],
    post: {
      tags,
      summary: 'Stop an acceptance that is under way; nothing of it is left',
      operationId: 'cancelImport',
      responses: { '200': answer('Import', 'As it is then.'), ...refusals(400, 403, 409, ...ALWAYS) },
    },
  },
  '/imports/{id}/undo': {
    parameters: [idParameter],
    get: {
      tags,
      summary: 'What an undo would do',
      operationId: 'planUndo',
      parameters: [query('rows', text, 'Only these records: their ids, separated by commas.')],
      responses: { '200': answer('ImportUndo', 'Nothing is written.'), ...refusals(400, 409, ...ALWAYS) },
    },
    post: {
      tags,
      summary: 'Undo an import, exactly, but for what was edited since',
      operationId: 'undoImport',
      parameters: [keyed],
      requestBody: {
        required: false,
        content: json(
          object(
            {
              rows: { ...list(uuid), description: 'Only these records.' },
              untouched: { type: 'boolean', description: 'Of records edited since, the cells that nobody touched.' },
            },
            [],
          ),
        ),
      },
      responses: { '200': answer('ImportUndo', 'What it did.'), ...refusals(400, 403, 409, 413, 415, 422, ...ALWAYS) },
    },
  },
});
