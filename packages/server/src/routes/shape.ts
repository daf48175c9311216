import type { z } from 'zod';
import { refuse } from './problem.ts';

/** Reads a body by its shape. A name that is not known is a broken request, anything else a value that is not valid. */
export const readShape = <T>(shape: z.ZodType<T>, json: unknown): T => {
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const surplus = first?.code === 'unrecognized_keys' ? first.keys[0] : undefined;
  const place = surplus ?? first?.path.join('.') ?? '';
  const unknown = surplus !== undefined;
  return refuse({
    status: unknown || place === '' ? 400 : 422,
    code: unknown ? 'unknown_field' : place === '' ? 'bad_request' : 'not_valid',
    detail: unknown
      ? `There is no ${place.slice(0, 80)} here.`
      : `${place === '' ? 'The body' : place.slice(0, 80)} is not valid: ${first?.message ?? 'it does not fit'}.`,
    remedy: 'GET /api/v1/openapi.json tells what is taken.',
  });
};
