import { issue } from '../issue.ts';
import { textLike } from './text-like.ts';

const safe = /^https?:\/\/[^\s]+$/i;

/** A web address. Only http and https: a `javascript:` link is an attack, not an address. A bare `example.com` gets https. */
export const url = textLike('url', 2000, {
  tidy: (value) => {
    const trimmed = value.trim();
    return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#].*)?$/u.test(trimmed) ? `https://${trimmed}` : trimmed;
  },
  fault: (value, _shape, path) =>
    safe.test(value) ? undefined : issue('not_url', path, { received: value.slice(0, 80) }),
  format: 'uri',
});
