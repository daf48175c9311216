import { readFileSync } from 'node:fs';

/** The version of the server, as its package says. */
export const version = (): string => {
  const about = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as unknown;
  const said = typeof about === 'object' && about !== null && 'version' in about ? about.version : undefined;
  return typeof said === 'string' ? said : '0.0.0';
};
