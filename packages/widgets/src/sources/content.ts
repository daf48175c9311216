import { SourceError, type Table } from '@sluice/core';
import { offlineError, statusError } from './failure.ts';

/** Bytes, and what they are where somebody says so. */
export interface Content {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** A media type; blank when nobody says. */
  readonly type: string;
  /** Shown in findings. */
  readonly name: string;
  /** The sheet of a workbook; the first with data when left out. */
  readonly sheet?: string;
  /** What was read of it already, where it takes more than reading text: a workbook. */
  readonly table?: Table;
}

/** The content of a `data:` address. Decoded here, because a page's policy may forbid to fetch one. */
export const contentOfData = (address: string): Content => {
  const [, head = '', body = ''] = /^data:([^,]*),(.*)$/s.exec(address) ?? [];
  const type = head.split(';')[0] ?? '';
  try {
    const bytes = /;base64$/i.test(head)
      ? Uint8Array.from(atob(body.trim()), (letter) => letter.charCodeAt(0))
      : new TextEncoder().encode(decodeURIComponent(body));
    return { bytes, type, name: 'data:' };
  } catch (cause) {
    const error = new SourceError(
      'not_rows',
      'The data: address cannot be read.',
      'Encode it as base64 or for an URL.',
    );
    throw Object.assign(error, { cause });
  }
};

/** Fetches a file; `deals.xlsx#sheet=Ventes` names a sheet of it. */
export const contentAt = async (address: string, fetching: typeof fetch): Promise<Content> => {
  let response: Response;
  try {
    response = await fetching(address, {
      headers: { accept: 'text/csv, application/json, text/plain;q=0.9, */*;q=0.5' },
    });
  } catch (cause) {
    throw offlineError(cause);
  }
  if (!response.ok) throw statusError(response.status);
  const name = decodeURIComponent(address.split(/[?#]/)[0]?.split('/').at(-1) ?? '');
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
  const sheet = new URLSearchParams(/#(.*)$/s.exec(address)?.[1]).get('sheet');
  try {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { bytes, type, name, ...(sheet === null || sheet === '' ? {} : { sheet }) };
  } catch (cause) {
    throw offlineError(cause);
  }
};
