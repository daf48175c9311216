import { addressOf, type Entity, type ListQuery, type Source, SourceError } from '@sluice/core';
import type { RemoteSource } from './remote.ts';

/** How a server is to write an export. */
export interface RemoteWriting {
  readonly format: 'csv' | 'xlsx' | 'json';
  readonly columns: readonly string[];
  readonly language: string;
  readonly delimiter: string;
  readonly mark: boolean;
}

/** Whether a server stands behind a source, which can write large exports itself. */
export const isServed = (source: Source): source is RemoteSource => 'request' in source && 'about' in source;

/** The file that a server makes of what a list lets in. Throws `SourceError`. */
export const exportedBy = async (
  { request }: RemoteSource,
  entity: Entity,
  list: ListQuery,
  { format, columns, language, delimiter, mark }: RemoteWriting,
): Promise<Blob> => {
  const words = new URLSearchParams(addressOf(list).map(([name, value]) => [name, value]));
  words.append('format', format);
  if (columns.length > 0) words.set('columns', columns.join(','));
  if (language !== '') words.set('labels', language);
  if (format === 'csv') {
    if (delimiter !== ',') words.set('delimiter', delimiter === '\t' ? 'tab' : delimiter);
    if (mark) words.set('bom', '1');
  }
  const { json } = await request.ask('get', `${entity.path}/export?${words.toString()}`, { blob: true, patient: true });
  if (json instanceof Blob) return json;
  throw new SourceError(
    'unreadable',
    'What came back is not a file.',
    'Check that the address is that of a Sluice server.',
  );
};
