import { type Blueprint, type Moment, type Source, SourceError } from '@sluice/core';
import { type Content, contentAt, contentOfData } from './content.ts';
import { loaded } from './failure.ts';

/** What opening a source takes; everything but the day has a default. */
export interface OpenOptions {
  /** The day and the zone it is; asked again for every figure. */
  readonly moment: () => Moment;
  /** What the records of a file are; the whole CRM by default. A server says it itself. */
  readonly blueprint?: Blueprint;
  /** The entity of the rows of a file, by any word the model knows it by; deals by default. */
  readonly dataset?: string;
  /** Column → field, where the names of a file's columns do not tell. */
  readonly map?: Readonly<Record<string, string>>;
  /** JSON that stands in the page, for when the word is blank. */
  readonly inline?: string;
  /** A copy of a server's records is kept in the browser, to be read and written to while the server is away. */
  readonly offline?: boolean;
  /** Added to the requests to a server: `Authorization`. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** Addresses are relative to it; the page by default. */
  readonly base?: string;
  readonly now?: () => string;
  readonly fetch?: typeof fetch;
}

/** Where a source's word leads. */
export type Scheme = 'inline' | 'data' | 'kept' | 'remote' | 'file';

/**
 * Where a word leads: blank to JSON in the page, `data:` to itself, `idb:my-crm` to what the browser keeps, an address that ends in `/api/v1` (or any version) to a server,
 * everything else to a file.
 */
export const schemeOf = (word: string): Scheme => {
  const address = word.trim();
  if (address === '') return 'inline';
  if (/^data:/i.test(address)) return 'data';
  if (/^idb:/i.test(address)) return 'kept';
  return /\/api\/v\d+\/?$/.test(address.split(/[?#]/)[0] ?? '') ? 'remote' : 'file';
};

/** Opens the source that a word names: a server's address, a file's, a `data:` address, a store of this browser, or JSON in the page. */
export const openSource = async (word: string, options: OpenOptions): Promise<Source> => {
  const { base = document.baseURI, inline, headers, moment } = options;
  const fetching: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const now = options.now ?? (() => new Date().toISOString());
  const scheme = schemeOf(word);
  if (scheme === 'remote') {
    const address = new URL(word.trim(), base).href;
    const asking = { fetch: fetching, now, ...(headers ? { headers } : {}) };
    if (options.offline) {
      const { openOffline } = await loaded(import('./idb/offline-source.ts'));
      return openOffline(address, { ...asking, moment });
    }
    const { openRemote } = await loaded(import('./remote.ts'));
    return openRemote(address, asking);
  }
  if (scheme === 'kept') {
    const { openIdb } = await loaded(import('./idb/idb-source.ts'));
    return openIdb(word.trim().slice('idb:'.length), { ...options, now });
  }
  const content = async (): Promise<Content> => {
    if (scheme === 'data') return contentOfData(word.trim());
    if (scheme === 'file') return contentAt(addressOf(word.trim(), base), fetching);
    if (inline === undefined)
      throw new SourceError(
        'no_source',
        'There is no source.',
        'Say where the data is: source="deals.csv", or JSON in <script type="application/json">.',
      );
    return { bytes: new TextEncoder().encode(inline), type: 'application/json', name: '' };
  };
  const [rows, { localSource }] = await Promise.all([content(), loaded(import('./local.ts'))]);
  return localSource(rows, {
    dataset: options.dataset ?? '',
    moment,
    now,
    ...(options.blueprint ? { blueprint: options.blueprint } : {}),
    ...(options.map ? { map: options.map } : {}),
  });
};

const addressOf = (word: string, base: string): string => {
  const url = URL.parse(word, base);
  if (url && /^(https?|blob|file):$/.test(url.protocol)) return url.href;
  throw new SourceError('not_found', `${word} is not an address of data.`, 'Check the address of the source.');
};
