import type { Started } from './started.ts';

/**
 * Starts the reader in a worker; null where there are none or the page forbids it. Bundlers look for exactly this expression and make
 * a file of what it names; the drop-in is built with ./start-worker.drop-in.ts in its place.
 */
export const startWorker = (): Started | null => {
  if (typeof Worker === 'undefined') return null;
  try {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'sluice' });
    return { worker, end: () => worker.terminate() };
  } catch {
    // a strict policy of the page (Trusted Types), or a bundle on another origin
    return null;
  }
};
