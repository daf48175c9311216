import type { Started } from './started.ts';

/** Of the platform's Trusted Types, what a worker's address takes. */
interface Policy {
  createScriptURL(address: string): unknown;
}
interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): Policy;
}

/** Where the drop-in's build puts the reader: beside the script that this is a part of. */
const reader = new URL('./sluice-reader.js', import.meta.url);

let policy: Policy | null | undefined;
/** Our policy for the addresses of workers; null where the platform has none or the page allows none of our name. */
const ourPolicy = (): Policy | null => {
  if (policy !== undefined) return policy;
  policy = null;
  try {
    const { trustedTypes } = globalThis as { readonly trustedTypes?: Policies };
    const own = (address: string): boolean => address === reader.href || address.startsWith('blob:');
    policy =
      trustedTypes?.createPolicy('sluice', {
        createScriptURL: (address) => (own(address) ? address : ''),
      }) ?? null;
  } catch {
    // not on the page's list: where it insists on trusted addresses there will be no worker
  }
  return policy;
};

/** The address of a script as the platform wants it: a trusted one is no string, and the types of the DOM do not know it. */
const trusted = (address: string): string => (ourPolicy()?.createScriptURL(address) ?? address) as string;

/**
 * What a page runs when the reader lies on another origin, which may not be the address of a worker: it imports the reader, and hands
 * it what was asked meanwhile. Null is the answer when that may not be imported either.
 */
const introduction = (): string =>
  `const early = []; onmessage = ({ data }) => early.push(data);
import(${JSON.stringify(reader.href)}).then(() => {
  onmessage = null;
  for (const data of early) dispatchEvent(new MessageEvent('message', { data }));
}, () => postMessage(null));`;

const fromElsewhere = (): Started => {
  const address = URL.createObjectURL(new Blob([introduction()], { type: 'text/javascript' }));
  const forget = (): void => URL.revokeObjectURL(address);
  try {
    const worker = new Worker(trusted(address), { name: 'sluice' });
    const end = (): void => {
      worker.terminate();
      forget();
    };
    return { worker, end };
  } catch (refusal) {
    forget();
    throw refusal;
  }
};

const fromHere = (): Started => {
  const worker = new Worker(trusted(reader.href), { type: 'module', name: 'sluice' });
  return { worker, end: () => worker.terminate() };
};

/** Starts the reader beside the drop-in in a worker; null where there are none or the page forbids it. */
export const startWorker = (): Started | null => {
  if (typeof Worker === 'undefined') return null;
  try {
    return reader.origin === location.origin ? fromHere() : fromElsewhere();
  } catch {
    // a strict policy of the page (worker-src, Trusted Types)
    return null;
  }
};
