import { type MemorySource, type Source, SourceError } from '@sluice/core';
import type { Content } from './content.ts';
import { loaded } from './failure.ts';
import type { IdbSource } from './idb/idb-source.ts';
import type { ImportPlace, ImportSession } from './import-session.ts';
import { importUnderWay } from './import-under-way.ts';
import { prepared } from './prepared.ts';
import type { RemoteSource } from './remote.ts';

const isMemory = (source: Source): source is MemorySource =>
  'commit' in source && 'frame' in source && 'journal' in source;
const isKept = (source: Source): source is IdbSource => 'imports' in source && 'frame' in source;
const isRemote = (source: Source): source is RemoteSource => 'request' in source && 'about' in source;

/** Begins the import of a file: in the page where its records are, or are kept, else on the server. */
export const openImport = async (file: Content, place: ImportPlace): Promise<ImportSession> => {
  const { source } = place;
  const content = await prepared(file);
  if (isMemory(source) || isKept(source)) {
    const { localImport } = await loaded(import('./import-local.ts'));
    return localImport(content, { ...place, source });
  }
  if (isRemote(source)) {
    const { remoteImport } = await loaded(import('./import-remote.ts'));
    return remoteImport(content, { ...place, source });
  }
  throw new SourceError('read_only', 'Nothing can be imported here.', 'Open a source that can be written to.');
};

/** The import that this tab left under way on the server when it went; null when there is none. */
export const resumedImport = async (
  place: ImportPlace,
): Promise<{ readonly name: string; readonly importing: ImportSession } | null> => {
  const { source, entity } = place;
  const left = isRemote(source) ? importUnderWay(source.about.tenant.name, entity.name) : null;
  if (!left || !isRemote(source)) return null;
  const { remoteImport } = await loaded(import('./import-remote.ts'));
  return { name: left.name, importing: remoteImport(left, { ...place, source }) };
};
