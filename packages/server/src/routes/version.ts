import type { Ask } from './context.ts';
import { refuse } from './problem.ts';

/** The ETag of a version. */
export const etagOf = (version: number): string => `"${version}"`;

/**
 * The version that a change was made on, as If-Match says it; what compresses on the way may have marked the tag as weak. Refuses a request
 * without one (428) or with another thing (400).
 */
export const versionOf = (c: Ask): number => {
  const said = c.req.header('if-match');
  if (said === undefined)
    return refuse({
      status: 428,
      code: 'version_needed',
      detail: 'A change says which version it was made on.',
      remedy: 'Send the ETag of the record as If-Match, for example: If-Match: "3".',
    });
  const version = /^(?:W\/)?"([1-9]\d{0,9})"$/.exec(said.trim())?.[1];
  if (version === undefined)
    return refuse({
      status: 400,
      code: 'bad_version',
      detail: `If-Match names one version; this does not: ${said.slice(0, 80)}.`,
      remedy: 'Send the ETag of the record as it came, for example: If-Match: "3".',
    });
  return Number(version);
};
