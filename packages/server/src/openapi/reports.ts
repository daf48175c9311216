import type { Json } from '@sluice/core';
import { REPORTS } from '../reports/make.ts';

type Part = Readonly<Record<string, Json>>;

const query = (name: string, schema: Part, description: string): Part => ({
  name,
  in: 'query',
  required: false,
  schema,
  description,
});

/** Reports as files, below the base of the API. `list`: the parameters of a list of the entity that reports are about. */
export const reportPaths = (list: readonly Json[], refused: Part): Part =>
  Object.fromEntries(
    REPORTS.map((name) => [
      `/reports/${name}.pdf`,
      {
        get: {
          tags: ['Reports'],
          summary: name === 'board' ? 'The report that a board reads, as a PDF' : 'The dashboard as a PDF',
          description: 'With the filters of a list. The fonts are inside.',
          operationId: `${name}Report`,
          parameters: [
            query('locale', { type: 'string', default: 'en' }, 'The language: en, fr, ru or he.'),
            query('quota', { type: 'number' }, 'An amount above 0; adds the chance of reaching it.'),
            query('entity', { type: 'string' }, 'The entity it is about; deals when left out.'),
            ...list,
          ],
          responses: {
            '200': {
              description: 'The file.',
              headers: { 'Content-Disposition': { description: 'Its name.', schema: { type: 'string' } } },
              content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
            },
            ...refused,
          },
        },
      },
    ]),
  );
