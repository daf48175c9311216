import {
  bad,
  type Checked,
  type Entity,
  type ExportOptions,
  good,
  issue,
  type Issue,
  type ListQuery,
  queryFromAddress,
} from '@sluice/core';

/** How records are written to a file. */
export const FORMATS = ['csv', 'xlsx', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** What somebody wishes of an export. */
export interface ExportWish {
  readonly format: Format;
  readonly query: ListQuery;
  /** Fields, headings and, of text, delimiter, decimal mark and byte order mark. */
  readonly options: Omit<ExportOptions, 'titleOf'>;
  /** Whether links are written by the title of what they lead to, or by its identifier. */
  readonly links: 'title' | 'id';
}

/** The parameters that are an export's own; all others are those of a list. */
export const OWN = ['format', 'columns', 'labels', 'links', 'delimiter', 'decimal', 'bom'] as const;

const DELIMITERS: Readonly<Record<string, string>> = { tab: '\t', '\t': '\t', ',': ',', ';': ';', '|': '|' };
const isFormat = (word: string): word is Format => FORMATS.some((one) => one === word);

/** Reads what an address says about an export of an entity. */
export const exportWishOf = (parameters: URLSearchParams, entity: Entity): Checked<ExportWish> => {
  const issues: Issue[] = [];
  const said = (name: string): string => parameters.get(name) ?? '';
  const oneOf = <T extends string>(name: string, words: readonly T[], usual: T): T => {
    const given = said(name);
    if (given === '') return usual;
    const found = words.find((word) => word === given);
    if (found === undefined)
      issues.push(
        issue('not_an_option', [name], {
          received: given.slice(0, 80),
          expected: words.join(', '),
          remedy: `Use ${words.join(' or ')}.`,
        }),
      );
    return found ?? usual;
  };
  // a field may be called format, too: what is no format of a file is meant for it
  const formats = parameters.getAll('format');
  const format = formats.find(isFormat) ?? 'csv';
  const rest = new URLSearchParams([...parameters].filter(([name]) => !OWN.some((one) => one === name)));
  for (const value of formats.filter((one) => !isFormat(one))) {
    if (entity.field('format')) rest.append('format', value);
    else if (value !== '')
      issues.push(
        issue('not_an_option', ['format'], {
          received: value.slice(0, 80),
          expected: FORMATS.join(', '),
          remedy: `Use ${FORMATS.join(' or ')}.`,
        }),
      );
  }
  for (const name of ['limit', 'offset', 'cursor'])
    if (rest.has(name))
      issues.push(
        issue('no_such_field', [name], { received: name, message: `An export has no pages: leave ${name} out.` }),
      );
  const fields = said('columns')
    .split(/[\s,]+/)
    .filter((name) => name !== '' && name !== 'id');
  for (const name of fields)
    if (!entity.field(name))
      issues.push(
        issue('no_such_field', ['columns'], {
          received: name.slice(0, 80),
          expected: entity.fields.map((one) => one.name).join(', '),
        }),
      );
  const delimiter = DELIMITERS[said('delimiter') || ','];
  if (delimiter === undefined)
    issues.push(
      issue('not_an_option', ['delimiter'], { received: said('delimiter').slice(0, 80), expected: ', ; | tab' }),
    );
  const decimal = oneOf('decimal', ['.', ','], '.');
  const mark = oneOf('bom', ['0', '1', 'false', 'true'], '0');
  const links = oneOf('links', ['title', 'id'], 'title');
  const query = queryFromAddress(rest, entity.name);
  if (!query.ok || issues.length > 0) return bad([...issues, ...(query.ok ? [] : query.issues)]);
  return good({
    format,
    query: query.value,
    links,
    options: {
      ...(fields.length > 0 ? { fields } : {}),
      ...(said('labels') === '' ? {} : { language: said('labels').slice(0, 20) }),
      ...(delimiter === undefined ? {} : { delimiter }),
      decimal,
      mark: mark === '1' || mark === 'true',
    },
  });
};
