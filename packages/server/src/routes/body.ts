import { createHash } from 'node:crypto';
import { digestOf, isKeyed } from '../idempotency/header.ts';
import type { Ask } from './context.ts';
import { refuse } from './problem.ts';
import { repeatedKey } from './repeated-key.ts';

/** The largest body, in bytes. */
export const LARGEST = 1_000_000;

const JSON_TYPE = /^application\/(json|merge-patch\+json)\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

const tooLarge = (largest: number) =>
  refuse({
    status: 413,
    code: 'too_large',
    detail: `The body is larger than ${largest.toLocaleString('en')} bytes.`,
    remedy: 'Send it in parts.',
  });

/** The body's bytes, never more than allowed, whatever its header says. */
export const bytesOf = async (c: Ask, largest = LARGEST): Promise<Uint8Array> => {
  if (Number(c.req.header('content-length') ?? 0) > largest) return tooLarge(largest);
  const reader = (c.req.raw.body as ReadableStream<Uint8Array> | null)?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > largest) {
      await reader.cancel();
      return tooLarge(largest);
    }
    parts.push(value);
  }
  const bytes = Buffer.concat(parts);
  if (isKeyed(c)) c.set('bodyDigest', digestOf(bytes));
  return bytes;
};

/** The body as it comes, never more than allowed; a repeated request is known again by what it carried. */
export const chunksOf = (c: Ask, largest: number): AsyncIterable<Uint8Array> => {
  if (Number(c.req.header('content-length') ?? 0) > largest) return tooLarge(largest);
  const reader = (c.req.raw.body as ReadableStream<Uint8Array> | null)?.getReader();
  const digest = isKeyed(c) ? createHash('sha256') : null;
  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    let size = 0;
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > largest) {
        await reader.cancel();
        tooLarge(largest);
      }
      digest?.update(value);
      yield value;
    }
    if (digest) c.set('bodyDigest', digest.digest('hex'));
  }
  return chunks();
};

/** Whether a request says that its body is JSON. */
export const saysJson = (c: Ask): boolean => JSON_TYPE.test(c.req.header('content-type') ?? '');

/** The JSON that a request carries. Refuses another type (415), too much (413) and what cannot be read (400). */
export const jsonOf = async (c: Ask, largest = LARGEST): Promise<unknown> => {
  const type = c.req.header('content-type') ?? '';
  if (!saysJson(c))
    return refuse({
      status: 415,
      code: 'not_json',
      detail: type === '' ? 'The body has no Content-Type.' : `The body is ${type.slice(0, 80)}, not JSON.`,
      remedy: 'Send JSON with "Content-Type: application/json".',
    });
  const bytes = await bytesOf(c, largest);
  let text: string;
  let json: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    json = JSON.parse(text);
  } catch {
    return refuse({
      status: 400,
      code: 'bad_json',
      detail: bytes.byteLength === 0 ? 'The body is empty.' : 'The body cannot be read as JSON in UTF-8.',
      remedy: 'Send one JSON object.',
    });
  }
  const twice = repeatedKey(text);
  if (twice === undefined) return json;
  return refuse({
    status: 400,
    code: 'repeated_name',
    detail: `The body says ${twice.slice(0, 80)} twice in one object.`,
    remedy: 'Say each name once.',
  });
};

/** Whether something is a JSON object. */
export const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
