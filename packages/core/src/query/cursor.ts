import type { Cell } from './query.ts';

declare const btoa: (binary: string) => string;
declare const atob: (base64: string) => string;

/** Writes where a page ended, as one word fit for an address. */
export const encodeCursor = (values: readonly Cell[]): string => {
  const bytes = encodeURIComponent(JSON.stringify(values)).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return btoa(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
};

const isCell = (value: unknown): value is Cell =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

/** Reads such a word; null when it is not one. */
export const decodeCursor = (word: string): readonly Cell[] | null => {
  try {
    const bytes = atob(word.replace(/-/g, '+').replace(/_/g, '/'));
    const text = decodeURIComponent(
      Array.from(bytes, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join(''),
    );
    const values: unknown = JSON.parse(text);
    return Array.isArray(values) && values.every(isCell) ? values : null;
  } catch {
    return null;
  }
};
